/**
 * The port of inference engines, in process or behind HTTP alike.
 * Invariant: token counts are the engine's own; `generate` always ends with a `finished` chunk, also when aborted.
 */
import type {
  EngineStatus,
  GenerateChunk,
  GenerateRequest,
  RenderRequest,
  RenderResponse,
  ScoreRequest,
  ScoreResponse,
} from '@slipway/contracts';

export interface Engine {
  status(): Promise<EngineStatus>;
  /** Renders messages through the model's chat template (or takes text as it is) and tokenises. */
  render(request: RenderRequest): Promise<RenderResponse>;
  /** Text of token ids, special tokens printed. */
  generate(request: GenerateRequest, signal?: AbortSignal): AsyncIterable<GenerateChunk>;
  /** Log-probabilities of given tokens. @throws SlipwayError `request-too-long` */
  score(request: ScoreRequest): Promise<ScoreResponse>;
  dispose(): Promise<void>;
}
