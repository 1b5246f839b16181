/**
 * `slipway doctor`: looks at the machine, the home and the server, and says what is missing.
 */
import { isSlipwayError } from '@slipway/contracts';
import { describeMachine, findPython } from '@slipway/core';
import { findServer } from '../connection/reach-server.ts';
import { isStudioBuilt } from '../connection/server-options.ts';
import type { CommandContext } from '../context/command-context.ts';
import { en } from '../messages/en.ts';
import { fill, type Texts } from '../messages/texts.ts';
import { padText } from '../output/display-width.ts';
import { formatBytes } from '../output/duration.ts';
import { paint } from '../output/output.ts';
import type { Command } from './command.ts';

interface Finding {
  name:
    | 'node'
    | 'python'
    | 'processor'
    | 'memory'
    | 'disk'
    | 'gpus'
    | 'home'
    | 'database'
    | 'studio'
    | 'server';
  isFine: boolean;
  detail: string;
  hint?: string;
}

/** A tour with its Python environment and models. */
const neededDiskBytes = 4e9;
/** A machine sold with 4 GB shows less: what firmware and kernel keep is not counted. */
const neededMemoryBytes = 3.5e9;

export const doctor: Command = {
  register: (program, contextOf) => {
    program
      .command('doctor')
      .description('Check what this machine and home have')
      .action(async () => {
        const context = await contextOf();
        // What programs read is the same in every language.
        const texts = context.output.isJson ? en : context.texts;
        const findings = await examine(context, texts);
        if (context.output.isJson) context.output.printJson(findings);
        else for (const finding of findings) printFinding(finding, context);
        if (findings.some((finding) => !finding.isFine)) process.exitCode = 1;
      });
  },
};

async function examine({ configuration }: CommandContext, texts: Texts): Promise<Finding[]> {
  const machine = await describeMachine(configuration.home);
  const server = await findServer(configuration);
  return [
    { name: 'node', isFine: true, detail: process.version },
    await examinePython(configuration.python),
    {
      name: 'processor',
      isFine: true,
      detail: `${machine.threads} × ${machine.cpuModel} (${machine.cpuFeatures.join(', ')})`,
    },
    {
      name: 'memory',
      detail: formatBytes(machine.memoryBytes),
      ...compare(machine.memoryBytes, neededMemoryBytes, texts.memoryHint),
    },
    {
      name: 'disk',
      detail: fill(texts.free, { size: formatBytes(machine.freeDiskBytes) }),
      ...compare(machine.freeDiskBytes, neededDiskBytes, texts.diskHint),
    },
    { name: 'gpus', isFine: true, detail: machine.gpus.map((gpu) => gpu.name).join(', ') || texts.none },
    { name: 'home', isFine: true, detail: configuration.home },
    {
      name: 'database',
      isFine: true,
      detail: configuration.database.url ? 'PostgreSQL' : texts.embedded,
    },
    isStudioBuilt()
      ? { name: 'studio', isFine: true, detail: texts.built }
      : { name: 'studio', isFine: false, detail: texts.notBuilt, hint: 'npm run build' },
    { name: 'server', isFine: true, detail: server ? server.url : texts.notRunning },
  ];
}

async function examinePython(wanted: string | undefined): Promise<Finding> {
  try {
    const { path, version } = await findPython(wanted);
    return { name: 'python', isFine: true, detail: `${version} (${path})` };
  } catch (error) {
    if (!isSlipwayError(error)) throw error;
    return {
      name: 'python',
      isFine: false,
      detail: error.message,
      ...(error.hint ? { hint: error.hint } : {}),
    };
  }
}

function compare(has: number, needed: number, hint: string): { isFine: boolean; hint?: string } {
  return has >= needed ? { isFine: true } : { isFine: false, hint };
}

function printFinding({ name, isFine, detail, hint }: Finding, { output, texts }: CommandContext): void {
  output.print(`${isFine ? paint.proven('✓') : paint.signal('✗')} ${padText(texts[name], 10)} ${detail}`);
  if (hint) output.print(`  ${hint}`);
}
