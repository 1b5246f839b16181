/**
 * The plan of a tuning run: tokens by the printed rule, time by the machine's known rate, memory by the model's size.
 */
import type { Facts, Machine, StepPlan } from '@slipway/contracts';
import type { PlanContext } from '@slipway/core';
import type { TrainingSpec } from './spec.ts';
import { decideTokenBudget } from './token-budget.ts';

/** Training tokens a second on two cores, times parameters: measured with 135 M parameters at rank 16. */
const workPerSecond = { bfloat16: 390 * 135e6, float32: 165 * 135e6 };

export function planTraining({ spec, inputs, machine }: PlanContext<TrainingSpec>): StepPlan {
  const base = inputs.base?.[0]?.facts ?? {};
  const pairs = inputs.pairs?.[0]?.facts ?? {};
  const numParameters = numberOf(base, 'numParameters', 135e6);
  const budget = decideTokenBudget(spec, readPairsSize(pairs), numParameters);
  const fastest = hasFastBfloat16(machine) ? 'bfloat16' : 'float32';
  const dtype = spec.dtype === 'auto' ? fastest : spec.dtype;
  const rate = (workPerSecond[dtype] / numParameters) * (machine.threads / 2);
  const weightBytes = numParameters * (dtype === 'bfloat16' ? 2 : 4);
  const adapterBytes = Math.round(numParameters * 0.04 * 4 * (spec.rank / 16));
  return {
    tasks: [
      {
        name: 'train',
        after: [],
        slice: null,
        resources: {
          threads: machine.threads,
          memoryBytes: Math.round(weightBytes + adapterBytes * 4 + 2e9),
          diskBytes: adapterBytes * 8,
          numGpus: 0,
        },
      },
    ],
    estimate: {
      durationMs: Math.round((budget.numTokens / rate) * 1000 + 20_000),
      basis: {
        en: `${budget.numTokens} tokens at about ${Math.round(rate)} tokens/s in ${dtype} on ${machine.threads} threads`,
        zh: `${budget.numTokens} 个词元，${machine.threads} 个线程以 ${dtype} 约每秒 ${Math.round(rate)} 个`,
      },
    },
    outputs: { adapter: { sizeBytes: adapterBytes, facts: { numTokens: budget.numTokens } } },
    notes: [budget.rule],
  };
}

/** Sizes of the pairs as their manifest's facts state them. */
export function readPairsSize(pairs: Facts): { numTrainCharacters: number; hanShare: number } {
  return {
    numTrainCharacters: numberOf(pairs, 'numTrainCharacters', 400_000),
    hanShare: numberOf(pairs, 'hanShare', 0),
  };
}

function hasFastBfloat16(machine: Machine): boolean {
  return (
    machine.gpus.length > 0 ||
    machine.cpuFeatures.some((one) => one === 'avx512_bf16' || one.startsWith('amx'))
  );
}

function numberOf(from: Facts, name: string, otherwise: number): number {
  const value = from[name];
  return typeof value === 'number' ? value : otherwise;
}
