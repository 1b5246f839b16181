/**
 * Files of Hugging Face and ModelScope repositories, by their public resolve addresses.
 */
import { join } from 'node:path';
import { downloadFile } from '../transfer/download-file.ts';
import { fileNameOf, type HubSource } from './model-source.ts';
import type { SourceContext } from './source-context.ts';

const defaultBases = { hf: 'https://huggingface.co', modelscope: 'https://modelscope.cn' };

/** Where a hub serves a file. */
export function hubUrl(source: HubSource, mirrors: Record<string, string>): string {
  const base = (mirrors[source.kind] ?? defaultBases[source.kind]).replace(/\/$/, '');
  const path = source.path.split('/').map(encodeURIComponent).join('/');
  const revision = encodeURIComponent(source.revision);
  if (source.kind === 'hf') return `${base}/${source.repository}/resolve/${revision}/${path}`;
  return `${base}/models/${source.repository}/resolve/${revision}/${path}`;
}

/** Downloads a hub's file. @returns its path */
export async function fetchFromHub(source: HubSource, context: SourceContext): Promise<string> {
  const path = join(context.directory, fileNameOf(source));
  const headers: Record<string, string> =
    source.kind === 'hf' && context.token ? { authorization: `Bearer ${context.token}` } : {};
  await downloadFile({ ...context, url: hubUrl(source, context.mirrors), path, headers });
  return path;
}
