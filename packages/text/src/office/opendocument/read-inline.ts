/**
 * What stands inside a paragraph of OpenDocument: text, blanks, references to notes.
 * Invariant: text keeps its order; frames and notes are told apart from it.
 * Refuses: comments.
 */
import type { Block } from '../markdown/block.ts';
import { childOf, childrenOf, elementsOf, type XmlElement } from '../package/parse-xml.ts';

/** What is found on the way. */
export interface Findings {
  frames: XmlElement[];
  notes: Block[];
  numNotes: number;
}

export const leftOut: ReadonlySet<string> = new Set(
  'tracked-changes annotation annotation-end sequence-decls forms settings title desc note-citation'.split(
    ' ',
  ),
);
const maxBlanks = 1000;

/** The text of a paragraph, or of what it holds; `findings` grow. */
export function readInline(parent: XmlElement, findings: Findings): string {
  return parent.children
    .map((child) => (typeof child === 'string' ? child : readElement(child, findings)))
    .join('');
}

function readElement(element: XmlElement, findings: Findings): string {
  const { name, attributes } = element;
  if (leftOut.has(name)) return '';
  switch (name) {
    case 's':
      return ' '.repeat(Math.max(0, Math.min(Number(attributes['text:c'] ?? 1) || 1, maxBlanks)));
    case 'tab':
      return ' ';
    case 'line-break':
      return '\n';
    case 'ruby':
      return readInline(childOf(element, 'ruby-base') ?? element, findings);
    case 'note':
      return readNote(element, findings);
    case 'frame':
    case 'custom-shape':
      findings.frames.push(...elementsOf(element));
      return '';
    default:
      return readInline(element, findings);
  }
}

function readNote(note: XmlElement, findings: Findings): string {
  findings.numNotes += 1;
  const label = String(findings.numNotes);
  const lines = childrenOf(childOf(note, 'note-body'), 'p').map((line) => readInline(line, findings));
  findings.notes.push({ kind: 'note', label, text: lines.join(' ') });
  return `[^${label}]`;
}
