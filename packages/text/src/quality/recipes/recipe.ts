/**
 * What a recipe is: named steps in their order, each a rule on the row, or C4's edit of lines, after which the text is measured anew.
 * Invariant: name and version fix the verdict on every document; a changed threshold is a new version.
 */
import type { QualityRule, QualityVerdict, Row } from '../rule.ts';
import { keep } from '../rule.ts';

export type QualityStep =
  | { kind: 'rule'; rule: QualityRule }
  | { kind: 'keep-lines'; needsTerminalMark: boolean };

export interface QualityRecipe {
  name: string;
  version: number;
  /** The paper or project, and its version. */
  source: string;
  /** Stop words that the rows have to be measured with. */
  stopWords: readonly string[];
  /** Whether words have to be cut as Chinese; the caller gives the dictionary. */
  isChinese: boolean;
  steps: readonly QualityStep[];
}

/** A step that asks a rule. */
export function ask(rule: QualityRule): QualityStep {
  return { kind: 'rule', rule };
}

/**
 * The verdict of a recipe on rows: one for each measurement, so one more than there are edits.
 * A row that is missing (because an earlier step dropped the document) is not asked.
 */
export function judgeRows(recipe: QualityRecipe, rows: readonly Row[]): QualityVerdict {
  let place = 0;
  for (const step of recipe.steps) {
    if (step.kind === 'keep-lines') {
      place += 1;
      continue;
    }
    const row = rows[place];
    if (!row) return keep;
    const verdict = step.rule.judge(row);
    if (!verdict.isKept) return verdict;
  }
  return keep;
}
