/**
 * An address as it may be shown and logged.
 * Invariant: holds neither user name and password (a mirror's address often does) nor a query (signed addresses carry keys there).
 */

/** @returns origin and path of an address; the text itself where it is none */
export function publicUrl(url: string): string {
  if (!URL.canParse(url)) return 'an address that is none';
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
