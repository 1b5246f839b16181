/**
 * Answers that rest on passages: found by a real index, put before the model, cited, recorded.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Citation, Digest, Passage } from '@slipway/contracts';
import { createScriptedEngine } from '@slipway/engines/testing';
import { buildSearchIndex, serialiseSearchIndex } from '@slipway/text';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestGateway, type TestGateway } from '../testing/open-test-gateway.ts';
import { readAnswers } from '../testing/read-answers.ts';
import { findCitedNumbers, groundMessages, languageOf, toCitations } from './ground-messages.ts';
import { openIndexRetriever } from './open-index-retriever.ts';

function makePassage(id: string, title: string, text: string): Passage {
  const document = `sha256:${id.repeat(64).slice(0, 64)}` as Digest;
  const path = `docs/${id}.md`;
  return { id, document, path, title, text, headings: [title], language: 'en', start: 0, end: text.length };
}

const passages = [
  makePassage(
    'a',
    'Slipways',
    'A slipway is a ramp on the shore by which ships are moved to and from the water.',
  ),
  makePassage('b', 'Dry docks', 'A dry dock is a basin that can be flooded and drained to float a ship in.'),
  makePassage('c', '船台', '船台是建造和下水船舶的地方，船体在船台上装配。'),
  makePassage('d', 'Gardens', 'Tomatoes want six hours of sun a day and water in the morning.'),
];

let indexDirectory: string;
let opened: TestGateway;
let client: OpenAI;
const prompts: string[] = [];

beforeAll(async () => {
  indexDirectory = await mkdtemp(join(tmpdir(), 'slipway-index-'));
  await mkdir(join(indexDirectory, 'search'));
  await writeFile(
    join(indexDirectory, 'passages.jsonl'),
    passages.map((passage) => `${JSON.stringify(passage)}\n`).join(''),
  );
  for (const [name, bytes] of Object.entries(serialiseSearchIndex(buildSearchIndex(passages))))
    await writeFile(join(indexDirectory, 'search', name), bytes);
  const reply = (prompt: string): string => {
    prompts.push(prompt);
    return 'It is a ramp [1].';
  };
  const engine = createScriptedEngine({ reply, contextTokens: 900 });
  opened = await openTestGateway({ engines: [engine], indexDirectory, contextTokens: 900 });
  client = new OpenAI({ baseURL: `${opened.gateway.url}/v1`, apiKey: opened.secret, maxRetries: 0 });
});
afterAll(async () => {
  await opened.close();
  await rm(indexDirectory, { recursive: true });
});

async function ask(
  content: string,
  extra: object = {},
): Promise<{ citations: Citation[]; citedNumbers: number[]; grounding: string }> {
  const messages = [{ role: 'user' as const, content }];
  const answer = await client.chat.completions.create({ model: 'test', messages, max_tokens: 40, ...extra });
  return (answer as unknown as { slipway: Awaited<ReturnType<typeof ask>> }).slipway;
}

describe('grounded answers', () => {
  it('are given the passages that speak of the question, and say which', async () => {
    const { citations, citedNumbers, grounding } = await ask('What is a slipway?');
    expect(grounding).toBe('passages');
    expect(citations[0]).toMatchObject({
      number: 1,
      passageId: 'a',
      documentPath: 'docs/a.md',
      title: 'Slipways',
    });
    expect(citations.map(({ passageId }) => passageId)).not.toContain('d');
    expect(citedNumbers).toEqual([1]);
    expect(prompts.at(-1)).toContain('[1] Slipways\nA slipway is a ramp');
    expect(prompts.at(-1)).toContain('cite them by their numbers');
  });

  it('are asked for in the language of the question', async () => {
    const { citations } = await ask('船台是做什么的？');
    expect(citations[0]?.passageId).toBe('c');
    expect(prompts.at(-1)).toContain('请根据下面编号的资料回答问题');
  });

  it('carry their citations in the record and in the last chunk of a stream', async () => {
    const stream = await client.chat.completions.create({
      model: 'test',
      messages: [{ role: 'user', content: 'How is a ship floated into a dry dock?' }],
      stream: true,
    });
    let last: { slipway?: { citations: Citation[] } } = {};
    for await (const chunk of stream) last = chunk as unknown as typeof last;
    expect(last.slipway?.citations[0]?.passageId).toBe('b');
    const { begun } = await readAnswers(opened.journalDirectory);
    expect(begun.at(-1)?.citations).toEqual(last.slipway?.citations);
  });

  it('stay as they were where grounding is switched off or nothing fits', async () => {
    expect((await ask('What is a slipway?', { slipway: { grounding: false } })).citations).toEqual([]);
    expect(await ask('zzz qqq')).toMatchObject({ citations: [], grounding: 'none' });
    expect(await ask('hi')).toMatchObject({ citations: [], grounding: 'none' });
    expect(prompts.at(-1)).not.toContain('[system]');
  });

  it('give up passages before they give up the conversation', async () => {
    const { citations } = await ask(`What is a slipway? ${'x'.repeat(420)}`);
    expect(citations.length).toBeLessThan(2);
    expect(prompts.at(-1)).toContain('What is a slipway?');
  });
});

describe('grounding', () => {
  it("keeps the client's own system message first", async () => {
    const retriever = await openIndexRetriever(indexDirectory);
    const citations = toCitations(await retriever.search('slipway', 4));
    const grounded = groundMessages(
      [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'slipway?' },
      ],
      citations,
    );
    expect(grounded).toHaveLength(2);
    expect(grounded[0]?.content.startsWith('Be brief.\n\nAnswer the question')).toBe(true);
  });

  it('finds numbers in every kind of bracket', () => {
    const citations = toCitations(passages.map((passage) => ({ ...passage, score: 1 })));
    expect(findCitedNumbers('see [2] and 【4】, not [9] or 3', citations)).toEqual([2, 4]);
    expect(languageOf('what is 船台?')).toBe('zh');
    expect(languageOf('what?')).toBe('en');
  });
});
