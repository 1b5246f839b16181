/**
 * What a recipe is: named steps in their order, each a rule on the row, or C4's edit of lines, after which the text is measured anew.
 * Invariant: name and version fix the verdict on every document; a changed threshold is a new version. An edit of lines stands right
 * behind a rule, so that every text that is edited was measured, and rows and measurements have the same places.
 */
import { invariant } from '@slipway/contracts';
import { type ColumnName, findPasses, type MeasuredPasses } from '../../statistics/columns.ts';
import type { Row } from '../measure.ts';
import { type Clause, keep, moveBounds, type QualityRule, type QualityVerdict } from '../rule.ts';

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

/** A clause of a recipe's rule, and the measurement whose row it asks: 0, and one more after each edit. */
export interface PlacedClause {
  rule: string;
  place: number;
  clause: Clause;
}

/** All that a recipe asks, in its order. */
export function listClauses({ steps }: QualityRecipe): PlacedClause[] {
  let place = 0;
  return steps.flatMap((step) => {
    if (step.kind === 'keep-lines') place += 1;
    const here = place;
    const { name, clauses } = step.kind === 'rule' ? step.rule : { name: '', clauses: [] };
    return clauses.map((clause) => ({ rule: name, place: here, clause }));
  });
}

/** The columns that the clauses of a recipe read of each measurement, each once, by name. */
export function listRowColumns(recipe: QualityRecipe): ColumnName[][] {
  const rows: Set<ColumnName>[] = [];
  for (const { place, clause } of listClauses(recipe)) {
    while (rows.length <= place) rows.push(new Set());
    for (const column of clause.measure.columns) rows[place]?.add(column);
  }
  return rows.map((columns) => [...columns].sort());
}

const knownPasses = new WeakMap<QualityRecipe, readonly MeasuredPasses[]>();

/** What each measurement of a recipe has to tell, so that its rules can be asked. @throws SlipwayError `internal` for edits in a wrong place */
export function listPasses(recipe: QualityRecipe): readonly MeasuredPasses[] {
  const known = knownPasses.get(recipe);
  if (known) return known;
  requireMeasuredEdits(recipe);
  const passes = listRowColumns(recipe).map(findPasses);
  knownPasses.set(recipe, passes);
  return passes;
}

function requireMeasuredEdits({ name, steps }: QualityRecipe): void {
  const isMeasured = (step: QualityStep, at: number) =>
    step.kind === 'rule' || steps[at - 1]?.kind === 'rule';
  invariant(steps.every(isMeasured), `the quality recipe ${name} edits lines that no rule has measured`);
}

/** The same recipe with other bounds, by rule and threshold. */
export function moveRecipeBounds(
  recipe: QualityRecipe,
  bounds: Readonly<Record<string, Readonly<Record<string, number>>>>,
): QualityRecipe {
  const steps = recipe.steps.map((step) =>
    step.kind === 'rule' ? ask(moveBounds(step.rule, bounds[step.rule.name] ?? {})) : step,
  );
  return { ...recipe, steps };
}
