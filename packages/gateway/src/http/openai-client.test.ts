/**
 * The official OpenAI JavaScript client, unchanged, against the gateway.
 */
import { createScriptedEngine } from '@slipway/engines/testing';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/open-test-gateway.ts';

let opened: TestGateway;
let client: OpenAI;
const messages = [{ role: 'user' as const, content: '船台是什么？' }];

beforeAll(async () => {
  const reply = (prompt: string): string =>
    prompt.includes('船台') ? '船台是造船的地方。🚢' : `You said: ${prompt}`;
  opened = await openTestGateway({
    engines: [createScriptedEngine({ reply, contextTokens: 300 })],
    contextTokens: 300,
  });
  client = new OpenAI({ baseURL: `${opened.gateway.url}/v1`, apiKey: opened.secret, maxRetries: 0 });
});
afterAll(() => opened.close());

describe('the official client', () => {
  it('lists and finds models', async () => {
    const models = await client.models.list();
    expect(models.data.map(({ id }) => id)).toEqual(['test']);
    expect(await client.models.retrieve('test')).toMatchObject({
      id: 'test',
      object: 'model',
      owned_by: 'slipway',
    });
    await expect(client.models.retrieve('none')).rejects.toBeInstanceOf(OpenAI.NotFoundError);
  });

  it('gets a whole chat answer with its usage and its receipt', async () => {
    const { data, response } = await client.chat.completions
      .create({ model: 'test', messages })
      .withResponse();
    expect(data.choices[0]?.message).toEqual({
      role: 'assistant',
      content: '船台是造船的地方。🚢',
      refusal: null,
    });
    expect(data.choices[0]?.finish_reason).toBe('stop');
    expect(data.object).toBe('chat.completion');
    expect(data.usage?.total_tokens).toBe(
      (data.usage?.prompt_tokens ?? 0) + (data.usage?.completion_tokens ?? 0),
    );
    expect(response.headers.get('x-slipway-answer')).toBe(data.id);
    expect((data as unknown as { slipway: unknown }).slipway).toEqual({
      answerId: data.id,
      citations: [],
      grounding: 'none',
      citedNumbers: [],
      receiptPath: `/api/receipts/${data.id}`,
    });
  });

  it('streams: role first, text, finish, usage', async () => {
    const stream = await client.chat.completions.create({
      model: 'test',
      messages,
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    expect(chunks[0]?.choices[0]?.delta).toMatchObject({ role: 'assistant', content: '' });
    expect(chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('')).toBe(
      '船台是造船的地方。🚢',
    );
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
    expect(chunks.at(-1)?.choices).toEqual([]);
    expect(chunks.at(-1)?.usage?.completion_tokens).toBeGreaterThan(10);
    for (const chunk of chunks.slice(0, -1)) expect(chunk.usage).toBeNull();
    expect(new Set(chunks.map(({ id }) => id)).size).toBe(1);
  });

  it("runs the client's own stream helper to the same text", async () => {
    const runner = client.chat.completions.stream({ model: 'test', messages });
    expect(await runner.finalContent()).toBe('船台是造船的地方。🚢');
  });

  it('completes plain text, whole and streamed, 16 tokens by default', async () => {
    const whole = await client.completions.create({ model: 'test', prompt: 'abc' });
    expect(whole).toMatchObject({
      object: 'text_completion',
      choices: [{ text: 'You said: abc', finish_reason: 'stop' }],
    });
    const cut = await client.completions.create({ model: 'test', prompt: ['abcdefghijkl'] });
    expect(cut.choices[0]).toMatchObject({ finish_reason: 'length', text: 'You said: abcdef' });
    const stream = await client.completions.create({ model: 'test', prompt: 'abc', stream: true });
    let text = '';
    for await (const chunk of stream) text += chunk.choices[0]?.text ?? '';
    expect(text).toBe('You said: abc');
  });

  it('honours stop, max_tokens and max_completion_tokens', async () => {
    const stopped = await client.chat.completions.create({ model: 'test', messages, stop: ['造船'] });
    expect(stopped.choices[0]?.message.content).toBe('船台是');
    const short = await client.chat.completions.create({ model: 'test', messages, max_completion_tokens: 3 });
    expect(short.choices[0]).toMatchObject({ finish_reason: 'length', message: { content: '船' } });
    expect(short.usage?.completion_tokens).toBe(3);
  });

  it('accepts text parts and a developer message', async () => {
    const answer = await client.chat.completions.create({
      model: 'test',
      messages: [
        { role: 'developer', content: 'short' },
        {
          role: 'user',
          content: [
            { type: 'text', text: '船' },
            { type: 'text', text: '台' },
          ],
        },
      ],
    });
    expect(answer.choices[0]?.message.content).toContain('造船');
  });

  it('raises its own errors for keys, models, parameters and length', async () => {
    const stranger = new OpenAI({ baseURL: `${opened.gateway.url}/v1`, apiKey: 'sw-wrong', maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' });
    await expect(client.chat.completions.create({ model: 'gone', messages })).rejects.toMatchObject({
      status: 404,
      code: 'model_not_found',
    });
    await expect(client.chat.completions.create({ model: 'test', messages, n: 2 })).rejects.toMatchObject({
      status: 400,
      param: 'n',
      type: 'invalid_request_error',
    });
    const long = [{ role: 'user' as const, content: 'x'.repeat(400) }];
    const error = await client.chat.completions
      .create({ model: 'test', messages: long })
      .catch((cause) => cause);
    expect(error).toBeInstanceOf(OpenAI.BadRequestError);
    expect(error).toMatchObject({ code: 'context_length_exceeded', param: 'messages' });
    expect(error.message).toMatch(/300 tokens.*4\d\d tokens/);
    await expect(
      client.chat.completions.create({ model: 'test', messages, max_tokens: 290 }),
    ).rejects.toMatchObject({ code: 'context_length_exceeded' });
  });
});
