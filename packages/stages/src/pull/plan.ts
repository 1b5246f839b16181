/**
 * The plan of a pull: bytes over an assumed line.
 */
import type { StepPlan } from '@slipway/contracts';
import type { PlanContext } from '@slipway/core';
import type { PullSpec } from './spec.ts';
import { resolvedModel } from './survey.ts';

/** Bytes a second of an ordinary office line, as a planning figure. */
const bytesPerSecond = 10e6;

export function planPull({ survey }: PlanContext<PullSpec>): StepPlan {
  const model = resolvedModel.parse(survey);
  const sizeBytes = model.sizeBytes ?? 5e8;
  const isLocal = model.sources.every((source) => source.startsWith('file:'));
  return {
    tasks: [
      {
        name: 'pull',
        after: [],
        slice: null,
        resources: {
          threads: 1,
          memoryBytes: 3e8,
          diskBytes: isLocal ? sizeBytes : sizeBytes * 2,
          numGpus: 0,
        },
      },
    ],
    estimate: {
      durationMs: Math.round((sizeBytes / (isLocal ? 1e9 : bytesPerSecond)) * 1000),
      basis: {
        en: `${Math.round(sizeBytes / 1e6)} MB${isLocal ? ' on this machine' : ' at an assumed 10 MB/s'}`,
        zh: `${Math.round(sizeBytes / 1e6)} MB，${isLocal ? '已在本机' : '假定每秒 10 MB'}`,
      },
    },
    outputs: {
      model: { sizeBytes, facts: model.numParameters ? { numParameters: model.numParameters } : {} },
    },
    notes: model.sources.map((source, place) => ({
      en: `source ${place + 1}: ${source}`,
      zh: `来源 ${place + 1}：${source}`,
    })),
  };
}
