/**
 * The plan of taking documents in: one copy of each file.
 */
import type { StepPlan } from '@slipway/contracts';
import type { PlanContext } from '@slipway/core';
import type { DocumentsSpec } from './spec.ts';
import { documentsSurvey } from './survey.ts';

/** Bytes and files a second of copying with fsync, on an ordinary disk. */
const bytesPerSecond = 100e6;
const filesPerSecond = 300;

export function planDocuments({ survey }: PlanContext<DocumentsSpec>): StepPlan {
  const { files } = documentsSurvey.parse(survey);
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  return {
    tasks: [
      {
        name: 'copy',
        after: [],
        slice: null,
        resources: { threads: 1, memoryBytes: 2e8, diskBytes: sizeBytes, numGpus: 0 },
      },
    ],
    estimate: {
      durationMs: Math.round((sizeBytes / bytesPerSecond + files.length / filesPerSecond) * 1000),
      basis: {
        en: `${files.length} files, ${(sizeBytes / 1e6).toFixed(1)} MB`,
        zh: `${files.length} 个文件，${(sizeBytes / 1e6).toFixed(1)} MB`,
      },
    },
    outputs: { documents: { sizeBytes, facts: { numDocuments: files.length } } },
    notes: [],
  };
}
