/**
 * `slipway data plan PATH`: what the factory takes on given machines, and the plan and scripts of a cluster where a folder is given.
 * `slipway data task PLAN`: one task of a plan; the scripts of a cluster call this.
 * Invariant: the library of texts is loaded when one of them runs, and not before.
 */
import type { Command as Program } from 'commander';
import type { PlanFlags, TaskFlags } from '../data-plan/carry-out-plan.ts';
import type { ContextOf } from './command.ts';

/** Adds both commands to the family of `slipway data`. */
export function registerPlan(family: Program, contextOf: ContextOf): void {
  family
    .command('plan <path>')
    .description('Plan the data factory on many machines: tasks, hours, memory, disk, network')
    .option('--tasks <n>', 'tasks of a phase; four for each machine where left out')
    .option('--tokenizer <file>', 'the tokenizer.json of the tokens that are made')
    .option('--quality <name>', 'quality recipe of every language')
    .option('--languages <tags>', 'languages kept, with commas between them')
    .option('--personal-data <what>', 'mask, drop, count or ignore')
    .option('--repeated-lines <what>', 'cut out what stood before anywhere: line or paragraph')
    .option('--repeated-stretches <bytes>', 'cut out stretches of so many bytes that stood before')
    .option('--nodes <n>', 'number of machines (1)')
    .option('--cores <n>', 'cores of a machine')
    .option('--memory-gb <n>', 'memory of a machine')
    .option('--network-gbps <n>', 'gigabits a second between a machine and the shared folder (10)')
    .option('--input-tb <n>', 'reckon with so much input, of which the path is a sample')
    .option('--measure', 'measure the rates on a sample of the input')
    .option('--cluster <name>', 'slurm or kubernetes: what the tasks are written for')
    .option('--image <name>', 'for kubernetes: the image with slipway')
    .option('--volume-claim <name>', 'for kubernetes: the volume of the folder')
    .option('--out <folder>', 'write the plan and what submits it; all machines see this folder')
    .action(async (path: string, flags: PlanFlags) => {
      const { planData } = await import('../data-plan/carry-out-plan.ts');
      await planData(path, flags, await contextOf());
    });
  family
    .command('task <plan>')
    .description('Run one task of a plan')
    .requiredOption('--phase <name>', 'name of the phase, as the plan lists it, for example scan')
    .requiredOption('--task <n>', 'number of the task, from 0')
    .option('--threads <n>', 'threads of the task; all cores where left out')
    .option('--memory-gb <n>', 'memory for sorting')
    .option('--scratch <folder>', 'folder on a disk of this machine')
    .action(async (plan: string, flags: TaskFlags) => {
      const { runPlanTask } = await import('../data-plan/carry-out-plan.ts');
      await runPlanTask(plan, flags, await contextOf());
    });
}
