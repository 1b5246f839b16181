/**
 * Bodies of `/v1/chat/completions` and `/v1/completions`, checked field by field.
 * Invariant: a parameter is either honoured, at its neutral value, or refused by name, in messages too; nothing is ignored silently but
 * what has no effect on the answer (`user`, `metadata`, `store`, `service_tier`) and what clients send back with a conversation and no
 * chat template reads (`name`, `tool_call_id`, `annotations` of a message).
 */
import type { ChatMessage } from '@slipway/contracts';
import {
  checkNeutral,
  type Fields,
  invalidType,
  readFields,
  readNumber,
  readStop,
} from './request-fields.ts';
import { WireError } from './wire-error.ts';

/** What both routes ask of the gateway. */
export interface AnswerRequest {
  kind: 'chat' | 'text';
  model: string;
  messages: ChatMessage[];
  /** The plain prompt of `/v1/completions`. */
  prompt: string;
  /** Absent: as many as fit. */
  maxTokens: number | undefined;
  /** Undefined where the client leaves it to us. */
  temperature: number | undefined;
  frequencyPenalty: number | undefined;
  presencePenalty: number;
  topP: number;
  stop: string[];
  seed: number | undefined;
  isStream: boolean;
  hasUsageChunk: boolean;
  isGrounded: boolean;
}

/** OpenAI's default for `/v1/completions`. */
const defaultTextTokens = 16;

/** @throws WireError naming the parameter */
export function parseChatRequest(body: unknown): AnswerRequest {
  const fields = readFields(body);
  const common = parseCommon(fields, 'chat');
  const maxTokens =
    readNumber(fields, 'max_completion_tokens', { min: 1, isInteger: true }) ??
    readNumber(fields, 'max_tokens', { min: 1, isInteger: true });
  return { ...common, messages: parseMessages(fields.messages), prompt: '', maxTokens };
}

/** @throws WireError naming the parameter */
export function parseTextRequest(body: unknown): AnswerRequest {
  const fields = readFields(body);
  const common = parseCommon(fields, 'text');
  const maxTokens = readNumber(fields, 'max_tokens', { min: 1, isInteger: true }) ?? defaultTextTokens;
  return { ...common, messages: [], prompt: parsePrompt(fields.prompt), maxTokens };
}

function parseCommon(
  fields: Fields,
  kind: 'chat' | 'text',
): Omit<AnswerRequest, 'messages' | 'prompt' | 'maxTokens'> {
  checkNeutral(fields, kind);
  const { model } = fields;
  if (typeof model !== 'string') throw invalidType('model', 'a string', model);
  const isStream = readBoolean(fields.stream, 'stream') ?? false;
  return {
    kind,
    model,
    temperature: readNumber(fields, 'temperature', { min: 0, max: 2 }),
    frequencyPenalty: readNumber(fields, 'frequency_penalty', { min: -2, max: 2 }),
    presencePenalty: readNumber(fields, 'presence_penalty', { min: -2, max: 2 }) ?? 0,
    topP: readNumber(fields, 'top_p', { min: 0, max: 1, isAboveMin: true }) ?? 1,
    stop: readStop(fields.stop),
    seed: readNumber(fields, 'seed', { min: 0, isInteger: true }),
    isStream,
    hasUsageChunk: readUsageWish(fields.stream_options, isStream),
    isGrounded: readGrounding(fields.slipway),
  };
}

function readBoolean(value: unknown, param: string): boolean | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'boolean') throw invalidType(param, 'true or false', value);
  return value;
}

function readUsageWish(value: unknown, isStream: boolean): boolean {
  if (value === undefined || value === null) return false;
  if (!isStream) {
    throw new WireError({
      code: 'request-invalid',
      message: "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
      wireCode: 'invalid_value',
      param: 'stream_options',
    });
  }
  if (typeof value !== 'object' || Array.isArray(value))
    throw invalidType('stream_options', 'an object', value);
  return readBoolean((value as Fields).include_usage, 'stream_options.include_usage') ?? false;
}

function readGrounding(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value !== 'object' || Array.isArray(value)) throw invalidType('slipway', 'an object', value);
  return readBoolean((value as Fields).grounding, 'slipway.grounding') ?? true;
}

function parsePrompt(value: unknown): string {
  const single = Array.isArray(value) && value.length === 1 ? value[0] : value;
  if (typeof single !== 'string') throw invalidType('prompt', 'a string, or an array of one string', value);
  if (single === '') throw emptyValue('prompt');
  return single;
}

function emptyValue(param: string): WireError {
  return new WireError({
    code: 'request-invalid',
    message: `Invalid '${param}': it must not be empty.`,
    wireCode: 'empty_value',
    param,
  });
}

const roles: Record<string, ChatMessage['role']> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool',
};

/** Fields of a message that are read, or may be left unread. */
const messageFields: ReadonlySet<string> = new Set([
  'role',
  'content',
  'name',
  'tool_call_id',
  'annotations',
]);

function parseMessages(value: unknown): ChatMessage[] {
  if (!Array.isArray(value)) throw invalidType('messages', 'an array of messages', value);
  if (value.length === 0) throw emptyValue('messages');
  return value.map((message, index) => parseMessage(message, `messages[${index}]`));
}

function parseMessage(value: unknown, param: string): ChatMessage {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidType(param, 'an object', value);
  const fields = value as Fields;
  const role = typeof fields.role === 'string' ? roles[fields.role] : undefined;
  if (role === undefined) {
    throw new WireError({
      code: 'request-invalid',
      message: `Invalid value: ${JSON.stringify(fields.role)}. Supported values are: 'system', 'developer', 'user', 'assistant' and 'tool'.`,
      wireCode: 'invalid_value',
      param: `${param}.role`,
    });
  }
  for (const [name, given] of Object.entries(fields)) {
    const isNeutral = given === undefined || given === null || (Array.isArray(given) && given.length === 0);
    if (!isNeutral && !messageFields.has(name)) throw unsupported(`${param}.${name}`);
  }
  return { role, content: parseContent(fields.content, `${param}.content`) };
}

function parseContent(value: unknown, param: string): string {
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) throw invalidType(param, 'a string or an array of text parts', value);
  return value.map((part, index) => parsePart(part, `${param}[${index}]`)).join('');
}

function parsePart(value: unknown, param: string): string {
  const { type, text } = (typeof value === 'object' && value !== null ? value : {}) as Fields;
  if (type !== 'text') {
    throw new WireError({
      code: 'request-invalid',
      message: `Invalid value: ${JSON.stringify(type)}. This model reads text only: each part must be of type 'text'.`,
      wireCode: 'invalid_value',
      param: `${param}.type`,
    });
  }
  if (typeof text !== 'string') throw invalidType(`${param}.text`, 'a string', text);
  return text;
}

function unsupported(param: string): WireError {
  return new WireError({
    code: 'request-invalid',
    message: `Unsupported parameter: '${param}' is not supported with this model.`,
    wireCode: 'unsupported_parameter',
    param,
  });
}
