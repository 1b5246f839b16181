import { setTimeout as sleep } from 'node:timers/promises';
import { newId, type Recipe, type Run, type RunId, type RunState, type RunSummary } from '@slipway/contracts';
import { readTourOptions, type TourOptions } from '@slipway/stages';
import { expect, it } from 'vitest';
import { createTourDesk, type TourDesk, type TourDeskOptions } from './tour-desk.ts';

interface Desk {
  desk: TourDesk;
  /** What each run that was started was asked for. */
  started: (TourOptions | undefined)[];
  end(state: RunState): void;
}

function openDesk(): Desk {
  const runs: { id: RunId; state: RunState; recipe: string; definition: Recipe }[] = [];
  const desk = createTourDesk({
    defaultDocuments: '/installed',
    runs: {
      start: async (definition) => {
        await sleep(5);
        const id = newId('run');
        runs.unshift({ id, state: 'running', recipe: definition.name, definition });
        return id;
      },
      newest: async (recipe) => runs.find((run) => run.recipe === recipe) as RunSummary | undefined,
      show: async (id) => runs.find((run) => run.id === id) as unknown as Run,
    },
  } as Pick<TourDeskOptions, 'defaultDocuments' | 'runs'> as TourDeskOptions);
  return {
    desk,
    get started() {
      return runs.map((run) => readTourOptions(run.definition)).reverse();
    },
    end: (state) => {
      for (const run of runs) run.state = state;
    },
  };
}

const defaults = { documents: '/installed', model: 'default', size: 'full' };

it('goes on with the choices of the newest tour where none are given', async () => {
  const opened = openDesk();
  await opened.desk.start({});
  expect(opened.started).toEqual([defaults]);
  opened.end('succeeded');
  const mine = { documents: '/mine', model: 'bilingual', size: 'small' } as const;
  await opened.desk.start(mine);
  opened.end('failed');
  await opened.desk.start({});
  opened.end('cancelled');
  await opened.desk.start({ size: 'full' });
  expect(opened.started.slice(1)).toEqual([mine, mine, { ...mine, size: 'full' }]);
  opened.end('succeeded');
  await opened.desk.start({ licence: 'MIT' });
  opened.end('succeeded');
  await opened.desk.start({});
  opened.end('succeeded');
  await opened.desk.start({ documents: '/other' });
  expect(opened.started.slice(4).map((one) => one?.licence)).toEqual(['MIT', 'MIT', undefined]);
});

it('a tour that runs is given to whoever asks for the same, and refused to whoever asks for another', async () => {
  const opened = openDesk();
  const { desk } = opened;
  const first = await desk.start({ documents: '/mine', model: 'english' });
  expect(await desk.start({})).toBe(first);
  expect(await desk.start({ documents: '/mine', size: 'full' })).toBe(first);
  for (const other of [{ documents: '/other' }, { model: 'bilingual' }, { size: 'small' as const }]) {
    await expect(desk.start(other)).rejects.toMatchObject({
      code: 'tour-already-running',
      hint: expect.stringContaining(first),
    });
  }
  expect(opened.started).toHaveLength(1);
});

it('starts one tour for two who ask at once', async () => {
  const opened = openDesk();
  const [one, two] = await Promise.all([opened.desk.start({}), opened.desk.start({})]);
  expect(one).toBe(two);
  expect(opened.started).toEqual([defaults]);
  const third = await Promise.allSettled([opened.desk.start({ model: 'bilingual' }), opened.desk.start({})]);
  expect(third.map((one) => one.status)).toEqual(['rejected', 'fulfilled']);
});
