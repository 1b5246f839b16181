/**
 * Below the waterline: the conversation with the model, what it cannot do, and what it all came to.
 */
import { type TourSummary, tourAlias } from '@slipway/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Conversation } from '../chat/conversation.tsx';
import { Button } from '../layout/button.tsx';
import { ErrorNote } from '../layout/error-note.tsx';
import { useMessages } from '../messages/messages.ts';
import { StatementTable } from '../statements/statement-table.tsx';
import { useFinishTour } from './use-start-tour.ts';

/** The end of the tour page. */
export function Afloat({ summary }: { summary: TourSummary }): ReactNode {
  const { t, language } = useMessages();
  const finish = useFinishTour();
  return (
    <div className="max-w-[76rem] space-y-14 pt-4">
      <section aria-labelledby="conversation-title">
        <h2 id="conversation-title" className="sr-only">
          {t('chat.title')}
        </h2>
        {summary.answer ? null : (
          <div className="mb-8">
            <Button disabled={finish.isPending} onClick={() => finish.mutate()}>
              {t('tour.askQuestion')}
            </Button>
            {finish.error ? (
              <div className="mt-4">
                <ErrorNote error={finish.error} />
              </div>
            ) : null}
          </div>
        )}
        <Conversation
          model={tourAlias}
          dataset={summary.dataset?.digest}
          first={summary.answer}
          caveat={summary.caveat?.[language]}
        />
      </section>
      {summary.statement ? (
        <section aria-labelledby="statement-title">
          <h2 id="statement-title" className="text-l font-strong">
            {t('tour.statement')}
          </h2>
          <div className="mt-3">
            <StatementTable statement={summary.statement} />
          </div>
          <p className="mt-3">
            <Link to="/statements" className="link text-s">
              {t('tour.allStatements')}
            </Link>
          </p>
        </section>
      ) : null}
    </div>
  );
}
