/**
 * The script of a thread that scans units, one job a unit.
 */
import { workerData } from 'node:worker_threads';
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
}

const { recipe, folder, key, aids } = workerData as ScanThreadData;
let tools: Promise<ScanTools> | undefined;

serveJobs<Unit, number, number>(async (unit, onProgress) => {
  tools ??= openScanTools(recipe, aids);
  const entries = await scanUnit(unit, { folder, key, tools: await tools, onProgress });
  return entries.length;
});
