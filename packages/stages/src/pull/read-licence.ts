/**
 * The licence that a GGUF file states of itself, as an SPDX expression.
 * Ids are those of model cards: https://huggingface.co/docs/hub/repositories-licenses
 * Invariant: what SPDX has no id for keeps its own as a `LicenseRef-`; nothing is guessed.
 */

/** Cards' lower-case ids that are SPDX ids in other letters, or mean one. */
const spdxIds = [
  ...[
    'AFL-3.0',
    'Apache-2.0',
    'Artistic-2.0',
    'BSL-1.0',
    'BSD-2-Clause',
    'BSD-3-Clause',
    'BSD-3-Clause-Clear',
  ],
  ...['CC0-1.0', 'CC-BY-2.0', 'CC-BY-2.5', 'CC-BY-3.0', 'CC-BY-4.0', 'CC-BY-SA-3.0', 'CC-BY-SA-4.0'],
  ...['CC-BY-NC-2.0', 'CC-BY-NC-3.0', 'CC-BY-NC-4.0', 'CC-BY-ND-4.0', 'CC-BY-NC-ND-3.0', 'CC-BY-NC-ND-4.0'],
  ...['CC-BY-NC-SA-2.0', 'CC-BY-NC-SA-3.0', 'CC-BY-NC-SA-4.0', 'C-UDA-1.0', 'CDLA-Sharing-1.0'],
  ...['CDLA-Permissive-1.0', 'CDLA-Permissive-2.0', 'ECL-2.0', 'EPL-1.0', 'EPL-2.0', 'EUPL-1.1', 'EUPL-1.2'],
  ...['ISC', 'LPPL-1.3c', 'MIT', 'MPL-2.0', 'MS-PL', 'NCSA', 'ODbL-1.0', 'OFL-1.1', 'OSL-3.0', 'PDDL-1.0'],
  ...['PostgreSQL', 'Unlicense', 'WTFPL', 'Zlib'],
];
const spdxByCardId = new Map([
  ...spdxIds.map((id) => [id.toLowerCase(), id] as const),
  ['agpl-3.0', 'AGPL-3.0-only'],
  ['gpl-2.0', 'GPL-2.0-only'],
  ['gpl-3.0', 'GPL-3.0-only'],
  ['lgpl-2.1', 'LGPL-2.1-only'],
  ['lgpl-3.0', 'LGPL-3.0-only'],
  ['odbl', 'ODbL-1.0'],
  ['pddl', 'PDDL-1.0'],
]);
const nothingSaid = new Set(['', 'unknown', 'other']);

/**
 * @param stated `general.license` of a file
 * @returns undefined where the file says nothing that can be named
 */
export function readLicence(stated: string | undefined): string | undefined {
  const text = stated?.trim() ?? '';
  const id = text.toLowerCase();
  if (nothingSaid.has(id)) return undefined;
  const isExpression = /\s(AND|OR|WITH)\s/.test(text) || text.startsWith('LicenseRef-');
  if (isExpression && /^[\w.+:() -]+$/.test(text)) return text;
  return spdxByCardId.get(id) ?? `LicenseRef-${text.replaceAll(/[^\w.-]+|_/g, '-')}`;
}
