// Writes the stages' reference into docs/recipes.md and its Chinese twin from the built stages: `node tools/stages/write-reference.mjs`.
// Invariant: touches what lies between the marks alone. Refuses to run before the stages are built.

import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stages } from '@slipway/stages';
import { describeStages, documents, fillReference } from './describe-stages.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
for (const [language, document] of Object.entries(documents)) {
  const path = join(root, document);
  writeFileSync(path, fillReference(readFileSync(path, 'utf8'), describeStages(stages, root, language)));
}
