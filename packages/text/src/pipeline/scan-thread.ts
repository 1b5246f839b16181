/**
 * The script of a thread that scans units, one job a unit.
 */
import { workerData } from 'node:worker_threads';
import { type InputOpener, loadInputOpener } from '../sources/input-opener.ts';
import { serveJobs } from '../threads/serve-jobs.ts';
import { openScanTools, type ScanTools } from './open-scan-tools.ts';
import type { PipelineAids } from './pipeline-aids.ts';
import type { PipelineRecipe } from './pipeline-recipe.ts';
import type { Unit } from './plan-units.ts';
import { scanUnit } from './scan-unit.ts';

export interface ScanThreadData {
  recipe: PipelineRecipe;
  folder: string;
  key: string;
  aids: PipelineAids;
  /** For inputs that are no files. */
  opener?: InputOpener | undefined;
}

const { recipe, folder, key, aids, opener } = workerData as ScanThreadData;
let tools: Promise<ScanTools> | undefined;

async function openTools(): Promise<ScanTools> {
  const opened = await openScanTools(recipe, aids);
  return opener ? { ...opened, openInput: await loadInputOpener(opener) } : opened;
}

serveJobs<Unit, number, number>(async (unit, onProgress) => {
  tools ??= openTools();
  const entries = await scanUnit(unit, { folder, key, tools: await tools, onProgress });
  return entries.length;
});
