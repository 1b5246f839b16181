/**
 * Licences as a line: their SPDX names, and in words where a licence is not known.
 * Invariant: each once, in the order given; none at all is a dash.
 */
import type { Messages } from './messages.ts';

/** `Apache-2.0, not stated`. */
export function nameLicences(licences: readonly string[], { t }: Pick<Messages, 't'>): string {
  const names = licences.map((spdx) => (spdx === 'unknown' ? t('licence.unknown') : spdx));
  return [...new Set(names)].join(t('page.listSeparator')) || '–';
}
