/**
 * Datasets as a table; each row leads to its dataset, arrow keys walk the rows.
 */
import type { ArtifactSummary } from '@slipway/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatCount } from '../format/count.ts';
import { formatInstant } from '../format/instant.ts';
import { formatBytes } from '../format/quantity.ts';
import { Reference } from '../layout/reference.tsx';
import { useListKeys } from '../layout/use-list-keys.ts';
import { useMessages } from '../messages/messages.ts';
import { nameLanguage } from '../messages/name-language.ts';

const narrowHidden = 'max-md:hidden';

/** A table of datasets. */
export function DatasetTable({ datasets }: { datasets: readonly ArtifactSummary[] }): ReactNode {
  const { t } = useMessages();
  const onKeyDown = useListKeys('tbody a');
  return (
    <table className="table table-fixed" onKeyDown={onKeyDown}>
      <caption className="sr-only">{t('nav.datasets')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('data.dataset')}</th>
          <th scope="col" className={`w-44 ${narrowHidden}`}>
            {t('data.made')}
          </th>
          <th scope="col" className="number w-20 sm:w-28">
            {t('data.kept')}
          </th>
          <th scope="col" className="number w-18 max-md:pe-0! sm:w-28">
            {t('data.dropped')}
          </th>
          <th scope="col" className={`number w-24 ${narrowHidden}`}>
            {t('data.storedSize')}
          </th>
        </tr>
      </thead>
      <tbody>
        {datasets.map((dataset) => (
          <DatasetRow key={dataset.digest} dataset={dataset} />
        ))}
      </tbody>
    </table>
  );
}

function DatasetRow({ dataset }: { dataset: ArtifactSummary }): ReactNode {
  const messages = useMessages();
  const { t, language } = messages;
  const { digest, name, facts } = dataset;
  const languages = Array.isArray(facts.languages) ? facts.languages.map(String) : [];
  const countOf = (fact: unknown) => (typeof fact === 'number' ? formatCount(fact) : '–');
  return (
    <tr className="relative hover:bg-wash">
      <td>
        <Link
          to="/datasets/$digest"
          params={{ digest }}
          className="block text-m after:absolute after:inset-0 max-md:break-words md:truncate"
          title={name}
        >
          <bdi>{name}</bdi>
        </Link>
        <span className="flex flex-wrap items-baseline gap-x-4 text-xs text-faint">
          <span>
            {languages
              .slice(0, numLanguages)
              .map((each) => nameLanguage(each, messages))
              .join(t('page.listSeparator'))}
            {languages.length > numLanguages ? ` +${languages.length - numLanguages}` : ''}
          </span>
          <span className="relative">
            <Reference value={digest} />
          </span>
        </span>
      </td>
      <td className={`whitespace-nowrap text-faint ${narrowHidden}`}>
        {formatInstant(dataset.createdAt, language)}
      </td>
      <td className="number">{countOf(facts.numDocuments)}</td>
      <td className="number text-faint max-md:pe-0!">{countOf(facts.numDropped)}</td>
      <td className={`number text-faint ${narrowHidden}`}>{formatBytes(dataset.sizeBytes)}</td>
    </tr>
  );
}

/** Named in a row; the rest are counted. */
const numLanguages = 4;
