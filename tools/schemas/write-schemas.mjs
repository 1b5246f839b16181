// Writes the contracts' JSON Schemas, for Python and editors, from the built package: `node tools/schemas/write-schemas.mjs`.
// Invariant: the folder holds these files and no other. Refuses to be needed at run time: a test fails where they are out of step.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeJsonSchemas } from '@slipway/contracts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const folder = join(root, 'packages/contracts/schemas/generated');
const schemas = Object.entries(makeJsonSchemas());
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [name, schema] of schemas) {
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(schema, null, 2)}\n`);
}
console.log(`${schemas.length} schemas in ${folder}`);
