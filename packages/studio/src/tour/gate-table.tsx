/**
 * What was checked at each hand-over: a line a hand-over, which unfolds to its checks with bounds and what was measured.
 * Invariant: a hand-over that did not pass stands open, its failed checks with their places.
 */
import type { GateCheck, GateReport } from '@slipway/contracts';
import type { ReactNode } from 'react';
import { formatCount, formatSignificant } from '../format/count.ts';
import { Reference } from '../layout/reference.tsx';
import { ScrollRegion } from '../layout/scroll-region.tsx';
import { useMessages } from '../messages/messages.ts';

type Gate = GateReport & { digest: string };

const wideOnly = 'max-sm:hidden';

/** One line a gate, and what its words mean. */
export function GateTable({ gates }: { gates: readonly Gate[] }): ReactNode {
  const { t } = useMessages();
  return (
    <>
      <p className="mb-3 max-w-[72ch] text-s text-faint">{t('tour.gates.explained')}</p>
      <ul className="border-t border-hair">
        {gates.map((gate) => (
          <li key={gate.digest} className="border-b border-hair">
            <GateLine gate={gate} />
          </li>
        ))}
      </ul>
    </>
  );
}

function GateLine({ gate }: { gate: Gate }): ReactNode {
  const { t, word } = useMessages();
  const { handover, from, to, checks, numTexts, numPositions, passed, digest } = gate;
  const counts = {
    passed: formatCount(checks.filter((check) => check.passed).length),
    checks: formatCount(checks.length),
  };
  return (
    <details open={!passed} className="group">
      <summary className="flex min-h-11 list-none flex-wrap items-baseline gap-x-4 py-2.5 text-s hover:bg-wash">
        <span className={`w-24 ${passed ? 'text-proven' : 'font-strong text-signal'}`}>
          <span aria-hidden="true">{passed ? '✓' : '✕'}</span> {word('handover', handover)}
        </span>
        <span className="min-w-0">
          <Side name={from} /> → <Side name={to} />
        </span>
        <span className="figures ms-auto text-faint">
          {t('tour.gates.checksHold', counts)}
          <span aria-hidden="true" className="ms-3 inline-block transition-transform group-open:rotate-90">
            ›
          </span>
        </span>
      </summary>
      <div className="pb-5">
        <p className="figures flex flex-wrap items-baseline gap-x-4 text-xs text-faint">
          {t('tour.gates.measuredOn', {
            texts: formatCount(numTexts),
            positions: formatCount(numPositions),
          })}
          <Reference value={digest} />
        </p>
        <CheckTable checks={checks} />
      </div>
    </details>
  );
}

/** What stands on a side of a hand-over: one of the server's phrases, or an endpoint by its name. */
function Side({ name }: { name: string }): ReactNode {
  const { t, word } = useMessages();
  const alias = /^endpoint (.+)$/.exec(name)?.[1];
  return <bdi>{alias === undefined ? word('side', name) : t('tour.gates.endpoint', { alias })}</bdi>;
}

function CheckTable({ checks }: { checks: readonly GateCheck[] }): ReactNode {
  const { t } = useMessages();
  return (
    <ScrollRegion label={t('tour.gates.table')}>
      <table className="table sm:min-w-[34rem]">
        <caption className="sr-only">{t('tour.gates.table')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('tour.gates.check')}</th>
            <th scope="col" className="number">
              {t('tour.gates.measured')}
            </th>
            <th scope="col" className={`number ${wideOnly}`}>
              {t('tour.gates.bound')}
            </th>
            <th scope="col" className={wideOnly}>
              {t('tour.gates.unit')}
            </th>
            <th scope="col">{t('tour.gates.verdict')}</th>
          </tr>
        </thead>
        <tbody>
          {checks.map((check) => (
            <CheckRow key={check.name} check={check} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function CheckRow({ check }: { check: GateCheck }): ReactNode {
  const { t, word } = useMessages();
  return (
    <tr>
      <td>
        {word('check', check.name)}
        {check.place ? (
          <span lang="en" className="block text-signal">
            {check.place}
          </span>
        ) : null}
      </td>
      <td className="number">
        {formatSignificant(check.measured)}
        <span className="block text-xs text-faint sm:hidden">≤ {formatSignificant(check.bound)}</span>
      </td>
      <td className={`number text-faint ${wideOnly}`}>≤ {formatSignificant(check.bound)}</td>
      <td className={`text-faint ${wideOnly}`}>{word('unit', check.unit)}</td>
      <td className={`whitespace-nowrap ${check.passed ? 'text-proven' : 'font-strong text-signal'}`}>
        {check.passed ? `✓ ${t('tour.gates.holds')}` : `✕ ${t('tour.gates.breaks')}`}
      </td>
    </tr>
  );
}
