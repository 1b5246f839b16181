/**
 * Before the first tour: what will happen, station by station, and the button that starts it.
 */
import type { ReactNode } from 'react';
import { Button } from '../layout/button.tsx';
import { useMessages } from '../messages/messages.ts';
import type { useStartTour } from './use-start-tour.ts';
import { Waterline } from './waterline.tsx';

const names = ['documents', 'passages', 'pairs', 'base', 'tuning', 'gates', 'scores', 'service'] as const;

/** The empty slipway. */
export function NoTour({ start }: { start: ReturnType<typeof useStartTour> }): ReactNode {
  const { t } = useMessages();
  return (
    <>
      <div className="mb-8">
        <Button look="primary" disabled={start.isPending} onClick={() => start.mutate()}>
          {t('tour.start')}
        </Button>
        <p className="mt-2 text-s text-faint">{t('tour.startNote')}</p>
      </div>
      <ol aria-label={t('tour.line')} className="max-w-[76rem]">
        {names.map((name) => (
          <li key={name} className="relative py-2.5 ps-8 md:ps-10">
            <span aria-hidden="true" className="absolute inset-y-0 start-0 w-4">
              <span
                className={`station-ahead absolute top-5 start-[7px] ${name === 'service' ? 'bottom-0' : '-bottom-5'}`}
              />
              <span className="absolute top-4 start-0.5 size-3 rounded-full border-2 border-edge bg-paper" />
            </span>
            <span className="grid items-baseline gap-x-6 md:grid-cols-[6.5rem_minmax(0,1fr)]">
              <span className="text-s text-faint md:text-m">{t(`station.${name}`)}</span>
              <span className="max-w-[58ch]">{t(`tour.${name}.waiting`)}</span>
            </span>
          </li>
        ))}
      </ol>
      <Waterline isAfloat={false} />
    </>
  );
}
