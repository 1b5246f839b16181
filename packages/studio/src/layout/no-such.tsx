/**
 * The page of a thing that does not exist: says so in the page's own words, and leads back to where such things are listed.
 * Invariant: only for errors that mean just that; all others keep their own note.
 */
import { isSlipwayError } from '@slipway/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/messages.ts';
import { PageTitle } from './page-title.tsx';

const codes: readonly string[] = [
  'request-invalid',
  'not-found',
  'run-unknown',
  'receipt-unknown',
  'artifact-missing',
];

/** Whether the server says that an id names nothing, or is none at all. */
export function isNoSuch(error: unknown): boolean {
  return isSlipwayError(error) && codes.includes(error.code);
}

/** Where such things are listed. */
const backs = { run: '/runs', receipt: '/lineage', dataset: '/datasets' } as const;

export interface NoSuchProps {
  what: keyof typeof backs;
  id: string;
}

/** Title, the id as it was asked for, and the way back. */
export function NoSuch({ what, id }: NoSuchProps): ReactNode {
  const { t } = useMessages();
  return (
    <>
      <PageTitle
        title={t(`noSuch.${what}`)}
        answers={
          <>
            <bdi className="font-mono text-s break-all">{id}</bdi>
            <span className="block">{t(`noSuch.${what}Note`)}</span>
          </>
        }
      />
      <Link to={backs[what]} className="link">
        {t(`noSuch.${what}Back`)}
      </Link>
    </>
  );
}
