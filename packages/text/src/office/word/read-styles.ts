/**
 * The styles of a Word document, as far as they make headings and lists.
 * Invariant: a style has what it says itself, else what it is based on; a ring of styles ends.
 * Refuses: names in other languages; Word stores its own styles under their English names.
 */
import { childOf, childrenOf, type XmlElement } from '../package/parse-xml.ts';

export interface ParagraphStyle {
  /** From 1; absent where it is no heading. */
  headingLevel?: number | undefined;
  /** List that paragraphs of the style belong to, and their depth in it. */
  listId?: string | undefined;
  depth?: number | undefined;
}

const maxAncestors = 20;

/** @returns styles by their id */
export function readStyles(root: XmlElement | undefined): Map<string, ParagraphStyle> {
  const elements = new Map(
    childrenOf(root, 'style').map((style) => [style.attributes['w:styleId'] ?? '', style] as const),
  );
  const resolve = (style: XmlElement | undefined, numAncestors = 0): ParagraphStyle => {
    if (!style || numAncestors > maxAncestors) return {};
    const base = childOf(style, 'basedOn')?.attributes['w:val'];
    const inherited = resolve(base === undefined ? undefined : elements.get(base), numAncestors + 1);
    return { ...inherited, ...readStyle(style) };
  };
  return new Map([...elements].map(([id, style]) => [id, resolve(style)]));
}

function readStyle(style: XmlElement): ParagraphStyle {
  const own = readParagraphProperties(childOf(style, 'pPr'));
  const name = childOf(style, 'name')?.attributes['w:val']?.toLowerCase() ?? '';
  const named = /^heading ([1-9])$/.exec(name)?.[1] ?? (name === 'title' ? '1' : undefined);
  return named === undefined ? own : { ...own, headingLevel: Number(named) };
}

/** What the properties of a paragraph, or of a style, say of themselves. */
export function readParagraphProperties(properties: XmlElement | undefined): ParagraphStyle {
  const outline = childOf(properties, 'outlineLvl')?.attributes['w:val'];
  const listId = childOf(properties, 'numPr', 'numId')?.attributes['w:val'];
  const depth = childOf(properties, 'numPr', 'ilvl')?.attributes['w:val'];
  return {
    // Level 9 is the body text.
    ...(outline === undefined ? {} : { headingLevel: Number(outline) < 9 ? Number(outline) + 1 : undefined }),
    ...(listId === undefined ? {} : { listId }),
    ...(depth === undefined ? {} : { depth: Number(depth) }),
  };
}
