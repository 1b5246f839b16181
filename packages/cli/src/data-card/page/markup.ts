/**
 * HTML that is put together without a value in it that was not escaped.
 * Invariant: what a template gets is text, and is escaped, unless it is markup that another template made.
 */

/** Markup as `html` made it; nothing else makes one. */
export interface Markup {
  readonly markup: string;
}

export type MarkupValue = string | number | Markup | readonly Markup[];

/** A template of HTML: `<td>${text}</td>`. Attributes stand in double quotes. */
export function html(pieces: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  const markup = pieces.reduce(
    (before, piece, place) => before + (place === 0 ? '' : write(values[place - 1] ?? '')) + piece,
    '',
  );
  return { markup };
}

/** Nothing. */
export const noMarkup: Markup = { markup: '' };

function write(value: MarkupValue): string {
  if (typeof value === 'string' || typeof value === 'number') return escapeText(String(value));
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('\n');
}

function escapeText(text: string): string {
  return text.replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`);
}
