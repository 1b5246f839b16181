/**
 * The order in which a run reads from several datasets, computed for any step without the steps before it.
 * Each dataset's draws are spread evenly over the run: draw j of n stands at (j + phase) / n, and steps are all draws by these times
 * (low-discrepancy, as Megatron-LM's blending, but with no table). Each epoch of a dataset is a permutation of its own.
 * Invariant: at any step a dataset's draws differ from its share of them by less than one more than there are datasets; nothing depends on
 * workers or restarts.
 * Refuses: to weigh; `planMixture` says how often each dataset is read.
 */
import { invariant } from '@slipway/contracts';
import { hashFraction } from '../hash/hash-fraction.ts';
import { createPermutation, type Permutation } from '../shuffle/create-permutation.ts';

export interface DrawnDataset {
  name: string;
  /** Documents or sequences that the dataset has. */
  numItems: number;
  /** How many of them the run reads, repetitions counted: about epochs times items. */
  numDraws: number;
}

export interface Draw {
  /** Place of the dataset among those given. */
  dataset: number;
  /** 0 while its items are read for the first time. */
  epoch: number;
  /** The item, from 0. */
  item: number;
}

export interface Interleaving {
  readonly numSteps: number;
  /** All draws from a step on; finding it takes some sixty looks at each dataset. */
  from(step: number): Generator<Draw, void>;
  /** The steps at which an item of a dataset is read, one an epoch that reaches it: the inverse of `from`. */
  stepsOf(dataset: number, item: number): number[];
}

/** The interleaving of datasets that a seed names. */
export function interleaveDatasets(datasets: readonly DrawnDataset[], seed: string): Interleaving {
  const numSteps = datasets.reduce((sum, { numDraws }) => sum + numDraws, 0);
  const lanes = datasets.map((dataset) => openLane(dataset, seed));
  return {
    numSteps,
    *from(step) {
      invariant(step >= 0 && step <= numSteps, `a step up to ${numSteps}`);
      const start = timeOf(step, lanes);
      const drawn = lanes.map((lane) => lane.countBefore(start));
      const next = drawn.map((count, place) => lanes[place]?.timeOf(count) ?? Infinity);
      for (let at = drawn.reduce((sum, count) => sum + count, 0); at < numSteps; at += 1) {
        const dataset = leastOf(next);
        const lane = lanes[dataset] as Lane;
        const draw = drawn[dataset] ?? 0;
        drawn[dataset] = draw + 1;
        next[dataset] = lane.timeOf(draw + 1);
        if (at >= step) yield { dataset, ...lane.draw(draw) };
      }
    },
    stepsOf(dataset, item) {
      const lane = lanes[dataset];
      invariant(lane, `there is a dataset ${dataset}`);
      return lane.drawsOf(item).map((draw) => stepOf({ dataset, draw }, lanes));
    },
  };
}

/** How many draws stand before one: at equal times the dataset that was given first draws first. */
function stepOf({ dataset, draw }: { dataset: number; draw: number }, lanes: readonly Lane[]): number {
  const time = lanes[dataset]?.timeOf(draw) ?? 0;
  return lanes.reduce((sum, lane, place) => {
    if (place === dataset) return sum + draw;
    const before = lane.countBefore(time);
    return sum + before + (place < dataset && lane.timeOf(before) === time ? 1 : 0);
  }, 0);
}

interface Lane {
  /** When a draw stands, infinite after the last. */
  timeOf(draw: number): number;
  /** How many draws stand before a time. */
  countBefore(time: number): number;
  draw(draw: number): Omit<Draw, 'dataset'>;
  /** The draws of an item, one an epoch that reaches it. */
  drawsOf(item: number): number[];
}

function openLane({ name, numItems, numDraws }: DrawnDataset, seed: string): Lane {
  invariant(numItems > 0 || numDraws === 0, `${name} has items to draw`);
  const phase = hashFraction('interleave', seed, name);
  const numEpochs = numItems === 0 ? 0 : Math.ceil(numDraws / numItems);
  const orders = new Map<number, Permutation>();
  const orderOf = (epoch: number) => {
    const known = orders.get(epoch);
    if (known) return known;
    const order = createPermutation(numItems, JSON.stringify([seed, name, epoch]));
    orders.set(epoch, order);
    return order;
  };
  const timeOf = (draw: number) => (draw < numDraws ? (draw + phase) / numDraws : Infinity);
  return {
    timeOf,
    countBefore(time) {
      let count = Math.min(numDraws, Math.max(0, Math.ceil(time * numDraws - phase)));
      // The product is rounded; the times themselves decide.
      while (count > 0 && timeOf(count - 1) >= time) count -= 1;
      while (timeOf(count) < time) count += 1;
      return count;
    },
    draw(draw) {
      const epoch = Math.floor(draw / numItems);
      return { epoch, item: orderOf(epoch).at(draw % numItems) };
    },
    drawsOf(item) {
      return Array.from(
        { length: numEpochs },
        (_, epoch) => epoch * numItems + orderOf(epoch).placeOf(item),
      ).filter((draw) => draw < numDraws);
    },
  };
}

/** The last time before which at most `step` draws stand. */
function timeOf(step: number, lanes: readonly Lane[]): number {
  let low = 0;
  for (let high = 2; ; ) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return low;
    const count = lanes.reduce((sum, lane) => sum + lane.countBefore(middle), 0);
    if (count <= step) low = middle;
    else high = middle;
  }
}

function leastOf(times: readonly number[]): number {
  let least = 0;
  for (let place = 1; place < times.length; place += 1)
    if ((times[place] as number) < (times[least] as number)) least = place;
  return least;
}
