/**
 * Compares what two runtimes made of the same texts: token ids and templates exactly, log-probabilities within bounds.
 * Invariant: pure; every check is reported, and a failed one names the text, the position and both values.
 */
import type { GateCheck, Probe, ProbedChat, ProbedText } from '@slipway/contracts';

/** How far two runtimes of one model may differ. Log-probabilities in nats. */
export interface ProbeBounds {
  /** Mean over all positions of the difference of the likeliest tokens' log-probabilities. */
  meanLogit: number;
  /** The largest such difference at any position, over the candidates that hold at least 1 % of the probability. */
  maxLogit: number;
  /** Relative difference of bits per byte over all texts. */
  bitsPerByte: number;
}

/** Candidates below this log-probability say nothing of the model: a thousandth of a percent swings freely between number types. */
const relevantLogProbability = Math.log(0.01);

/**
 * @param reference the side that is trusted
 * @param candidate the side to be proven
 * @param texts the probed texts by id, for bytes
 */
export function compareProbes(
  reference: Probe,
  candidate: Probe,
  options: { bounds: ProbeBounds; texts: { id: string; text: string }[] },
): GateCheck[] {
  const tokenCheck = checkTokens(reference, candidate);
  const checks = [tokenCheck, checkTemplates(reference.chats, candidate.chats)];
  if (!tokenCheck.passed) return checks;
  return [
    ...checks,
    ...checkLogits(reference.texts, candidate.texts, options.bounds),
    checkBitsPerByte(reference, candidate, options),
  ];
}

/** Positions compared: each token but the first of every text. */
export function countPositions(probe: Probe): number {
  return probe.texts.reduce((sum, text) => sum + text.logProbabilities.length, 0);
}

function checkTokens(reference: Probe, candidate: Probe): GateCheck {
  let numDifferent = 0;
  let place: string | undefined;
  const sides = [...reference.texts, ...reference.chats].map((one) => one);
  const others = new Map([...candidate.texts, ...candidate.chats].map((one) => [one.id, one.tokens]));
  for (const one of sides) {
    const index = firstDifference(one.tokens, others.get(one.id) ?? []);
    if (index < 0) continue;
    numDifferent += 1;
    place ??= `text "${one.id}", token ${index}: ${one.tokens[index] ?? 'end'} became ${others.get(one.id)?.[index] ?? 'end'}`;
  }
  return check({ name: 'token-ids', measured: numDifferent, bound: 0, unit: 'texts', place });
}

function checkTemplates(reference: ProbedChat[], candidate: ProbedChat[]): GateCheck {
  let numDifferent = 0;
  let place: string | undefined;
  for (const chat of reference) {
    const other = candidate.find((one) => one.id === chat.id)?.text ?? '';
    if (other === chat.text) continue;
    numDifferent += 1;
    const index = firstDifference([...chat.text], [...other]);
    place ??= `chat "${chat.id}", character ${index}: ${quoteAt(chat.text, index)} became ${quoteAt(other, index)}`;
  }
  return check({ name: 'chat-template', measured: numDifferent, bound: 0, unit: 'chats', place });
}

function checkLogits(reference: ProbedText[], candidate: ProbedText[], bounds: ProbeBounds): GateCheck[] {
  let sum = 0;
  let count = 0;
  let worst = { difference: 0, place: '' };
  for (const text of reference) {
    const other = candidate.find((one) => one.id === text.id);
    for (const [position, top] of text.top.entries()) {
      const values = candidatesAt(other, position);
      for (const [rank, token] of top.tokens.entries()) {
        const expected = top.logProbabilities[rank] ?? Number.NEGATIVE_INFINITY;
        if (expected < relevantLogProbability) continue;
        // A token that fell out of the other side's list differs by at least the distance to that list's end.
        const actual = values.get(token) ?? Math.min(...values.values(), expected);
        const difference = values.size === 0 ? Number.POSITIVE_INFINITY : Math.abs(expected - actual);
        sum += difference;
        count += 1;
        if (!(difference <= worst.difference)) {
          const where = `text "${text.id}", position ${position + 1}, token ${token}`;
          worst = { difference, place: `${where}: ${expected.toFixed(3)} became ${actual.toFixed(3)} nats` };
        }
      }
    }
  }
  const mean = count === 0 ? Number.NaN : sum / count;
  return [
    check({ name: 'logits-mean', measured: mean, bound: bounds.meanLogit, unit: 'nats', place: worst.place }),
    check({
      name: 'logits',
      measured: worst.difference,
      bound: bounds.maxLogit,
      unit: 'nats',
      place: worst.place,
    }),
  ];
}

function candidatesAt(text: ProbedText | undefined, position: number): Map<number, number> {
  const top = text?.top[position];
  return new Map(top?.tokens.map((token, rank) => [token, top.logProbabilities[rank] ?? Number.NaN]));
}

function checkBitsPerByte(
  reference: Probe,
  candidate: Probe,
  options: { bounds: ProbeBounds; texts: { id: string; text: string }[] },
): GateCheck {
  const numBytes = options.texts.reduce((sum, one) => sum + new TextEncoder().encode(one.text).length, 0);
  const [from, to] = [reference, candidate].map((side) => -sumLogProbabilities(side) / Math.LN2 / numBytes);
  const measured = Math.abs((to ?? Number.NaN) / (from ?? Number.NaN) - 1);
  const place = `${from?.toFixed(4)} became ${to?.toFixed(4)} bits per byte over all texts`;
  return check({
    name: 'bits-per-byte',
    measured,
    bound: options.bounds.bitsPerByte,
    unit: 'relative',
    place,
  });
}

function sumLogProbabilities(probe: Probe): number {
  return probe.texts.reduce((sum, text) => sum + text.logProbabilities.reduce((a, b) => a + b, 0), 0);
}

function check(draft: Omit<GateCheck, 'passed' | 'place'> & { place: string | undefined }): GateCheck {
  // Written so that NaN fails.
  const passed = draft.measured <= draft.bound;
  const { place, ...rest } = draft;
  const measured = Number.isFinite(draft.measured) ? draft.measured : Number.MAX_VALUE;
  return { ...rest, measured, passed, ...(passed || place === undefined ? {} : { place }) };
}

function firstDifference<Item>(one: Item[], other: Item[]): number {
  const length = Math.max(one.length, other.length);
  for (let index = 0; index < length; index += 1) if (one[index] !== other[index]) return index;
  return -1;
}

function quoteAt(text: string, index: number): string {
  return JSON.stringify([...text].slice(index, index + 12).join(''));
}
