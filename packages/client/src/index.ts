/**
 * The door of the client: the control API as typed methods, the event log as an iterable, a chat as a stream.
 */
export {
  type AnswerOf,
  type Client,
  type ClientOptions,
  createClient,
  type RequestOf,
} from './create-client.ts';
export type { FollowOptions } from './follow-events.ts';
export { type LogLine, readLogLine } from './log-line.ts';
export { statementCsv } from './statement-csv.ts';
export { type ChatItem, type ChatOptions, streamChat } from './stream-chat.ts';
export { countAsked, countFalling, isBoundAsked } from './threshold-effect.ts';
