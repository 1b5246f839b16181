/**
 * What a dataset would be with other bounds, judged from its columns.
 * Invariant: with the bounds it was made with nothing changes sides, and rules and reasons are those that were given.
 * Refuses: to guess what later steps would say of a document that comes back. Memory: one part's columns, and a bit a document.
 */
import {
  type Amount,
  type MovedBound,
  SlipwayError,
  type WhatIf,
  type WhatIfDocument,
  type WhatIfRequest,
  type WhatIfRule,
} from '@slipway/contracts';
import { makeScoreRecipe, type ScoreBounds } from '../pipeline/score-rules.ts';
import { moveRecipeBounds, type QualityRecipe } from '../quality/recipes/recipe.ts';
import { isThreshold } from '../quality/rule.ts';
import {
  type AskedRecipe,
  findKeptRecipe,
  type Judgement,
  judgeRecipe,
  judgeScores,
  listAsked,
} from './judge-kept.ts';
import { type ColumnDocument, readColumns } from './read-columns.ts';

interface Answer extends Omit<WhatIf, 'rules'> {
  rules: Map<string, WhatIfRule>;
  numNamed: number;
  fallen: Map<number, Set<number>>;
}

/**
 * @param paths the dataset's files of columns, in their order
 * @throws SlipwayError `argument-invalid` for a bound that no recipe of the dataset has; `artifact-corrupt`;
 * `not-found` where a recipe has changed since the dataset was made
 */
export async function askWhatIf(
  paths: readonly string[],
  { bounds, numNamed }: WhatIfRequest,
): Promise<WhatIf> {
  const bench = createJudges(bounds);
  const answer = openAnswer(numNamed);
  for (const path of paths) for await (const document of readColumns(path)) tally(answer, document, bench);
  for (const path of paths) for await (const document of readColumns(path)) loosen(answer, document, bench);
  bench.checkUsed();
  const { rules, numNamed: _, fallen: __, ...told } = answer;
  // Clauses of a recipe stand in its order.
  const sorted = [...rules].sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...told, rules: sorted.map(([, rule]) => rule) };
}

const nothing = (): Amount => ({ numDocuments: 0, numBytes: 0 });

function openAnswer(numNamed: number): Answer {
  return {
    before: { kept: nothing(), dropped: nothing() },
    after: { kept: nothing(), dropped: nothing(), notKnown: nothing() },
    falling: nothing(),
    rising: nothing(),
    numNotMeasured: 0,
    loosened: nothing(),
    rules: new Map(),
    documents: { falling: [], rising: [], loosened: [] },
    numNamed,
    fallen: new Map(),
  };
}

/** The first pass: every document by itself. */
function tally(answer: Answer, document: ColumnDocument, bench: Judges): void {
  const { fate, numBytes } = document;
  add(fate === '' ? answer.before.kept : answer.before.dropped, numBytes);
  const [was, is] = [bench.judge(document, 'made'), bench.judge(document, 'moved')];
  countRules(answer, was, is);
  if (was.kind === 'passed' && is.kind === 'spoken-against') {
    if (document.place) remember(answer.fallen, document.place);
    add(answer.after.dropped, numBytes);
    if (fate !== '') return;
    add(answer.falling, numBytes);
    name(
      answer,
      'falling',
      describe(document, is, { before: '', after: `quality:${is.clause.clause.reason}` }),
    );
  } else if (was.kind === 'spoken-against' && is.kind !== 'spoken-against') {
    add(answer.after.notKnown, numBytes);
    add(answer.rising, numBytes);
    if (is.kind === 'not-measured') answer.numNotMeasured += 1;
    name(answer, 'rising', describe(document, was, { before: fate, after: '' }));
  } else add(fate === '' ? answer.after.kept : answer.after.dropped, numBytes);
}

/** The second pass: near duplicates of what falls, which may stand for themselves then. The same text falls with its original. */
function loosen(answer: Answer, document: ColumnDocument, bench: Judges): void {
  const { original, fate, numBytes } = document;
  if (!original || fate !== 'duplicates:near-duplicate') return;
  if (!answer.fallen.get(original.part)?.has(original.passed)) return;
  const is = bench.judge(document, 'moved');
  if (is.kind === 'spoken-against') return;
  answer.after.dropped.numDocuments -= 1;
  answer.after.dropped.numBytes -= numBytes;
  add(answer.after.notKnown, numBytes);
  add(answer.loosened, numBytes);
  name(answer, 'loosened', describe(document, is, { before: fate, after: '' }));
}

function remember(fallen: Answer['fallen'], { part, passed }: { part: number; passed: number }): void {
  const places = fallen.get(part) ?? new Set();
  fallen.set(part, places);
  places.add(passed);
}

function add(amount: Amount, numBytes: number): void {
  amount.numDocuments += 1;
  amount.numBytes += numBytes;
}

