/**
 * One small tour from documents to a model in service, by the real command line: its summary, lineage, receipt, statement, and a second
 * start that makes nothing anew.
 */
import { existsSync } from 'node:fs';
import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type Digest,
  type TourSummary,
  type Trace,
  tourSteps,
  tourSummary,
  trace as traceSchema,
  type VerifiedReceipt,
  verifiedReceipt,
} from '@slipway/contracts';
import { openDatabase } from '@slipway/core';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ended, openSlipway, type Slipway } from '../command-line/run-slipway.ts';
import { browserPath } from '../studio/browser.ts';
import { visitPage } from './visit-page.ts';

const { SLIPWAY_TEST_MODEL: model, SLIPWAY_TEST_PYTHON: python } = process.env;
/** Folder of Python environments that the test's interpreter is in; a tour that had to make its own would load a gigabyte. */
const environments = python && dirname(dirname(dirname(python)));
const isReady = Boolean(
  model && existsSync(model) && environments && existsSync(join(environments, `${readName()}.json`)),
);
if (!isReady)
  console.warn(
    'skipped: a tour needs SLIPWAY_TEST_MODEL and an interpreter of Slipway’s own in SLIPWAY_TEST_PYTHON',
  );

const hasStudio = existsSync(new URL('../../packages/studio/dist/index.html', import.meta.url));
if (!hasStudio) console.warn('skipped: the page of a tour needs the built studio; run npm run build');

function readName(): string {
  const folder = python ? (dirname(dirname(python)).split('/').at(-1) ?? '') : '';
  return folder.replace(/-[^-]+$/, '');
}

const tourPatienceMs = 30 * 60_000;

