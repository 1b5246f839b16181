/**
 * Documents to look at: a few that were kept, and of each reason a few that were dropped, with the rule that spoke.
 */
import { type DataSample, isFolderSource } from '@slipway/contracts';
import { type ReactNode, useState } from 'react';
import { formatBytes } from '../format/quantity.ts';
import { BreakingName } from '../layout/breaking-name.tsx';
import { ScrollRegion } from '../layout/scroll-region.tsx';
import { useMessages } from '../messages/messages.ts';
import { nameLanguage } from '../messages/name-language.ts';

export interface SampleListProps {
  samples: readonly DataSample[];
  /** Opens a document before and after, by its name. */
  onOpen: (name: string) => void;
}

/** Samples by what became of them; the kept ones first. */
export function SampleList({ samples, onOpen }: SampleListProps): ReactNode {
  const { t, word } = useMessages();
  const groups = [...new Set(samples.map(({ drop }) => drop))].sort();
  const [chosen, setChosen] = useState(groups[0] ?? '');
  const nameGroup = (drop: string) =>
    drop === ''
      ? t('data.kept')
      : t('data.droppedFor', { reason: word('reason', drop.slice(drop.indexOf(':') + 1)) });
  return (
    <section aria-labelledby="samples-title">
      <h2 id="samples-title" className="text-l font-strong">
        {t('data.samples')}
      </h2>
      {groups.length === 0 ? (
        <p className="mt-2 border-t border-hair py-2 text-s text-faint">{t('data.noSamples')}</p>
      ) : (
        <>
          <div className="mt-1 mb-3">
            <label className="inline-flex flex-wrap items-baseline gap-x-3 text-s">
              <span className="text-faint">{t('data.samplesOf')}</span>
              <select
                value={chosen}
                onChange={(event) => setChosen(event.target.value)}
                className="h-9 max-w-full rounded-[2px] border border-edge bg-paper px-2"
              >
                {groups.map((drop) => (
                  <option key={drop} value={drop}>
                    {nameGroup(drop)}
                  </option>
                ))}
              </select>
            </label>
          </div>
          <ul className="grid gap-x-12 gap-y-8 lg:grid-cols-3">
            {samples
              .filter(({ drop }) => drop === chosen)
              .map((sample) => (
                <Sample key={`${sample.order} ${sample.name}`} sample={sample} onOpen={onOpen} />
              ))}
          </ul>
        </>
      )}
    </section>
  );
}

function Sample({ sample, onOpen }: { sample: DataSample } & Pick<SampleListProps, 'onOpen'>): ReactNode {
  const messages = useMessages();
  const { t } = messages;
  const { name, source, language, detail, numBytes, text } = sample;
  return (
    <li className="min-w-0">
      <button
        type="button"
        onClick={() => onOpen(name)}
        className="link text-start text-s font-strong [overflow-wrap:anywhere]"
      >
        <BreakingName name={name} />
      </button>
      <p className="text-xs text-faint">
        {[nameLanguage(language, messages), formatBytes(numBytes)].join(' · ')}
        {isFolderSource(source) ? (
          <>
            {` · ${t('data.sampleFrom')} `}
            <bdi className="[overflow-wrap:anywhere]">{source}</bdi>
          </>
        ) : null}
        {detail === '' ? null : <bdi className="font-mono"> · {detail}</bdi>}
      </p>
      <ScrollRegion
        label={t('data.beginningOf', { name })}
        className="mt-2 max-h-56 overflow-auto border-s-2 border-hair ps-3"
      >
        <pre dir="auto" className="font-mono text-xs whitespace-pre-wrap [overflow-wrap:anywhere]">
          {text}
        </pre>
      </ScrollRegion>
    </li>
  );
}
