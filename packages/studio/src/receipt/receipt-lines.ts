/**
 * A receipt as lines: the one order in which slip, text and print show it.
 * Invariant: nothing is on the slip that is not in the receipt; what the receipt lacks has no line.
 */
import type { Receipt, VerifiedReceipt } from '@slipway/contracts';
import { formatCount, formatDecimal, formatError } from '../format/count.ts';
import { formatUtc } from '../format/instant.ts';
import { formatDuration, formatMoney } from '../format/quantity.ts';
import type { Messages } from '../messages/messages.ts';
import { nameLicences } from '../messages/name-licences.ts';

export type ReceiptLine =
  | { type: 'rule' }
  | { type: 'heading'; text: string }
  | { type: 'pair'; name: string; value: string; digest?: string }
  | { type: 'tick'; passed: boolean; text: string; isVerdict?: true }
  | { type: 'passage'; number: number; text: string };

type Named = { digest: string; name: string };

/** The lines of a receipt, top to bottom, without its head and foot. */
export function receiptLines(
  { receipt, isVerified, checks }: VerifiedReceipt,
  messages: Messages,
): ReceiptLine[] {
  const { t, word, language } = messages;
  const failed = checks.filter((check) => !check.passed);
  return [
    ...originLines(receipt, messages),
    ...proofLines(receipt, messages),
    ...passageLines(receipt, messages),
    ...amountLines(receipt, messages),
    { type: 'rule' },
    {
      type: 'tick',
      passed: isVerified,
      text: isVerified ? t('receipt.verified') : t('receipt.notVerified'),
      isVerdict: true,
    },
    ...failed.map(
      ({ name, detail }): ReceiptLine => ({
        type: 'tick',
        passed: false,
        text: t('receipt.failed', { line: word('check', name), found: detail[language] }),
      }),
    ),
  ];
}

function originLines(receipt: Receipt, messages: Messages): ReceiptLine[] {
  const { t } = messages;
  const named = (name: string, value: Named | undefined): ReceiptLine[] =>
    value ? [{ type: 'pair', name, value: value.name, digest: value.digest }] : [];
  return [
    ...named(t('receipt.model'), receipt.model),
    ...named(t('receipt.base'), receipt.base),
    ...named(t('receipt.adapter'), receipt.adapter),
    ...named(
      t('receipt.dataset'),
      receipt.dataset && {
        digest: receipt.dataset.digest,
        name: t('receipt.documents', { documents: formatCount(receipt.dataset.numDocuments) }),
      },
    ),
    { type: 'pair', name: t('receipt.licence'), value: nameLicences(receipt.licences, messages) },
  ];
}

function proofLines(receipt: Receipt, { t, word }: Messages): ReceiptLine[] {
  const gates = receipt.gates.map(
    ({ handover, passed }): ReceiptLine => ({ type: 'tick', passed, text: word('handover', handover) }),
  );
  const scores = receipt.scores.map(
    (score): ReceiptLine => ({
      type: 'pair',
      name: word('task', score.task),
      value: `${formatDecimal(score.value, 3)} ± ${formatError(score.standardError, 3)} ${word('unitShort', score.unit)}`,
    }),
  );
  return [
    ...(gates.length > 0
      ? [{ type: 'rule' } as const, { type: 'heading', text: t('receipt.gates') } as const, ...gates]
      : []),
    ...(scores.length > 0 ? [{ type: 'heading', text: t('receipt.scores') } as const, ...scores] : []),
  ];
}

function passageLines(receipt: Receipt, { t }: Messages): ReceiptLine[] {
  if (receipt.citations.length === 0) {
    return receipt.dataset ? [{ type: 'rule' }, { type: 'heading', text: t('receipt.noPassage') }] : [];
  }
  return [
    { type: 'rule' },
    { type: 'heading', text: t('receipt.passages') },
    ...receipt.citations.map(
      ({ number, documentPath }): ReceiptLine => ({ type: 'passage', number, text: documentPath }),
    ),
  ];
}

function amountLines(receipt: Receipt, { t, language }: Messages): ReceiptLine[] {
  const { usage, price } = receipt;
  const pair = (name: string, value: string): ReceiptLine => ({ type: 'pair', name, value });
  return [
    { type: 'rule' },
    pair(t('receipt.tokensIn'), formatCount(usage.numPromptTokens)),
    ...(usage.numCachedTokens > 0
      ? [pair(t('receipt.tokensCached'), formatCount(usage.numCachedTokens))]
      : []),
    pair(t('receipt.tokensOut'), formatCount(usage.numOutputTokens)),
    pair(t('receipt.time'), formatDuration(receipt.durationMs, language)),
    pair(t('receipt.price'), formatMoney(price.amountMicroUnits, price.currency)),
    pair(t('receipt.customer'), receipt.customer),
    pair(t('receipt.at'), formatUtc(receipt.at)),
  ];
}
