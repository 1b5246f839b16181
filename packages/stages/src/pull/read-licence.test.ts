import { expect, test } from 'vitest';
import { readLicence } from './read-licence.ts';

test.each([
  ['apache-2.0', 'Apache-2.0'],
  ['MIT', 'MIT'],
  [' cc-by-nc-4.0 ', 'CC-BY-NC-4.0'],
  ['gpl-3.0', 'GPL-3.0-only'],
  ['llama3.2', 'LicenseRef-llama3.2'],
  ['my own_licence', 'LicenseRef-my-own-licence'],
  ['MIT OR Apache-2.0', 'MIT OR Apache-2.0'],
  ['LicenseRef-own', 'LicenseRef-own'],
  ['other', undefined],
  ['', undefined],
  [undefined, undefined],
])('%j is %j', (stated, spdx) => expect(readLicence(stated)).toBe(spdx));
