/**
 * What a quality rule is: clauses asked of a document's row of columns one after the other; the first that speaks drops it with a reason.
 * Invariant: pure; the verdict depends on the row and the bounds alone, so that it can be given again for a stored row. A rule is made
 * of its clauses and judges by nothing else, so what the table of thresholds says of it is what it does.
 * A bound of 0 asks nothing, as in datatrove; but of a count it is a bound as any other.
 */
import type { Measure, Row } from './measure.ts';

export type QualityVerdict = { isKept: true } | { isKept: false; reason: string };

/** A question without a number that could be moved. */
export interface Condition {
  reason: string;
  /** Speaks where it is this value. */
  equals: number;
  measure: Measure;
}

/** Speaks where the measure is below the bound (`least`), not above it (`more`), or above it (`most`); where there is no measure, never. */
export interface Threshold {
  /** As the rule's options call it; two clauses of a rule may share a bound. */
  name: string;
  reason: string;
  kind: 'least' | 'more' | 'most';
  bound: number;
  /** Whole numbers are counted, of which 0 is a bound as any other; otherwise 0 asks nothing. */
  isCount?: boolean;
  measure: Measure;
  /** Between which values the measure is worth looking at. */
  range: readonly [from: number, to: number];
}

export type Clause = Condition | Threshold;

export interface QualityRule {
  name: string;
  clauses: readonly Clause[];
  judge(row: Row): QualityVerdict;
}

export const keep: QualityVerdict = { isKept: true };

export function drop(reason: string): QualityVerdict {
  return { isKept: false, reason };
}

/** A threshold as a line of a rule's table. */
export type ThresholdLine<Limits> = readonly [
  name: NumberNames<Limits>,
  kind: Threshold['kind'],
  measure: Measure,
  range: Threshold['range'],
  reason: string,
];

type NumberNames<Limits> = {
  [Name in keyof Limits]: Limits[Name] extends number ? Name : never;
}[keyof Limits] &
  string;

/** The clauses of a table, their bounds taken from a rule's options by name. */
export function layThresholds<Limits extends object>(
  limits: Limits,
  lines: readonly ThresholdLine<Limits>[],
): Threshold[] {
  return lines.map(([name, kind, measure, range, reason]) => ({
    name,
    kind,
    measure,
    range,
    reason,
    bound: limits[name] as number,
  }));
}

export function makeRule(name: string, clauses: readonly Clause[]): QualityRule {
  return {
    name,
    clauses,
    judge(row) {
      const clause = findSpeaking(clauses, row);
      return clause ? drop(clause.reason) : keep;
    },
  };
}

/** The first clause that speaks against a row. */
export function findSpeaking(clauses: readonly Clause[], row: Row): Clause | undefined {
  for (const clause of clauses) if (speaks(clause, clause.measure.of(row))) return clause;
  return undefined;
}

export function isThreshold(clause: Clause): clause is Threshold {
  return 'bound' in clause;
}

/** Whether a clause can speak at all. */
export function isAsked(clause: Clause): boolean {
  return !isThreshold(clause) || clause.bound !== 0 || clause.isCount === true;
}

/** The same rule with other bounds, by the names of its thresholds; names that it has not are no matter. */
export function moveBounds(rule: QualityRule, bounds: Readonly<Record<string, number>>): QualityRule {
  const moved = rule.clauses.map((clause) =>
    isThreshold(clause) ? { ...clause, bound: bounds[clause.name] ?? clause.bound } : clause,
  );
  return makeRule(rule.name, moved);
}

function speaks(clause: Clause, value: number): boolean {
  if (!isThreshold(clause)) return value === clause.equals;
  const { kind, bound } = clause;
  if (!isAsked(clause)) return false;
  if (kind === 'least') return value < bound;
  return kind === 'most' ? value > bound : value <= bound;
}
