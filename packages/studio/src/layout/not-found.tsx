/**
 * An address that leads nowhere.
 */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useMessages } from '../messages/messages.ts';
import { PageTitle } from './page-title.tsx';

/** Says so and leads back. */
export function NotFound(): ReactNode {
  const { t } = useMessages();
  return (
    <>
      <PageTitle title={t('page.notFound')} answers={t('page.notFoundNote')} />
      <Link to="/" className="link">
        {t('page.toTour')}
      </Link>
    </>
  );
}
