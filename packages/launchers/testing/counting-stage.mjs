// A stage that counts up to a number, slowly, going on where an attempt before stopped; then adds its inputs' counts. For tests.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

export const countingStage = {
  name: 'count',
  version: '1',
  summary: { en: 'Counts', zh: '计数' },
  spec: z.strictObject({ upTo: z.number().int(), everyMs: z.number().default(5) }),
  inputs: { counts: { kind: 'dataset', arity: 'many' } },
  outputs: { count: 'dataset' },
  plan: () => ({
    tasks: [
      {
        name: 'all',
        after: [],
        resources: { threads: 1, memoryBytes: 0, diskBytes: 0, numGpus: 0 },
        slice: null,
      },
    ],
    estimate: { durationMs: 100, basis: { en: 'scripted', zh: '按脚本' } },
    outputs: { count: { sizeBytes: 4, facts: {} } },
    notes: [],
  }),
  async run(context) {
    const { spec, scratchDirectory, store, signal } = context;
    await mkdir(scratchDirectory, { recursive: true });
    const place = join(scratchDirectory, 'reached');
    let reached = Number(await readFile(place, 'utf8').catch(() => '0')) || 0;
    for (; reached < spec.upTo; reached += 1) {
      signal.throwIfAborted();
      context.reportProgress({ done: reached, total: spec.upTo, unit: 'numbers' });
      await writeFile(place, String(reached));
      await pause(spec.everyMs);
    }
    const inputs = context.inputs.counts ?? [];
    const sum = inputs.reduce((total, { manifest }) => total + manifest.facts.count, reached);
    const draft = await store.draft();
    await draft.writeFile('count.txt', `${sum}\n`);
    const count = await context.commit({
      output: 'count',
      draft,
      kind: 'dataset',
      name: 'count',
      parents: inputs.map(({ digest }) => ({ role: 'counts', digest })),
      licences: [],
      facts: { count: sum },
    });
    return { count };
  },
};
