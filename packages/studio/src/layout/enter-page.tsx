/**
 * The end of a one-time link: the token is exchanged for a session, then the tour opens. A link that was used says so.
 * Invariant: the token is sent once and leaves the address bar before anything else is shown.
 */
import { isSlipwayError } from '@slipway/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { client } from '../api/client.ts';
import { useMessages } from '../messages/messages.ts';
import { ErrorNote, SessionNote } from './error-note.tsx';
import { PageTitle } from './page-title.tsx';

const isSpent = (error: unknown) => isSlipwayError(error) && error.code === 'session-required';

/** Exchanges the token of the address; without one says how to get a link. */
export function EnterPage(): ReactNode {
  const { t } = useMessages();
  const { token } = useSearch({ from: '/enter' });
  const navigate = useNavigate();
  const cache = useQueryClient();
  const sent = useRef(false);
  const [error, setError] = useState<unknown>();
  useEffect(() => {
    if (!token || sent.current) return;
    sent.current = true;
    client
      .openSession({ body: { token } })
      .then(() => {
        cache.clear();
        return navigate({ to: '/', replace: true });
      })
      .catch(setError);
  }, [token, navigate, cache]);
  return (
    <>
      <PageTitle title={t('session.enter')} />
      {error && isSpent(error) ? <SessionNote isSpent /> : null}
      {error && !isSpent(error) ? <ErrorNote error={error} /> : null}
      {!token ? <SessionNote /> : null}
      {token && !error ? <p role="status">{t('session.opening')}</p> : null}
    </>
  );
}
