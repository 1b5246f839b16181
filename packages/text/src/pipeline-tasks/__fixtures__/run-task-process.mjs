// One task in a process of its own, as a launcher starts it: plan, phase, task.
import { dirname } from 'node:path';
import { readTaskPlan, runTask } from '../../../dist/index.js';

const [path, phase, task] = process.argv.slice(2);
const { isNew } = await runTask({
  plan: await readTaskPlan(path),
  folder: dirname(path),
  phase,
  task: Number(task),
  numThreads: 2,
  memoryBytes: 1 << 20,
});
process.stdout.write(isNew ? 'made' : 'found');
