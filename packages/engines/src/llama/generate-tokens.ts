/**
 * Text generated token by token from one sequence.
 * Invariant: every sampled token is counted once, the end-of-generation token too, whether or not its text is let out; the last chunk
 * is `finished`. A prompt cut off before its end counts the tokens that were looked at.
 */
import type { EngineUsage, FinishReason, GenerateChunk } from '@slipway/contracts';
import type { LlamaContextSequence, LlamaModel, SequenceEvaluateOptions } from 'node-llama-cpp';
import { createStopMatcher } from '../text/stop-matcher.ts';
import { createTextStream } from '../text/text-stream.ts';
import { asTokens, cutPieces, reusePrefix } from './prompt-evaluation.ts';

/** Tokens of the answer that a penalty looks back on. */
const maxPunishedTokens = 512;

export interface GenerateTokensOptions {
  tokens: readonly number[];
  maxTokens: number;
  temperature: number;
  topP: number;
  frequencyPenalty: number;
  presencePenalty: number;
  seed: number;
  stop: readonly string[];
}

/** What is generated on: a model, one of its sequences, and who may end it early. */
export interface GenerationSeat {
  model: LlamaModel;
  sequence: LlamaContextSequence;
  signal: AbortSignal;
  onError: (error: unknown) => void;
  /** Told of each computed prompt piece, with its number of tokens. */
  onPiece: (numTokens: number) => void;
}

/**
 * Generates until a stop string, the end of generation, the limit or the abort.
 * A failure of llama.cpp ends it with reason `error`, still with its counts; `onError` is told why.
 */
export async function* generateTokens(
  seat: GenerationSeat,
  options: GenerateTokensOptions,
): AsyncGenerator<GenerateChunk, void, void> {
  const usage: EngineUsage = { numPromptTokens: 0, numCachedTokens: 0, numOutputTokens: 0 };
  let reason: FinishReason;
  try {
    const lastPiece = await readPrompt(seat, options.tokens, usage);
    reason = lastPiece === undefined ? 'cancelled' : yield* decode(seat, { ...options, lastPiece, usage });
  } catch (error) {
    seat.onError(error);
    reason = 'error';
  } finally {
    // Only what was computed as a prompt stays in the cache: decoded tokens differ in their last bits.
    await reusePrefix(seat.sequence, options.tokens, options.tokens.length);
  }
  yield { type: 'finished', reason, usage: { ...usage } };
}

/** Evaluates all of the prompt but its last piece, which is returned; undefined where the signal fired. */
async function readPrompt(
  { sequence, signal, onPiece }: GenerationSeat,
  tokens: readonly number[],
  usage: EngineUsage,
): Promise<number[] | undefined> {
  const start = await reusePrefix(sequence, tokens, tokens.length - 1);
  usage.numCachedTokens = start;
  usage.numPromptTokens = start;
  const pieces = cutPieces(start, tokens.length);
  const last = pieces.pop();
  for (const piece of pieces) {
    if (signal.aborted) return undefined;
    await sequence.evaluateWithoutGeneratingNewTokens(asTokens(tokens.slice(piece.start, piece.end)));
    onPiece(piece.end - piece.start);
    usage.numPromptTokens = piece.end;
  }
  if (signal.aborted || last === undefined) return undefined;
  usage.numPromptTokens = tokens.length;
  return tokens.slice(last.start);
}

async function* decode(
  { model, sequence, signal, onPiece }: GenerationSeat,
  options: GenerateTokensOptions & { lastPiece: number[]; usage: EngineUsage },
): AsyncGenerator<GenerateChunk, FinishReason, void> {
  const { usage, maxTokens } = options;
  const stream = createTextStream((tokens) => model.detokenize(asTokens(tokens)));
  const matcher = createStopMatcher(options.stop);
  let numUnsaid = 0;
  const say = (text: string): GenerateChunk => {
    const chunk: GenerateChunk = { type: 'text', text, numTokens: numUnsaid };
    numUnsaid = 0;
    return chunk;
  };
  const spoken: number[] = [];
  const sampled = sequence.evaluate(asTokens(options.lastPiece), {
    ...describePenalty(options, spoken),
    temperature: options.temperature,
    topK: 0,
    topP: options.topP,
    minP: 0,
    seed: options.seed,
    yieldEogToken: true,
  });
  for await (const token of sampled) {
    if (usage.numOutputTokens === 0) onPiece(options.lastPiece.length);
    usage.numOutputTokens += 1;
    numUnsaid += 1;
    spoken.push(token);
    if (model.isEogToken(token)) {
      const rest = matcher.push(stream.flush());
      const text = rest.isStopped ? rest.text : rest.text + matcher.flush();
      if (text !== '') yield say(text);
      return 'stop';
    }
    const { text, isStopped } = matcher.push(stream.push(token));
    if (text !== '') yield say(text);
    if (isStopped) return 'stop';
    if (signal.aborted) return 'cancelled';
    if (usage.numOutputTokens >= maxTokens) break;
  }
  const { text, isStopped } = matcher.push(stream.flush());
  const rest = isStopped ? text : text + matcher.flush();
  if (rest !== '') yield say(rest);
  return isStopped ? 'stop' : 'length';
}

/** Penalties as OpenAI defines them, over the answer alone; nothing where they are off, so that decoding stays as it was. */
function describePenalty(
  { frequencyPenalty, presencePenalty }: GenerateTokensOptions,
  spoken: readonly number[],
): Pick<SequenceEvaluateOptions, 'repeatPenalty'> {
  if (frequencyPenalty === 0 && presencePenalty === 0) return {};
  return {
    repeatPenalty: {
      punishTokens: () => asTokens(spoken.slice(-maxPunishedTokens)),
      maxPunishTokens: maxPunishedTokens,
      penalty: 1,
      frequencyPenalty,
      presencePenalty,
    },
  };
}
