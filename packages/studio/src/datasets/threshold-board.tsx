/**
 * The thresholds of the rules that judged: a list to choose from, and the chosen one's histogram with a line that can be moved.
 * Invariant: nothing here changes the dataset; what was moved is said, and can be put back.
 */
import { countAsked, countFalling } from '@slipway/client';
import type { MovedBound, ThresholdHistogram } from '@slipway/contracts';
import { type ReactNode, useId, useRef, useState } from 'react';
import { formatCount } from '../format/count.ts';
import { Button } from '../layout/button.tsx';
import { ChoiceRow } from '../layout/choice-row.tsx';
import { useListKeys } from '../layout/use-list-keys.ts';
import { useMessages } from '../messages/messages.ts';
import { formatBound } from './format-bound.ts';
import { thresholdKey } from './threshold-effect.ts';
import { ThresholdMover } from './threshold-mover.tsx';
import { WhatIfPanel } from './what-if-panel.tsx';

export interface ThresholdBoardProps {
  dataset: string;
  thresholds: readonly ThresholdHistogram[];
  /** Opens a document before and after, by its name. */
  onOpen: (name: string) => void;
}

/** The board; `thresholds` has one entry at least. Two of a rule may share a bound: it moves for both. */
export function ThresholdBoard({ dataset, thresholds, onOpen }: ThresholdBoardProps): ReactNode {
  const { t, word } = useMessages();
  const recipes = listRecipes(thresholds);
  const [recipe, setRecipe] = useState(recipes[0] ?? '');
  const [chosenKey, setChosenKey] = useState<string>();
  const [moved, setMoved] = useState<readonly MovedBound[]>([]);
  const listed = thresholds.filter((one) => one.recipe === recipe);
  const chosen = listed.find((one) => thresholdKey(one) === chosenKey) ?? mostTelling(listed);
  const isOf = (bound: MovedBound, one: ThresholdHistogram) =>
    bound.recipe === one.recipe && bound.rule === one.rule && bound.name === one.name;
  const boundOf = (one: ThresholdHistogram) => moved.find((bound) => isOf(bound, one))?.bound ?? one.bound;
  const move = (one: ThresholdHistogram, bound: number) => {
    const others = moved.filter((each) => !isOf(each, one));
    const { recipe, rule, name } = one;
    setMoved(bound === one.bound ? others : [...others, { recipe, rule, name, bound }]);
  };
  const mover = useRef<HTMLDivElement>(null);
  const putBack = () => {
    setMoved([]);
    // The button goes away with what it puts back; who pressed it by key goes on at the line.
    mover.current?.querySelector<HTMLElement>('input[type="range"]')?.focus();
  };
  return (
    <section aria-labelledby="thresholds-title">
      <h2 id="thresholds-title" className="text-l font-strong">
        {t('data.thresholds')}
      </h2>
      <p className="mt-1 mb-4 max-w-[68ch] text-s text-faint">{t('data.thresholdsNote')}</p>
      {recipes.length > 1 ? (
        <div className="mb-3">
          <ChoiceRow
            label={t('data.recipe')}
            choices={recipes.map((each) => [each, word('recipe', each)] as const)}
            chosen={[recipe]}
            onChoose={setRecipe}
          />
        </div>
      ) : null}
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-[minmax(17rem,24rem)_minmax(0,1fr)]">
        <ThresholdList thresholds={listed} chosen={chosen} boundOf={boundOf} onChoose={setChosenKey} />
        {chosen ? (
          <div ref={mover} className="min-w-0">
            <ThresholdMover
              key={thresholdKey(chosen)}
              histogram={chosen}
              bound={boundOf(chosen)}
              onMove={(bound) => move(chosen, bound)}
            />
            {moved.length > 0 ? (
              <Button className="mt-4" onClick={putBack}>
                {t('data.putBack')}
              </Button>
            ) : null}
            {moved.length > 0 ? <WhatIfPanel onOpen={onOpen} dataset={dataset} bounds={moved} /> : null}
          </div>
        ) : null}
      </div>
    </section>
  );
}

/** The recipe that judged most comes first. */
function listRecipes(thresholds: readonly ThresholdHistogram[]): string[] {
  const most = new Map<string, number>();
  for (const one of thresholds) most.set(one.recipe, Math.max(countAsked(one), most.get(one.recipe) ?? 0));
  return [...most].sort(([, a], [, b]) => b - a).map(([recipe]) => recipe);
}

/** The one that most fall by; the first where none does. */
function mostTelling(thresholds: readonly ThresholdHistogram[]): ThresholdHistogram | undefined {
  const falling = (one: ThresholdHistogram) => countFalling(one, one.bound);
  return thresholds.reduce<ThresholdHistogram | undefined>(
    (best, one) => (best && falling(best) >= falling(one) ? best : one),
    undefined,
  );
}

interface ThresholdListProps {
  thresholds: readonly ThresholdHistogram[];
  chosen: ThresholdHistogram | undefined;
  boundOf: (one: ThresholdHistogram) => number;
  onChoose: (key: string) => void;
}

function ThresholdList({ thresholds, chosen, boundOf, onChoose }: ThresholdListProps): ReactNode {
  const { t, word } = useMessages();
  const onKeyDown = useListKeys('button');
  const rules = [...new Set(thresholds.map(({ rule }) => rule))];
  const heading = useId();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrow keys only move between the buttons within
    <div
      onKeyDown={onKeyDown}
      className="max-lg:max-h-72 max-lg:overflow-y-auto max-lg:border-y max-lg:border-hair"
    >
      <p className="flex justify-between border-b border-hair pb-1.5 text-xs text-faint max-lg:pt-1.5">
        <span>{t('data.threshold')}</span>
        <span>{t('data.fallsAlone')}</span>
      </p>
      {rules.map((rule) => (
        <section key={rule} aria-labelledby={`${heading}-${rule}`}>
          <h3 id={`${heading}-${rule}`} className="pt-3 pb-1 text-xs text-faint">
            {word('rule', rule)}
          </h3>
          <ul>
            {thresholds
              .filter((one) => one.rule === rule)
              .map((one) => (
                <li key={thresholdKey(one)}>
                  <button
                    type="button"
                    aria-pressed={one === chosen}
                    onClick={() => onChoose(thresholdKey(one))}
                    className="relative flex min-h-8 w-full items-baseline gap-3 py-1 text-start text-s hover:bg-wash aria-pressed:font-strong aria-pressed:before:absolute aria-pressed:before:inset-y-1 aria-pressed:before:-start-3 aria-pressed:before:w-0.5 aria-pressed:before:bg-ink"
                  >
                    <span className="min-w-0 flex-1 break-words">
                      {word('measure', `${one.name}.${one.reason}`)}
                    </span>
                    <span
                      className={`figures whitespace-nowrap ${boundOf(one) === one.bound ? 'text-faint' : 'text-signal'}`}
                    >
                      {formatBound(one, boundOf(one), t)}
                    </span>
                    <span className="figures min-w-16 shrink-0 text-end whitespace-nowrap">
                      {formatCount(countFalling(one, boundOf(one)))}
                    </span>
                  </button>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
