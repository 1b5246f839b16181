/**
 * What a question template gets to see of a section.
 * Invariant: all parts are plain words, without numbering; `parents` leaves out the document's own title.
 */

export interface AskedSection {
  /** What the document is called, short enough for a sentence. */
  title: string;
  /** The section's heading; empty for the lead of a document. */
  heading: string;
  /** Headings between the title and this one, outermost first. */
  parents: string[];
  /** Chooses among templates that say the same; in [0, 1). */
  choice: number;
}

const numbering =
  /^(?:第\s?[〇零一二三四五六七八九十百千\d]{1,6}\s?[部篇编卷章节條条]\s*|附[录錄]\s?[a-z一二三四五六七八九十\d]{1,2}[.．、:：]?\s+|[a-z](?:[.．]\d{1,3}){1,4}[.．]?\s+|[（(]?[一二三四五六七八九十]{1,3}[)）、.．]\s*|[（(]?\d{1,3}(?:[.．]\d{1,3}){0,4}(?:[)）、.．:：]+\s*|\s+)|(?:step|chapter|part|section|appendix)\s+\d{1,3}\s*[:.–-]\s*)/iu;
/** Words before a colon that say what kind of thing the title names. */
const kind =
  /^(?:welcome to )?(?:(?:class|module|interface|type|function|package|event|api|guide|tutorial|chapter|node\.?js)\s*:\s*)?/i;
const maxTitleCharacters = 60;

/** A heading without the number of its chapter, section or step. */
export function withoutNumber(heading: string): string {
  const bare = heading.replace(numbering, '').trim();
  return bare === '' ? heading.trim() : bare;
}

/** A title without its subtitle. */
export function shortTitle(title: string): string {
  const bare = withoutNumber(title).replace(kind, '');
  const head = bare.split(/\s+[-–—|·:]+\s+|[:：]\s*|——/)[0] ?? bare;
  const name = head.replace(/\s*[(（][^()（）]*[)）]$/, '').trim();
  const short = name.length >= 2 ? name : bare;
  return short.length <= maxTitleCharacters ? short : `${short.slice(0, maxTitleCharacters - 1).trimEnd()}…`;
}
