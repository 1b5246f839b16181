/**
 * The plan of taking documents in: one copy of each file, or of each object by way of the network; and what is left alone.
 */
import type { StepPlan } from '@slipway/contracts';
import type { PlanContext } from '@slipway/core';
import { noteOthers } from './note-others.ts';
import type { DocumentsSpec } from './spec.ts';
import { type DocumentsSurvey, documentsSurvey } from './survey.ts';

interface Rates {
  bytesPerSecond: number;
  itemsPerSecond: number;
}

/** Of copying with fsync, on an ordinary disk. */
const ofDisk: Rates = { bytesPerSecond: 100e6, itemsPerSecond: 300 };
/** Of several objects at once over a line of half a gigabit. */
const ofNetwork: Rates = { bytesPerSecond: 60e6, itemsPerSecond: 100 };

export function planDocuments({ spec, survey }: PlanContext<DocumentsSpec>): StepPlan {
  const surveyed = documentsSurvey.parse(survey);
  const { items, rates, en, zh } = describe(surveyed);
  const sizeBytes = items.reduce((sum, item) => sum + item.sizeBytes, 0);
  const size = `${(sizeBytes / 1e6).toFixed(1)} MB`;
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
      durationMs: Math.round((sizeBytes / rates.bytesPerSecond + items.length / rates.itemsPerSecond) * 1000),
      basis: { en: `${en}, ${size}`, zh: `${zh}，${size}` },
    },
    outputs: { documents: { sizeBytes, facts: { numDocuments: items.length } } },
    notes: noteOthers(spec, surveyed.unwanted),
  };
}

function describe(survey: DocumentsSurvey): {
  items: readonly { sizeBytes: number }[];
  rates: Rates;
  en: string;
  zh: string;
} {
  if (!('bucket' in survey)) {
    const { files: items } = survey;
    return { items, rates: ofDisk, en: `${items.length} files`, zh: `${items.length} 个文件` };
  }
  const { objects: items, bucket } = survey;
  return {
    items,
    rates: ofNetwork,
    en: `${items.length} objects of bucket ${bucket}`,
    zh: `存储桶 ${bucket} 中的 ${items.length} 个对象`,
  };
}