function name(
  { documents, numNamed }: Answer,
  way: keyof WhatIf['documents'],
  document: WhatIfDocument,
): void {
  if (documents[way].length < numNamed) documents[way].push(document);
}

function describe(
  { name, language, numBytes }: ColumnDocument,
  judgement: Judgement,
  sides: { before: string; after: string },
): WhatIfDocument {
  const spoken = judgement.kind === 'spoken-against' ? judgement : undefined;
  const clause = spoken?.clause.clause;
  const threshold = clause && isThreshold(clause) ? `.${clause.name}` : '';
  return {
    name,
    language,
    numBytes,
    ...sides,
    rule: spoken ? `${spoken.clause.rule}${threshold}` : '',
    value: spoken && Number.isFinite(spoken.value) ? spoken.value : null,
  };
}

function countRules({ rules }: Answer, was: Judgement, is: Judgement): void {
  for (const [judgement, side] of [
    [was, 'before'],
    [is, 'after'],
  ] as const) {
    if (judgement.kind !== 'spoken-against') continue;
    const { recipe, at, clause } = judgement;
    const key = `${recipe} ${String(at).padStart(3, '0')}`;
    const line = rules.get(key) ?? {
      recipe,
      rule: clause.rule,
      name: isThreshold(clause.clause) ? clause.clause.name : '',
      reason: clause.clause.reason,
      before: 0,
      after: 0,
    };
    rules.set(key, line);
    line[side] += 1;
  }
}

interface Judges {
  judge(document: ColumnDocument, bounds: 'made' | 'moved'): Judgement;
  /** @throws SlipwayError `argument-invalid` where a bound was asked for that no recipe of the documents has */
  checkUsed(): void;
}

/** What is asked with the bounds as made, and with those that were moved. */
interface Asked {
  made: AskedRecipe;
  moved: AskedRecipe;
}

function createJudges(bounds: readonly MovedBound[]): Judges {
  // By the name of the recipe, and by the bounds of the scores, of which a file of columns has one object.
  const used = new Map<string | ScoreBounds, Asked>();
  const askedOf = (key: string | ScoreBounds): Asked => {
    const there = used.get(key);
    if (there) return there;
    const recipe = typeof key === 'string' ? findRecipe(key) : makeScoreRecipe(key);
    const moved = moveRecipeBounds(recipe, gather(bounds, recipe));
    const asked = { made: listAsked(recipe), moved: listAsked(moved) };
    used.set(key, asked);
    return asked;
  };
  return {
    judge({ recipe, rows, scores, scoreBounds }, side) {
      const judgement = recipe === '' ? undefined : judgeRecipe(askedOf(recipe)[side], rows);
      if (judgement && judgement.kind !== 'passed') return judgement;
      return judgeScores(askedOf(scoreBounds)[side], scores);
    },
    checkUsed() {
      const known = [...used.values()].flatMap(({ made }) => nameBounds(made));
      for (const bound of bounds)
        if (!known.some((one) => isOf(one, bound))) throw unknownBound(bound, known);
    },
  };
}

interface KnownBound {
  recipe: string;
  rule: string;
  name: string;
}

const nameBounds = ({ name: recipe, clauses }: AskedRecipe): KnownBound[] =>
  clauses.flatMap(({ rule, clause }) => (isThreshold(clause) ? [{ recipe, rule, name: clause.name }] : []));

const isOf = (known: KnownBound, { recipe, rule, name }: MovedBound) =>
  (recipe === undefined || recipe === known.recipe) && rule === known.rule && name === known.name;

function unknownBound({ recipe, rule, name }: MovedBound, known: readonly KnownBound[]): SlipwayError {
  const all = [...new Set(known.map((one) => `${one.rule}.${one.name}`))];
  const who =
    recipe === undefined
      ? 'no recipe that judged this dataset'
      : `no recipe ${recipe} that judged this dataset`;
  return new SlipwayError({
    code: 'argument-invalid',
    message: `${who} has a bound ${rule}.${name}`,
    hint: all.length === 0 ? 'No rule judged this dataset.' : `There are ${all.join(', ')}.`,
  });
}

function gather(
  bounds: readonly MovedBound[],
  { name }: QualityRecipe,
): Record<string, Record<string, number>> {
  const byRule: Record<string, Record<string, number>> = {};
  for (const { recipe, rule, name: threshold, bound } of bounds)
    if (recipe === undefined || recipe === name) byRule[rule] = { ...byRule[rule], [threshold]: bound };
  return byRule;
}

function findRecipe(name: string): QualityRecipe {
  const recipe = findKeptRecipe(name);
  if (recipe) return recipe;
  throw new SlipwayError({
    code: 'not-found',
    message: `this dataset was judged by the recipe ${name}, which has changed since`,
    hint: 'Run the step that made the dataset again.',
  });
}
