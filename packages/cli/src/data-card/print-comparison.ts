/**
 * A document before and after, in a terminal: removed words between [- and -], added ones between {+ and +}, so that it reads without colours.
 * Invariant: long stretches that are the same are cut, and it is said how many lines were.
 */
import {
  type DataWordFamily,
  type DocumentComparison,
  type SpokenRule,
  type TextChange,
  wordData,
} from '@slipway/contracts';
import type { CommandContext } from '../context/command-context.ts';
import { fill } from '../messages/texts.ts';
import { formatBytes, formatCount } from '../output/duration.ts';
import { paint } from '../output/output.ts';

/** Lines shown before and after what changed. */
const contextLines = 2;
/** Lines shown of a document that was dropped. */
const maxLines = 40;

export interface PrintComparisonOptions {
  /** Whether stretches that are the same are shown whole. */
  whole: boolean;
  context: CommandContext;
}

export function printComparison(
  comparison: DocumentComparison,
  { whole, context }: PrintComparisonOptions,
): void {
  const { output, texts } = context;
  const { name, address, language, numBytes, fate, rule, repeats, changes, isCut, from } = comparison;
  const languageName = wordData('language', language, output.language);
  output.print(`${paint.strong(name)} ${paint.past(`${languageName} · ${formatBytes(numBytes)}`)}`);
  if (address !== undefined) output.print(paint.past(address));
  if (fate === '') output.print(fill(texts.cardKeptChanges, { changes: countChanges(changes, context) }));
  else {
    const reason = wordData('reason', fate.replace(/^[^:]*:/, ''), output.language);
    output.print(paint.signal(fill(texts.cardDropped, { reason })));
  }
  if (rule) output.print(`  ${describeRule(rule, context)}`);
  if (repeats !== null) output.print(`  ${fill(texts.repeats, { name: repeats })}`);
  if (from !== 'source')
    output.print(paint.past(from === 'decoded' ? texts.decodedNote : texts.extractedNote));
  output.print('');
  const shown = changes.map((change, place) =>
    whole ? mark(change) : cut(change, { place, changes, context }),
  );
  output.print(shown.join('').replace(/\n+$/, ''));
  if (isCut) output.print(paint.past(texts.comparisonCut));
}

/** The bound in words, with the name by which `what-if` moves it. */
function describeRule(
  { recipe, rule, name, reason, kind, bound, value }: SpokenRule,
  { output, texts }: CommandContext,
): string {
  const word = (family: DataWordFamily, term: string) => wordData(family, term, output.language);
  if (kind === null)
    return fill(texts.spokenClause, { recipe: word('recipe', recipe), rule: word('rule', rule) });
  const sign = { least: '≥', more: '>', most: '≤' }[kind];
  return fill(texts.spokenRule, {
    recipe: word('recipe', recipe),
    measure: word('measure', `${name}.${reason}`),
    bound: `${sign} ${bound}`,
    value: value === null ? '–' : String(Number(value.toFixed(4))),
    name: `${rule}.${name}`,
  });
}

function countChanges(changes: readonly TextChange[], { texts }: CommandContext): string {
  const of = (why: TextChange['why']) => changes.filter((change) => change.why === why).length;
  const counted: [number, string][] = [
    [of('lines'), texts.changedLines],
    [
      changes.filter(({ why, kind }) => why === 'personal-data' && kind === 'added').length,
      texts.changedPersonalData,
    ],
    [of('repair'), texts.changedRepair],
  ];
  const told = counted
    .filter(([count]) => count > 0)
    .map(([count, text]) => fill(text, { count: formatCount(count) }));
  return told.length === 0 ? texts.unchanged : told.join(', ');
}

function mark({ kind, text }: TextChange): string {
  if (kind === 'same') return text;
  return kind === 'removed' ? paint.signal(`[-${text}-]`) : paint.proven(`{+${text}+}`);
}

function cut(
  change: TextChange,
  { place, changes, context }: { place: number; changes: readonly TextChange[]; context: CommandContext },
): string {
  if (change.kind !== 'same') return mark(change);
  const lines = change.text.split('\n');
  const isOnly = changes.length === 1;
  const first = isOnly ? maxLines : place === 0 ? 0 : contextLines;
  const last = isOnly || place === changes.length - 1 ? 0 : contextLines;
  const numCut = lines.length - first - last - 1;
  if (numCut <= 1) return change.text;
  const note = paint.past(`… ${fill(context.texts.linesCut, { count: formatCount(numCut) })}`);
  return [...lines.slice(0, first), note, ...lines.slice(lines.length - 1 - last)].join('\n');
}
