/**
 * Log-probabilities of given tokens under the model.
 * Invariant: log p = logit - max - ln(sum of exp(logit - max)) over the whole vocabulary, at temperature 0 where the sampled token is
 * the largest logit's. node-llama-cpp's own `includeMax` cannot be used: it adds the maximum only where that is listed already.
 */
import type { ScoreResponse } from '@slipway/contracts';
import { invariant } from '@slipway/contracts';
import type { ControlledEvaluateIndexOutput, LlamaContextSequence } from 'node-llama-cpp';
import { asTokens, cutPieces, reusePrefix } from './prompt-evaluation.ts';

export interface ScoreTokensOptions {
  tokens: readonly number[];
  /** First position that is scored. */
  from: number;
  numTop: number;
  /** Told of each computed piece, with its number of tokens. */
  onPiece: (numTokens: number) => void;
}

/** Scores tokens[from..]; the sequence's cache holds all but the last token afterwards. */
export async function scoreTokens(
  sequence: LlamaContextSequence,
  options: ScoreTokensOptions,
): Promise<ScoreResponse> {
  const tokens = asTokens(options.tokens);
  const start = await reusePrefix(sequence, tokens, options.from - 1);
  const response: ScoreResponse = { logProbabilities: [], top: [] };
  for (const piece of cutPieces(start, tokens.length - 1)) {
    const input = tokens.slice(piece.start, piece.end).map((token, offset) => {
      const next = tokens[piece.start + offset + 1];
      if (next === undefined || piece.start + offset + 1 < options.from) return token;
      const filter = {
        tokens: [next],
        includeSelected: true,
        ...(options.numTop > 0 ? { includeTop: options.numTop } : {}),
      };
      const generateNext = { logits: { filter }, totalLogitWeight: true, options: { temperature: 0 } };
      return [token, { generateNext }] as [typeof token, { generateNext: typeof generateNext }];
    });
    const outputs = await sequence.controlledEvaluate(input);
    options.onPiece(input.length);
    for (let index = Math.max(piece.start, options.from - 1); index < piece.end; index += 1) {
      const next = tokens[index + 1];
      const output = outputs[index - piece.start];
      invariant(next !== undefined && output !== undefined, 'a scored position has an output');
      addPosition(response, output, { next, numTop: options.numTop });
    }
  }
  return response;
}

function addPosition(
  response: ScoreResponse,
  output: ControlledEvaluateIndexOutput,
  { next, numTop }: { next: number; numTop: number },
): void {
  const logits = output.next.logits as Map<number, number> | undefined;
  const weight = output.next.totalLogitWeight;
  const logit = logits?.get(next);
  invariant(logits !== undefined && weight !== undefined && logit !== undefined, 'logits were returned');
  const largest = Math.max(...logits.values());
  const logTotal = largest + Math.log(weight);
  response.logProbabilities.push(logit - logTotal);
  const ranked = [...logits].sort(([tokenA, a], [tokenB, b]) => b - a || tokenA - tokenB).slice(0, numTop);
  response.top.push({
    tokens: ranked.map(([token]) => token),
    logProbabilities: ranked.map(([, value]) => value - logTotal),
  });
}
