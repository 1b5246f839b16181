import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { makeJsonSchemas } from './json-schemas.ts';

const folder = fileURLToPath(new URL('../schemas/generated', import.meta.url));

test('the files are in step with the schemas: else run node tools/schemas/write-schemas.mjs', () => {
  const made = makeJsonSchemas();
  expect(readdirSync(folder).sort()).toEqual(
    Object.keys(made)
      .map((name) => `${name}.json`)
      .sort(),
  );
  for (const [name, schema] of Object.entries(made)) {
    expect(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'))).toEqual(schema);
  }
});

test('a recipe may leave out what has a default, and an editor knows what is required', () => {
  expect(makeJsonSchemas().recipe).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    required: ['name', 'steps'],
    properties: { steps: { additionalProperties: { required: ['stage'] } } },
  });
});
