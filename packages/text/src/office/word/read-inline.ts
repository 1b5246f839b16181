/**
 * What stands inside a paragraph of Word: runs, links, fields, formulas, references to notes.
 * Invariant: text keeps its order; text boxes and references are told apart from it.
 * Refuses: hidden runs, deleted text and the instructions of fields.
 */
import { childOf, elementsOf, textOf, type XmlElement } from '../package/parse-xml.ts';

export interface NoteReference {
  kind: 'footnote' | 'endnote';
  id: string;
}

/** What is found on the way. */
export interface Findings {
  boxes: XmlElement[];
  references: NoteReference[];
}

/** Elements that only wrap others. */
export const wrappers: ReadonlySet<string> = new Set(
  'ins moveTo hyperlink smartTag sdt sdtContent fldSimple dir bdo customXml ruby rubyBase Choice'.split(' '),
);
const fixedTexts: Record<string, string> = { tab: ' ', br: '\n', cr: '\n', noBreakHyphen: '-' };

/** The text of a paragraph, or of what it holds; `findings` grow. */
export function readInline(parent: XmlElement, findings: Findings): string {
  return elementsOf(parent)
    .map((element) => readElement(element, findings))
    .join('');
}

function readElement(element: XmlElement, findings: Findings): string {
  const { name, attributes } = element;
  if (wrappers.has(name)) return readInline(element, findings);
  switch (name) {
    case 't':
      return textOf(element);
    case 'r':
      return childOf(element, 'rPr', 'vanish') ? '' : readInline(element, findings);
    case 'oMath':
    case 'oMathPara':
      return readMath(element);
    case 'AlternateContent':
      return chooseAlternate(element)
        .map((one) => readElement(one, findings))
        .join('');
    case 'drawing':
    case 'pict':
    case 'object':
      findings.boxes.push(...findBoxes(element));
      return '';
    case 'footnoteReference':
    case 'endnoteReference': {
      const kind = name === 'footnoteReference' ? 'footnote' : 'endnote';
      return `[^${findings.references.push({ kind, id: attributes['w:id'] ?? '' })}]`;
    }
    default:
      return name === 'br' && attributes['w:type'] === 'page' ? '' : (fixedTexts[name] ?? '');
  }
}

/** Of content in two forms, the newer one. */
export function chooseAlternate(element: XmlElement): XmlElement[] {
  return elementsOf(childOf(element, 'Choice') ?? childOf(element, 'Fallback'));
}

function findBoxes(element: XmlElement): XmlElement[] {
  return elementsOf(element).flatMap((child) => {
    if (child.name === 'txbxContent') return [child];
    return child.name === 'AlternateContent' ? chooseAlternate(child).flatMap(findBoxes) : findBoxes(child);
  });
}

function readMath(element: XmlElement): string {
  return element.name === 't' ? textOf(element) : elementsOf(element).map(readMath).join('');
}
