/**
 * A reference that names nothing, or several things: says so, and lists what may have been meant.
 * Invariant: never guesses between two; a name that exactly one artifact has is that artifact.
 */
import { isSlipwayError, type SlipwayError } from '@slipway/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { artifactsQuery } from '../api/queries.ts';
import { shortReference } from '../format/digest.ts';
import { Loading } from '../layout/loading.tsx';
import { useMessages } from '../messages/messages.ts';
import { LineageStart } from './lineage-start.tsx';
import { readCandidates } from './read-candidates.ts';

export interface UnresolvedProps {
  of: string;
  direction: 'up' | 'down';
  error: SlipwayError;
}

/** Whether an error only says that a reference does not name one thing. */
export function isUnresolved(error: unknown): error is SlipwayError {
  return isSlipwayError(error) && ['trace-target-unknown', 'artifact-ambiguous'].includes(error.code);
}

/** The sentence, and under it what has the reference in its name. */
export function Unresolved({ of, direction, error }: UnresolvedProps): ReactNode {
  const { t } = useMessages();
  const { data } = useQuery(artifactsQuery(of));
  const candidates = readCandidates(error.message);
  const [named, ...others] = data?.artifacts.filter(({ name }) => name === of) ?? [];
  if (!data) return <Loading numLines={4} />;
  if (named && others.length === 0 && candidates.length === 0)
    return <Navigate to="/lineage" search={{ of: named.digest, direction }} replace />;
  return (
    <section aria-live="polite">
      <p className="mb-4 max-w-[68ch]">
        {candidates.length > 0
          ? t('lineage.ambiguous', { reference: of })
          : t('lineage.unknown', { reference: of })}
      </p>
      {candidates.length > 0 ? (
        <ul className="max-w-[60rem] border-t border-hair">
          {candidates.map((each) => (
            <li key={each} className="border-b border-hair">
              <Link
                to="/lineage"
                search={{ of: each, direction }}
                className="flex min-h-9 items-center break-all hover:underline"
              >
                <bdi>{each.startsWith('sha256:') ? shortReference(each) : each}</bdi>
              </Link>
            </li>
          ))}
        </ul>
      ) : data.artifacts.length > 0 ? (
        <LineageStart search={of} />
      ) : null}
    </section>
  );
}
