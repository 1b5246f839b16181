/**
 * The repository's own documentation as a folder of documents, in English and Chinese.
 */
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Lasting pages, English and Chinese. */
const pages = [
  'README.md',
  'README.zh-CN.md',
  'CONTRIBUTING.md',
  'docs/architecture.md',
  'docs/glossary.md',
  'docs/recipes.md',
  'docs/recipes.zh-CN.md',
  ...[
    'cli',
    'client',
    'contracts',
    'core',
    'engines',
    'gateway',
    'launchers',
    'server',
    'stages',
    'text',
  ].map((name) => `packages/${name}/README.md`),
];

/** Copies them into a new folder, flat. */
export async function copyRepositoryDocuments(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const page of pages) await copyFile(join(root, page), join(folder, page.replaceAll('/', '-')));
}