describe.skipIf(!isReady)('a small tour', () => {
  let slipway: Slipway;
  let first: Ended & { summary: TourSummary };

  const startTour = async () => {
    const ended = await slipway.run(
      'start',
      '--small',
      '--exit',
      '--json',
      '--port',
      '0',
      '--model',
      model as string,
    );
    // The summary is the one thing on standard output.
    const lines = ended.output.trim().split('\n');
    expect(lines, ended.errors).toHaveLength(1);
    return { ...ended, summary: tourSummary.strict().parse(JSON.parse(lines[0] as string)) };
  };

  beforeAll(async () => {
    slipway = await openSlipway({ environment: { SLIPWAY_ENVIRONMENTS: environments as string } });
    first = await startTour();
  }, tourPatienceMs);
  afterAll(() => slipway?.dispose());

  const answerOf = ({ summary }: { summary: TourSummary }) => {
    if (!summary.answer) throw new Error('the tour has no answer');
    return summary.answer;
  };
  const digestOf = (step: string, output: string): Digest => {
    const made = first.summary.steps.find((one) => one.name === step)?.outputs[output];
    if (!made) throw new Error(`step ${step} made no ${output}`);
    return made;
  };
  const readReceipt = async (): Promise<{ exitCode: number | null; verified: VerifiedReceipt }> => {
    const { exitCode, last } = await slipway.runJson('receipt', answerOf(first).id);
    return { exitCode, verified: verifiedReceipt.parse(last) };
  };

  it('passes every step and gate', () => {
    const { exitCode, summary } = first;
    expect({ exitCode, passed: summary.passed, error: summary.error }).toEqual({ exitCode: 0, passed: true });
    expect(summary.steps.map((one) => one.name)).toEqual([...tourSteps]);
    expect(summary.steps.every((one) => one.state === 'succeeded' && !one.isReused)).toBe(true);
    expect(summary.gates.map((one) => [one.handover, one.passed])).toEqual([
      ['merge', true],
      ['quantise', true],
      ['serve', true],
    ]);
    expect(summary.documents?.numDocuments).toBeGreaterThan(30);
    expect(summary.pairs?.numTrain).toBeGreaterThan(50);
    expect(summary.training?.losses.length).toBe(summary.training?.numSteps);
    expect(summary.scores.map((one) => one.label)).toEqual(['base', 'tuned', 'quantised']);
    expect(summary.comparisons.map((one) => one.task)).toEqual(
      expect.arrayContaining(['answers', 'documents', 'choices']),
    );
    expect(summary.caveat?.zh).toMatch(/参数/);
  });

  it('answers with passages, a verified receipt and a statement', () => {
    const { summary } = first;
    const { text, citations, receipt } = answerOf(first);
    expect(text.trim()).not.toBe('');
    expect(citations.length).toBeGreaterThan(0);
    expect(receipt).toMatchObject({ isVerified: true });
    expect(receipt.receipt.model.digest).toBe(digestOf('quantised', 'model'));
    expect(receipt.receipt.base?.digest).toBe(digestOf('base', 'model'));
    expect(receipt.receipt.adapter?.digest).toBe(digestOf('adapter', 'adapter'));
    expect(receipt.receipt.dataset?.digest).toBe(digestOf('dataset', 'dataset'));
    expect(summary.statement?.total).toMatchObject({
      numRequests: 1,
      numPromptTokens: receipt.receipt.usage.numPromptTokens,
      numOutputTokens: receipt.receipt.usage.numOutputTokens,
    });
  });

  it('traces an answer up to documents, specs and licences', { timeout: 120_000 }, async () => {
    const traced = traceSchema.parse((await slipway.runJson('trace', answerOf(first).id)).last);
    expect(traced).toMatchObject({ direction: 'up', root: answerOf(first).id, numLeftOut: 0 });
    const made = [
      ['quantised', 'model'],
      ['merged', 'model'],
      ['base', 'model'],
      ['adapter', 'adapter'],
      ['pairs', 'pairs'],
      ['passages', 'index'],
      ['dataset', 'dataset'],
      ['documents', 'documents'],
      ['gate-merged', 'report'],
      ['gate-quantised', 'report'],
      ['service', 'report'],
    ] as const;
    for (const [step, output] of made) {
      const node = traced.nodes.find((one) => one.reference === digestOf(step, output));
      expect(node, step).toMatchObject({
        stage: expect.any(String),
        stageVersion: expect.any(String),
        spec: expect.any(Object),
      });
      expect(node?.licences, step).not.toEqual([]);
      // What is made of the documents carries their licence, which nobody stated here.
      const licences = node?.licences.map((one) => one.spdx);
      if (step !== 'base') expect(licences, step).toContain('unknown');
    }
    expect(kindsOf(traced)).toEqual(expect.arrayContaining(['answer', 'deployment', 'document']));
    const cited = traced.nodes.filter((one) => one.kind === 'document').map((one) => one.name);
    expect(cited).toEqual(expect.arrayContaining(answerOf(first).citations.map((one) => one.documentPath)));
    const printed = await slipway.run('trace', answerOf(first).id);
    for (const word of ['deployment tour', 'adapter', 'dataset', 'documents', 'scheme=q8_0', 'unknown'])
      expect(printed.output).toContain(word);
  });

  it('traces a document, by its path or its digest, down to all it touched', {
    timeout: 120_000,
  }, async () => {
    const [citation] = answerOf(first).citations;
    if (!citation) throw new Error('nothing was cited');
    const byPath = traceSchema.parse((await slipway.runJson('trace', citation.documentPath)).last);
    const byDigest = traceSchema.parse((await slipway.runJson('trace', citation.document)).last);
    for (const traced of [byPath, byDigest]) {
      expect(traced.direction).toBe('down');
      const below = new Set(traced.nodes.map((one) => one.reference));
      const touched = [
        'dataset.dataset',
        'passages.index',
        'pairs.pairs',
        'adapter.adapter',
        'merged.model',
        'quantised.model',
      ];
      for (const name of touched) {
        const [step = '', output = ''] = name.split('.');
        expect(below, name).toContain(digestOf(step, output));
      }
      expect(below).toContain(answerOf(first).id);
      expect(below).toContain(answerOf(first).receipt.receipt.deploymentId);
    }
  });

  it('says that a receipt is verified, and which line is not', { timeout: 300_000 }, async () => {
    const sound = await readReceipt();
    expect(sound).toMatchObject({ exitCode: 0, verified: { isVerified: true } });
    const places = [
      { line: 'model', digest: digestOf('quantised', 'model'), path: 'model.gguf' },
      { line: 'dataset', digest: digestOf('dataset', 'dataset'), path: 'card.json' },
      { line: 'gates', digest: digestOf('gate-merged', 'report'), path: 'report.json' },
    ];
    for (const { line, digest, path } of places) {
      const mend = await tamperFile(slipway.home, digest, path);
      const { exitCode, verified } = await readReceipt();
      expect({ exitCode, isVerified: verified.isVerified, wrong: wrongLines(verified) }).toEqual({
        exitCode: 1,
        isVerified: false,
        wrong: [line],
      });
      await mend();
    }
    expect((await readReceipt()).verified.isVerified).toBe(true);
    const printed = await slipway.run('receipt', answerOf(first).id);
    expect(printed.output).toContain('verified against the store');
  });

  it('finds a changed row of the ledger and a changed passage', { timeout: 300_000 }, async () => {
    const id = answerOf(first).id;
    const changes = [
      {
        line: 'tokens',
        change: 'update usage_events set num_output_tokens = num_output_tokens + 1 where answer_id = $1',
      },
      {
        line: 'passages',
        change: `update answers set citations = replace(citations, '"text":"', '"text":"Not so: ') where id = $1`,
      },
    ];
    for (const { line, change } of changes) {
      const mend = await tamperLedger(slipway.home, id, change);
      const { verified, exitCode } = await readReceipt();
      expect(exitCode).toBe(1);
      expect(wrongLines(verified)).toContain(line);
      const printed = await slipway.run('receipt', id);
      expect(printed.output).toContain('NOT verified');
      expect(printed.output).toMatch(new RegExp(`✗ ${line}`));
      await mend();
    }
    expect((await readReceipt()).verified.isVerified).toBe(true);
  });

  it('serves the official OpenAI client from a server that was started again', {
    timeout: 180_000,
  }, async () => {
    const server = await slipway.start(['up', '--port', '0', '--json'], /"url"/);
    try {
      const { url } = JSON.parse(server.line) as { url: string };
      const made = (await slipway.runJson('keys', 'make', 'Harbour', '--industry', 'shipping')).last as {
        secret: string;
      };
      const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: made.secret, maxRetries: 10 });
      const listModels = async () => (await client.models.list()).data.map((one) => one.id);
      // A model is listed once its engine has it in memory again.
      await expect.poll(listModels, { timeout: 90_000, interval: 500 }).toContain('tour');
      const question = answerOf(first).question;
      const answer = await client.chat.completions.create({
        model: 'tour',
        messages: [{ role: 'user', content: question }],
        max_tokens: 120,
      });
      // Greedy, the same model, the same passages: the same words.
      expect(answer.choices[0]?.message.content).toBe(answerOf(first).text);
      const statement = await slipway.run('statement', '--by', 'customer,industry,model', '--csv');
      const { prompt_tokens, completion_tokens } = answer.usage ?? {};
      expect(statement.output).toMatch(
        new RegExp(`Harbour.*shipping.*tour.*1.*${prompt_tokens}.*${completion_tokens}`),
      );
    } finally {
      expect((await server.stop()).exitCode).toBe(0);
    }
  });

  it.skipIf(!browserPath || !hasStudio)(
    'opens in a browser by its one-time link, once, and answers there',
    { timeout: 300_000 },
    async () => {
      const server = await slipway.start(['up', '--port', '0', '--json'], /"url"/);
      try {
        const { link } = JSON.parse(server.line) as { link: string };
        await expect.poll(() => isServing(), { timeout: 90_000, interval: 500 }).toBe(true);
        const question = 'What is a promise?';
        const { path, receipt, secondVisit, errors } = await visitPage(link, question);
        expect({ path, errors }).toEqual({ path: '/', errors: [] });
        expect(receipt).toContain('verified against the store');
        expect(secondVisit).toContain('This link has been used');
        expect(secondVisit).not.toContain(answerOf(first).question);
      } finally {
        expect((await server.stop()).exitCode).toBe(0);
      }
    },
  );

  const isServing = async () => {
    const { deployments } = (await slipway.runJson('deploy')).last as {
      deployments: { alias: string; state: string }[];
    };
    return deployments.some(({ alias, state }) => alias === 'tour' && state === 'serving');
  };

  it('reuses every step the second time', { timeout: tourPatienceMs }, async () => {
    const second = await startTour();
    expect({ exitCode: second.exitCode, error: second.summary.error }).toEqual({ exitCode: 0 });
    expect(second.summary.steps.filter((one) => !one.isReused).map((one) => one.name)).toEqual([]);
    const outputs = (summary: TourSummary) => summary.steps.map((one) => [one.name, one.outputs]);
    expect(outputs(second.summary)).toEqual(outputs(first.summary));
    expect(answerOf(second).text).toBe(answerOf(first).text);
    expect(second.summary.durationMs).toBeLessThan(10_000);
  });
});

