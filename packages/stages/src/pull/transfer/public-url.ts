/**
 * An address as it may be shown and logged.
 * Invariant: holds neither user name and password (a mirror's address often does) nor a query (signed addresses carry keys there).
 */

/** @returns scheme, host and path of an http(s) address */
export function publicUrl(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed?.protocol.startsWith('http')) return 'an address that is none';
  return `${parsed.origin}${parsed.pathname}`;
}
