/**
 * Scores before and after, each metric a picture with error bars, each comparison a sentence with the terminal's own figures.
 * Invariant: where the interval of a difference covers zero the sentence says that no difference was shown; what is worse by less
 * than the hand-over's gate allows is said so, without alarm.
 */
import type { Comparison, TourSummary } from '@slipway/contracts';
import { type ReactNode, useMemo } from 'react';
import { type LabelledScore, ScorePlot } from '../charts/score-plot.tsx';
import { formatCount, formatDifference, formatError } from '../format/count.ts';
import { type Messages, useMessages } from '../messages/messages.ts';
import { isWithinBound } from './is-within-bound.ts';

interface Group {
  id: string;
  task: string;
  metric: string;
  unit: string;
  isLowerBetter: boolean;
  scores: LabelledScore[];
  baselines: LabelledScore[];
}

function groupScores({ scores }: TourSummary, { word }: Messages): Group[] {
  const groups = new Map<string, Group>();
  for (const result of scores) {
    for (const score of result.scores) {
      const { task, metric, unit, isLowerBetter } = score;
      const id = `${task}/${metric}`;
      const group = groups.get(id) ?? { id, task, metric, unit, isLowerBetter, scores: [], baselines: [] };
      groups.set(id, group);
      group.scores.push({ label: word('label', result.label), score });
    }
    for (const score of result.baselines) {
      const group =
        groups.get(`${score.task}/${score.metric}`) ??
        [...groups.values()].find(({ task }) => task === score.task);
      const label = word('label', score.metric.includes('majority') ? 'majority' : 'uniform');
      if (group && !group.baselines.some((known) => known.label === label))
        group.baselines.push({ label, score });
    }
  }
  return [...groups.values()];
}

/** All metrics side by side where the window is wide. */
export function ScoreBoard({ summary }: { summary: TourSummary }): ReactNode {
  const messages = useMessages();
  const { t, word } = messages;
  const groups = useMemo(() => groupScores(summary, messages), [summary, messages]);
  return (
    <div className="grid gap-x-14 gap-y-10 lg:grid-cols-2">
      <p className="max-w-[72ch] text-s text-faint lg:col-span-2">{t('tour.scores.explained')}</p>
      {groups.map((group) => {
        const name = `${word('task', group.task)}: ${word('metric', group.metric)}`;
        return (
          <section key={group.id} className="min-w-0">
            <h3 className="text-s font-strong">{name}</h3>
            <p className="text-xs text-faint">
              {group.isLowerBetter ? t('tour.scores.lowerBetter') : t('tour.scores.higherBetter')}
              {' · '}
              {t('tour.scores.bars')}
            </p>
            <ScorePlot title={name} unit={group.unit} scores={group.scores} baselines={group.baselines} />
            <ul className="mt-1 text-s">
              {summary.comparisons
                .filter(({ task, metric }) => task === group.task && metric === group.metric)
                .map((each) => (
                  <Verdict key={`${each.from}-${each.to}`} comparison={each} summary={summary} />
                ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

const verdicts = {
  better: ['✓', 'text-proven'],
  worse: ['✕', 'text-signal'],
  'worse-within-bound': ['≈', 'text-faint'],
  'no-difference-shown': ['=', 'text-faint'],
} as const;

function Verdict({ comparison, summary }: { comparison: Comparison; summary: TourSummary }): ReactNode {
  const { t, word } = useMessages();
  const { from, to, difference, standardError, numPairs } = comparison;
  const isHarmless = comparison.verdict === 'worse' && isWithinBound(comparison, summary);
  const verdict = isHarmless ? 'worse-within-bound' : comparison.verdict;
  const [sign, look] = verdicts[verdict];
  return (
    <li className="figures flex flex-wrap items-baseline gap-x-3 border-t border-hair py-1.5">
      <span>
        {word('label', from)} → {word('label', to)}
      </span>
      <span className="text-faint">
        {formatDifference(difference, 4)} ± {formatError(standardError, 4)},{' '}
        {t('tour.scores.pairs', { pairs: formatCount(numPairs) })}
      </span>
      <span className={`ms-auto ${look}`}>
        <span aria-hidden="true">{sign}</span> {t(`verdict.${verdict}`)}
      </span>
    </li>
  );
}
