import { expect, test } from 'vitest';
import { joinLicences } from './join-licences.ts';

const apache = { spdx: 'Apache-2.0', source: 'hf:a/b/c' };
const nonCommercial = { spdx: 'CC-BY-NC-4.0' };

test('joins what each part carries, once, in one order', () => {
  const base = { licences: [apache] };
  const documents = { licences: [nonCommercial, { spdx: 'Apache-2.0' }] };
  const joined = [{ spdx: 'Apache-2.0' }, apache, nonCommercial];
  expect(joinLicences(base, documents, base)).toEqual(joined);
  expect(joinLicences(documents, undefined, base)).toEqual(joined);
  expect(joinLicences(undefined)).toEqual([]);
});
