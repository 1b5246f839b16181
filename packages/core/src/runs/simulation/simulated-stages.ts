/**
 * Two small stages for tests of runs: one makes a text, the other joins texts.
 * Invariant: deterministic; they behave badly only where their spec says so.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest, ErrorCode, StepPlan, Task } from '@slipway/contracts';
import { SlipwayError } from '@slipway/contracts';
import { z } from 'zod';
import { defineStage, type RunContext } from '../../ports/stage.ts';
import { catalogueStages, type StageCatalogue } from '../stage-catalogue.ts';

const misbehaviour = {
  /** Milliseconds it takes. */
  takesMs: z.number().int().min(0).max(10_000).default(0),
  /** Error code it fails with. */
  failsWith: z.string().optional(),
  /** How often it fails before it does well. */
  failsTimes: z.number().int().default(1000),
  threads: z.number().int().default(1),
  /** Makes what must not be reused. */
  isPartial: z.boolean().default(false),
};

export const makeText = defineStage({
  name: 'make-text',
  version: '1',
  summary: { en: 'Makes a text', zh: '生成文本' },
  spec: z.strictObject({
    text: z.string(),
    language: z.enum(['english', 'chinese']).default('english'),
    ...misbehaviour,
  }),
  inputs: {},
  outputs: { text: 'documents' },
  preflight: async (spec) => {
    if (spec.text === 'nowhere') throw new SlipwayError({ code: 'documents-missing', message: 'not there' });
  },
  survey: async (spec) => {
    if (spec.text === 'unreachable') throw new SlipwayError({ code: 'network-unreachable', message: 'away' });
    return { numCharacters: spec.text.length };
  },
  plan: ({ spec }) => planOf([taskOf('all', [], spec.threads)]),
  run: async (context) => {
    await behave(context);
    return {
      text: await commitText(context, {
        output: 'text',
        text: context.spec.text,
        isReusable: !context.spec.isPartial,
      }),
    };
  },
});

export const joinTexts = defineStage({
  name: 'join-texts',
  version: '1',
  summary: { en: 'Joins texts', zh: '合并文本' },
  spec: z.strictObject({ separator: z.string().default(' '), ...misbehaviour }),
  inputs: { parts: { kind: 'documents', arity: 'many' }, extra: { kind: 'dataset', arity: 'optional' } },
  outputs: { text: 'documents' },
  plan: ({ spec }) => planOf([taskOf('all', [], spec.threads)]),
  run: async (context) => {
    await behave(context);
    const texts = await Promise.all(
      (context.inputs.parts ?? []).map((part) => readText(context, part.digest)),
    );
    return { text: await commitText(context, { output: 'text', text: texts.join(context.spec.separator) }) };
  },
});

/** Makes two halves in two tasks and joins them in a third. */
export const makeHalves = defineStage({
  name: 'make-halves',
  version: '1',
  summary: { en: 'Makes a text from two halves', zh: '由两半生成文本' },
  spec: z.strictObject({ text: z.string(), ...misbehaviour }),
  inputs: {},
  outputs: { text: 'documents' },
  plan: () => planOf([taskOf('left', [], 1), taskOf('right', [], 1), taskOf('whole', ['left', 'right'], 1)]),
  run: async (context): Promise<Record<string, Digest>> => {
    const { spec, task, taskOutputs } = context;
    const middle = Math.floor(spec.text.length / 2);
    if (task.name !== 'whole') {
      const half = task.name === 'left' ? spec.text.slice(0, middle) : spec.text.slice(middle);
      await behave(context);
      return {
        half: await commitText(context, {
          output: 'half',
          text: half,
          isReusable: !spec.isPartial || task.name === 'right',
        }),
      };
    }
    const halves = [taskOutputs.left?.half, taskOutputs.right?.half].filter((one) => one !== undefined);
    const texts = await Promise.all(halves.map((half) => readText(context, half)));
    return { text: await commitText(context, { output: 'text', text: texts.join('') }) };
  },
});

export function simulatedStages(): StageCatalogue {
  return catalogueStages([makeText, joinTexts, makeHalves]);
}

type Context = RunContext<{ takesMs: number; failsWith?: string | undefined; failsTimes: number }>;

async function behave(context: Context): Promise<void> {
  const { spec, signal, scratchDirectory } = context;
  const startedAt = performance.now();
  for (let done = 0; done < spec.takesMs; done = performance.now() - startedAt) {
    signal.throwIfAborted();
    context.reportProgress({ done, total: spec.takesMs, unit: 'ms' });
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  if (spec.failsWith === undefined) return;
  const countPath = join(scratchDirectory, `failures-${context.task.name}`);
  const numFailed = Number(await readFile(countPath, 'utf8').catch(() => '0'));
  if (numFailed >= spec.failsTimes) return;
  await writeFile(countPath, String(numFailed + 1));
  throw new SlipwayError({ code: spec.failsWith as ErrorCode, message: 'as the spec says' });
}

async function commitText(
  context: RunContext<unknown>,
  { output, text, isReusable = true }: { output: string; text: string; isReusable?: boolean },
): Promise<Digest> {
  const draft = await context.store.draft();
  await draft.writeFile('text.txt', text);
  const inputs = Object.entries(context.inputs).flatMap(([role, list]) =>
    list.map(({ digest }) => ({ role, digest })),
  );
  return context.commit({
    output,
    draft,
    kind: 'documents',
    name: output,
    parents: inputs,
    licences: [],
    facts: { numCharacters: text.length },
    isReusable,
  });
}

async function readText(context: RunContext<unknown>, artifact: Digest): Promise<string> {
  return readFile(await context.store.locateFile(artifact, 'text.txt'), 'utf8');
}

function taskOf(name: string, after: string[], threads: number): Task {
  return { name, after, resources: { threads, memoryBytes: 0, diskBytes: 10, numGpus: 0 }, slice: null };
}

function planOf(tasks: Task[]): StepPlan {
  return {
    tasks,
    estimate: { durationMs: 5, basis: { en: 'simulated', zh: '模拟' } },
    outputs: { text: { sizeBytes: 10, facts: {} } },
    notes: [],
  };
}
