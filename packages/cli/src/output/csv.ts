/**
 * Comma-separated values after RFC 4180.
 * Invariant: a field that a spreadsheet would take for a formula is kept from being one by a leading apostrophe.
 */

export function renderCsv(header: readonly string[], rows: readonly (readonly string[])[]): string {
  return [header, ...rows].map((row) => row.map(quote).join(',')).join('\r\n');
}

function quote(field: string): string {
  const safe = /^[=+@\t\r]|^-(?!\d)/.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