function kindsOf({ nodes }: Trace): string[] {
  return [...new Set(nodes.map((one) => one.kind))];
}

function wrongLines({ checks }: VerifiedReceipt): string[] {
  return checks.filter((one) => !one.passed).map((one) => one.name);
}

/** Changes one byte in the middle of a stored file. @returns what puts it back */
async function tamperFile(home: string, artifact: Digest, path: string): Promise<() => Promise<void>> {
  const hex = (digest: string) => digest.slice('sha256:'.length);
  const manifest = JSON.parse(
    await readFile(
      join(home, 'store', 'manifests', hex(artifact).slice(0, 2), `${hex(artifact)}.json`),
      'utf8',
    ),
  ) as { files: { path: string; digest: string }[] };
  const digest = manifest.files.find((one) => one.path === path)?.digest;
  if (!digest) throw new Error(`${artifact} has no ${path}`);
  const blob = join(home, 'store', 'blobs', hex(digest).slice(0, 2), hex(digest));
  const sound = await readFile(blob);
  const changed = Buffer.from(sound);
  const middle = changed.length >> 1;
  changed[middle] = (changed[middle] ?? 0) ^ 1;
  await rewrite(blob, changed);
  return () => rewrite(blob, sound);
}

async function rewrite(path: string, content: Buffer): Promise<void> {
  await rm(path, { force: true });
  await writeFile(path, content);
  await chmod(path, 0o444);
}

/** Changes rows of the ledger behind the server's back. @returns what puts them back */
async function tamperLedger(home: string, id: string, change: string): Promise<() => Promise<void>> {
  const withLedger = async (
    work: (
      query: (statement: string, values?: unknown[]) => Promise<Record<string, unknown>[]>,
    ) => Promise<void>,
  ) => {
    const database = await openDatabase({ directory: join(home, 'database') });
    try {
      await database.scriptTransaction((session) =>
        work((statement, values) => session.query(statement, values)),
      );
    } finally {
      await database.close();
    }
  };
  const before: Record<string, unknown> = {};
  await withLedger(async (query) => {
    const [usage] = await query('select num_output_tokens from usage_events where answer_id = $1', [id]);
    const [answer] = await query('select citations from answers where id = $1', [id]);
    Object.assign(before, usage, answer);
    await query(change, [id]);
  });
  return () =>
    withLedger(async (query) => {
      await query('update usage_events set num_output_tokens = $2 where answer_id = $1', [
        id,
        before.num_output_tokens,
      ]);
      await query('update answers set citations = $2 where id = $1', [id, before.citations]);
    });
}
