import { describe, expect, it } from 'vitest';
import { parseChatRequest, parseTextRequest } from './parse-request.ts';
import { WireError } from './wire-error.ts';

const good = { model: 'm', messages: [{ role: 'user', content: 'hi' }] };

function refuse(body: object): { param: string | null; code: string | null; message: string } {
  try {
    parseChatRequest({ ...good, ...body });
  } catch (error) {
    if (error instanceof WireError) {
      return { param: error.param, code: error.wireCode, message: error.message };
    }
    throw error;
  }
  throw new Error('it was accepted');
}

describe('chat requests', () => {
  it("fills in OpenAI's defaults", () => {
    expect(parseChatRequest(good)).toEqual({
      kind: 'chat',
      model: 'm',
      messages: [{ role: 'user', content: 'hi' }],
      prompt: '',
      maxTokens: undefined,
      temperature: undefined,
      frequencyPenalty: undefined,
      presencePenalty: 0,
      topP: 1,
      stop: [],
      seed: undefined,
      isStream: false,
      hasUsageChunk: false,
      isGrounded: true,
    });
  });

  it('takes null for absent and neutral values for granted', () => {
    const request = parseChatRequest({
      ...good,
      n: 1,
      stop: null,
      seed: null,
      tools: [],
      frequency_penalty: 0,
      logit_bias: null,
      response_format: { type: 'text' },
      user: 'anyone',
      slipway: { grounding: false },
    });
    expect(request.isGrounded).toBe(false);
  });

  it('takes a conversation as clients send it back', () => {
    const answered = { role: 'assistant', content: 'b', refusal: null, annotations: [], tool_calls: [] };
    const { messages } = parseChatRequest({
      ...good,
      messages: [{ role: 'user', content: 'a', name: 'ann' }, answered, { role: 'user', content: 'c' }],
    });
    expect(messages.map(({ content }) => content)).toEqual(['a', 'b', 'c']);
  });

  it.each([
    [{ temperature: 'hot' }, 'temperature', 'invalid_type'],
    [{ temperature: 3 }, 'temperature', 'integer_above_max_value'],
    [{ top_p: 0 }, 'top_p', 'integer_below_min_value'],
    [{ max_tokens: 1.5 }, 'max_tokens', 'invalid_type'],
    [{ max_tokens: 0 }, 'max_tokens', 'integer_below_min_value'],
    [{ stop: [1] }, 'stop[0]', 'invalid_type'],
    [{ stop: ['a', 'b', 'c', 'd', 'e'] }, 'stop', 'array_above_max_length'],
    [{ n: 2 }, 'n', 'unsupported_value'],
    [{ tools: [{}] }, 'tools', 'unsupported_value'],
    [{ logprobs: true }, 'logprobs', 'unsupported_value'],
    [{ response_format: { type: 'json_object' } }, 'response_format', 'unsupported_value'],
    [{ temprature: 1 }, 'temprature', 'unknown_parameter'],
    [{ stream_options: { include_usage: true } }, 'stream_options', 'invalid_value'],
    [{ stream: 'yes' }, 'stream', 'invalid_type'],
    [{ messages: [] }, 'messages', 'empty_value'],
    [{ messages: 'hi' }, 'messages', 'invalid_type'],
    [{ messages: [{ role: 'robot', content: '' }] }, 'messages[0].role', 'invalid_value'],
    [{ messages: [{ role: 'user' }] }, 'messages[0].content', 'missing_required_parameter'],
    [
      { messages: [{ role: 'user', content: [{ type: 'image_url' }] }] },
      'messages[0].content[0].type',
      'invalid_value',
    ],
    [
      { messages: [{ role: 'assistant', content: '', tool_calls: [{}] }] },
      'messages[0].tool_calls',
      'unsupported_parameter',
    ],
    [
      { messages: [{ role: 'user', content: 'hi', weight: 0 }] },
      'messages[0].weight',
      'unsupported_parameter',
    ],
    [{ model: 7 }, 'model', 'invalid_type'],
    [{ slipway: { grounding: 1 } }, 'slipway.grounding', 'invalid_type'],
  ])('refuses %j by name', (body, param, code) => {
    expect(refuse(body)).toMatchObject({ param, code });
  });
});

describe('completion requests', () => {
  it('takes one prompt, also in an array', () => {
    expect(parseTextRequest({ model: 'm', prompt: ['a'] })).toMatchObject({ prompt: 'a', maxTokens: 16 });
    expect(() => parseTextRequest({ model: 'm', prompt: ['a', 'b'] })).toThrow(/prompt/);
    expect(() => parseTextRequest({ model: 'm', prompt: 'a', echo: true })).toThrow(/echo/);
    expect(() => parseTextRequest({ model: 'm', prompt: '' })).toThrow(/empty/);
  });
});
