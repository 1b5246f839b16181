/**
 * The plan of an evaluation: tokens to score, at the machine's rate for prompts.
 */
import type { StepPlan } from '@slipway/contracts';
import type { PlanContext } from '@slipway/core';
import type { EvaluationSpec } from './spec.ts';

/** Prompt tokens a second on two cores, times parameters: measured with 135 M parameters. */
const workPerSecond = 300 * 135e6;

export function planEvaluation({ spec, inputs, machine }: PlanContext<EvaluationSpec>): StepPlan {
  const model = inputs.model?.[0];
  const numParameters = typeof model?.facts.numParameters === 'number' ? model.facts.numParameters : 135e6;
  const rate = (workPerSecond / numParameters) * (machine.threads / 2);
  const numTokens = spec.tasks.length * spec.maxSamples * spec.maxTokens;
  return {
    tasks: [
      {
        name: 'score',
        after: [],
        slice: null,
        resources: {
          threads: machine.threads,
          memoryBytes: Math.round((model?.sizeBytes ?? 3e8) * 1.2 + 5e8),
          diskBytes: 1e6,
          numGpus: 0,
        },
      },
    ],
    estimate: {
      durationMs: Math.round((numTokens / rate) * 1000 + 3000),
      basis: {
        en: `at most ${numTokens} tokens at about ${Math.round(rate)} tokens/s`,
        zh: `至多 ${numTokens} 个词元，约每秒 ${Math.round(rate)} 个`,
      },
    },
    outputs: { evaluation: { sizeBytes: 1e5, facts: {} } },
    notes: [],
  };
}
