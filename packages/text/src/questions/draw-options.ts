/**
 * Four-choice questions from right options: each among three that are right elsewhere.
 * Invariant: depends on the set of options alone. Wrong options come from other documents and the same pool, are of similar length, and
 * neither repeat nor contain the right one; the right one's place is drawn by a hash.
 * Refuses: a question for which three wrong options cannot be found.
 */
import { compareCodeUnits } from '../hash/compare-code-units.ts';
import { hashFraction } from '../hash/hash-fraction.ts';
import type { FourChoice } from '../records/four-choice.ts';
import type { Span } from './lead-answer.ts';

export interface ChoiceOption {
  /** Of the pair that the option answers, as `pairId` gives it. */
  id: string;
  document: string;
  language: string;
  question: string;
  /** The option, and where it stands. */
  text: string;
  span: Span;
  /** Length by which options are alike. */
  weight: number;
  /** Options are drawn from those of one pool. */
  pool: string;
}

export interface DrawOptions {
  kind?: FourChoice['kind'];
  /** Whether an option is surely wrong for a question, beyond what holds for all. */
  isWrong?: (right: ChoiceOption, other: ChoiceOption) => boolean;
}

/** How many options nearest in length wrong ones are drawn from. */
const numNearest = 40;

/** The questions, in the order of their right options. */
export function drawFourChoices(options: readonly ChoiceOption[], how: DrawOptions = {}): FourChoice[] {
  const pools = new Map<string, ChoiceOption[]>();
  for (const option of options) {
    const pool = pools.get(option.pool);
    if (pool) pool.push(option);
    else pools.set(option.pool, [option]);
  }
  for (const pool of pools.values()) pool.sort((a, b) => a.weight - b.weight || compareCodeUnits(a.id, b.id));
  const questions: FourChoice[] = [];
  for (const right of options) {
    const wrong = drawWrong(right, pools.get(right.pool) ?? [], how);
    if (wrong.length === 3) questions.push(composeChoice(right, wrong, how.kind));
  }
  return questions;
}

/** The question of a right option among three wrong ones. */
export function composeChoice(
  { id, document, language, question, text, span }: Omit<ChoiceOption, 'weight' | 'pool'>,
  wrong: readonly string[],
  kind?: FourChoice['kind'],
): FourChoice {
  const correct = Math.floor(hashFraction('place', id) * 4);
  return {
    id: id.replace(/^qa_/, 'fc_'),
    document,
    ...span,
    language,
    question,
    options: [...wrong.slice(0, correct), text, ...wrong.slice(correct)],
    correct,
    ...(kind === undefined ? {} : { kind }),
  };
}

function drawWrong(right: ChoiceOption, pool: readonly ChoiceOption[], how: DrawOptions): string[] {
  const ranked = nearestInLength(right, pool, how)
    .map((option) => ({ option, rank: hashFraction('wrong', right.id, option.id) }))
    .sort((a, b) => a.rank - b.rank);
  const taken: ChoiceOption[] = [];
  for (const { option } of ranked) {
    const isNew = taken.every(({ document, text }) => document !== option.document && text !== option.text);
    if (isNew) taken.push(option);
    if (taken.length === 3) break;
  }
  return taken.map(({ text }) => text);
}

/** Options of other documents around the right one in a pool sorted by weight, nearest first. */
function nearestInLength(
  right: ChoiceOption,
  pool: readonly ChoiceOption[],
  { isWrong = () => true }: DrawOptions,
): ChoiceOption[] {
  const at = pool.indexOf(right);
  const found: ChoiceOption[] = [];
  let low = at - 1;
  let high = at + 1;
  while (found.length < numNearest && (low >= 0 || high < pool.length)) {
    const below = pool[low];
    const above = pool[high];
    const isBelow =
      above === undefined ||
      (below !== undefined && right.weight - below.weight <= above.weight - right.weight);
    const next = isBelow ? below : above;
    if (isBelow) low -= 1;
    else high += 1;
    if (next !== undefined && isElsewhere(right, next) && isWrong(right, next)) found.push(next);
  }
  return found;
}

function isElsewhere(right: ChoiceOption, other: ChoiceOption): boolean {
  if (other.document === right.document || other.question === right.question) return false;
  return !other.text.includes(right.text) && !right.text.includes(other.text);
}
