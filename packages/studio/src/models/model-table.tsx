/**
 * Models, a row each: what it is, what proves it, where it serves.
 */
import type { ModelListing } from '@slipway/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { formatBytes, formatParameters } from '../format/quantity.ts';
import { ErrorWords } from '../layout/error-words.tsx';
import { Reference } from '../layout/reference.tsx';
import { StateMark } from '../layout/state-mark.tsx';
import { useListKeys } from '../layout/use-list-keys.ts';
import { useMessages } from '../messages/messages.ts';
import { nameLicences } from '../messages/name-licences.ts';

/** A table of models; on narrow windows each row becomes a block. */
export function ModelTable({ models }: { models: readonly ModelListing[] }): ReactNode {
  const { t } = useMessages();
  const onKeyDown = useListKeys('tbody a');
  return (
    <table className="table max-md:block" onKeyDown={onKeyDown}>
      <caption className="sr-only">{t('nav.models')}</caption>
      <thead className="max-md:sr-only">
        <tr>
          <th scope="col">{t('models.model')}</th>
          <th scope="col" className="number">
            {t('models.size')}
          </th>
          <th scope="col">{t('models.licence')}</th>
          <th scope="col">{t('models.proofs')}</th>
          <th scope="col">{t('models.deployments')}</th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {models.map((model) => (
          <ModelRow key={model.artifact.digest} model={model} />
        ))}
      </tbody>
    </table>
  );
}

const cell = 'max-md:block max-md:border-0! max-md:py-0.5!';

function ModelRow({ model }: { model: ModelListing }): ReactNode {
  const messages = useMessages();
  const { t, word, language } = messages;
  const { artifact, facts, starter } = model;
  const languages = facts.languages.map((each) => word('language', each)).join(t('page.listSeparator'));
  return (
    <tr className="max-md:block max-md:border-b max-md:border-hair max-md:py-3">
      <td className={`max-w-[30rem] ${cell}`}>
        <Link
          to="/lineage"
          search={{ of: artifact.digest, direction: 'up' }}
          className="text-m break-words hover:underline"
        >
          <bdi>{artifact.name}</bdi>
        </Link>
        <span className="flex flex-wrap items-baseline gap-x-4 text-xs text-faint">
          <span>
            {formatParameters(facts.numParameters, language)} · {languages}
            {starter ? ` · ${t('models.starter')}` : ''}
          </span>
          <Reference value={artifact.digest} />
        </span>
      </td>
      <td className={`number max-md:text-start! ${cell}`}>
        {formatBytes(artifact.sizeBytes)}
        <span className="block text-xs text-faint max-md:ms-2 max-md:inline">{facts.fileType}</span>
      </td>
      <td className={`whitespace-nowrap ${cell}`}>
        {nameLicences(
          artifact.licences.map(({ spdx }) => spdx),
          messages,
        )}
      </td>
      <td className={cell}>
        <Proofs model={model} />
      </td>
      <td className={cell}>
        <Deployments model={model} />
      </td>
    </tr>
  );
}

function Proofs({ model }: { model: ModelListing }): ReactNode {
  const { t, word } = useMessages();
  if (model.gates.length === 0) return <span className="text-faint">{t('models.noGates')}</span>;
  return (
    <ul className="flex flex-wrap gap-x-4">
      {model.gates.map(({ digest, handover, passed }) => (
        <li
          key={digest}
          className={`whitespace-nowrap ${passed ? 'text-proven' : 'font-strong text-signal'}`}
        >
          <span aria-hidden="true">{passed ? '✓' : '✕'}</span> {word('handover', handover)}
          <span className="sr-only">: {passed ? t('tour.gates.holds') : t('tour.gates.breaks')}</span>
        </li>
      ))}
    </ul>
  );
}

function Deployments({ model }: { model: ModelListing }): ReactNode {
  if (model.deployments.length === 0) return <span className="text-faint">–</span>;
  return (
    <ul>
      {model.deployments.map((deployment) => (
        <li key={deployment.id}>
          <span className="flex flex-wrap items-baseline gap-x-3">
            <Link
              to="/lineage"
              search={{ of: deployment.id, direction: 'up' }}
              className="font-mono text-xs hover:underline"
            >
              {deployment.alias}
            </Link>
            <StateMark state={deployment.state} />
          </span>
          {deployment.error ? (
            <div className="max-w-72 text-xs">
              <ErrorWords error={deployment.error} />
            </div>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
