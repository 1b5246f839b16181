/**
 * The catalogue of starters: public models pinned by digest, and the command that brings one in.
 */
import type { Starter } from '@slipway/contracts';
import type { ReactNode } from 'react';
import { formatBytes, formatParameters } from '../format/quantity.ts';
import { Reference } from '../layout/reference.tsx';
import { useMessages } from '../messages/messages.ts';
import { nameLicences } from '../messages/name-licences.ts';

/** A table of starters. */
export function StarterTable({ starters }: { starters: readonly Starter[] }): ReactNode {
  const messages = useMessages();
  const { t, word, language } = messages;
  return (
    <ul className="border-t border-hair">
      {starters.map((starter) => (
        <li
          key={starter.name}
          className="grid gap-x-8 gap-y-1 border-b border-hair py-3 text-s md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_21rem]"
        >
          <div className="min-w-0">
            <p className="text-m break-words">{starter.title}</p>
            <p className="flex flex-wrap items-baseline gap-x-4 text-xs text-faint">
              <span>{starter.sources[0]}</span>
              <Reference value={`sha256:${starter.sha256}`} />
            </p>
          </div>
          <p className="text-faint md:pt-0.5">
            {[
              formatParameters(starter.numParameters, language),
              formatBytes(starter.sizeBytes),
              starter.languages.map((each) => word('language', each)).join(t('page.listSeparator')),
              nameLicences([starter.licence], messages),
            ].join(' · ')}
          </p>
          <p className="md:pt-0.5 md:text-end">
            {starter.isPulled ? (
              <span className="text-proven">✓ {t('models.pulled')}</span>
            ) : (
              <code className="font-mono text-xs">npx slipway pull {starter.name}</code>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}
