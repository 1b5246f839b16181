/**
 * Small sub-sections that stand side by side, taken together: a reference with a line for each option makes poor passages one by one.
 * Invariant: a group is a run of neighbouring sections in order; only sections of level 3 and deeper join one, and only those whose parent is
 * the group's first section or its parent, while each is small and the whole stays within the bound.
 */
import type { Section } from '../records/section.ts';
import { textWeight } from '../sentences/text-weight.ts';

/** A section with its place in headings: one section, or several under a common heading. */
export interface SectionGroup {
  headings: string[];
  start: number;
  end: number;
}

const smallWeight = 250;
const minJoinLevel = 3;

/** The sections' bodies as spans with their headings, small neighbours joined. */
export function groupSections(text: string, sections: readonly Section[], maxWeight: number): SectionGroup[] {
  const runs: Section[][] = [];
  for (const section of sections) {
    const run = runs.at(-1);
    if (run !== undefined && joins(text, run, section, maxWeight)) run.push(section);
    else runs.push([section]);
  }
  return runs.map(describe);
}

function joins(text: string, run: readonly Section[], next: Section, maxWeight: number): boolean {
  const first = run[0];
  const last = run.at(-1);
  if (
    first === undefined ||
    last === undefined ||
    first.level < minJoinLevel - 1 ||
    next.level < minJoinLevel
  )
    return false;
  const isSmall = [last, next].every(({ start, end }) => textWeight(text, start, end) <= smallWeight);
  if (!isSmall || textWeight(text, first.start, next.end) > maxWeight) return false;
  if (holds(first.headings, next.headings)) return true;
  return first.level >= minJoinLevel && holds(first.headings.slice(0, -1), next.headings);
}

function describe(run: readonly Section[]): SectionGroup {
  const first = run[0] as Section;
  const end = run.at(-1)?.end ?? first.end;
  const isOneTree = run.slice(1).every(({ headings }) => holds(first.headings, headings));
  if (isOneTree) return { headings: first.headings, start: first.bodyStart, end };
  return { headings: first.headings.slice(0, -1), start: first.start, end };
}

function holds(outer: readonly string[], inner: readonly string[]): boolean {
  return inner.length > outer.length && outer.every((heading, at) => heading === inner[at]);
}
