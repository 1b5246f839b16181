/**
 * A section: a heading with what stands under it until the next heading.
 * Invariant: the sections of a document follow each other without gap or overlap and cover its whole text; `text.slice(start, end)`
 * is the section, `text.slice(bodyStart, end)` is the part below its heading.
 */

export interface Section {
  /** From the outermost heading down to this section's own; empty for what stands before the first heading. */
  headings: string[];
  /** 1 to 6, or 0 before the first heading. */
  level: number;
  start: number;
  bodyStart: number;
  end: number;
}
