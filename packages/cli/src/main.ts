/**
 * The command line: arguments in, tables and progress out.
 * Invariant: an error a user can mend prints one line and its remedy; only our own faults show a trace, and say that they are ours.
 */
import { errorCodes, isSlipwayError, SlipwayError } from '@slipway/contracts';
import { loadConfiguration, readEnvironment } from '@slipway/core';
import { type Command, CommanderError } from 'commander';
import { connect, withServer } from './connection/reach-server.ts';
import type { CommandContext } from './context/command-context.ts';
import type { Reached } from './context/reached.ts';
import { requireParent } from './context/require-parent.ts';
import { readLanguage } from './messages/language.ts';
import { readTexts } from './messages/texts.ts';
import { explainError } from './output/explain-error.ts';
import { createOutput, paint } from './output/output.ts';
import { createProgram, type GlobalOptions } from './program.ts';

/** @returns the exit code */
export async function main(args: string[]): Promise<number> {
  // Whoever reads our output may have seen enough, as `head` does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  const program: Command = createProgram(readTerminalLanguage(), (options) =>
    makeContext(options, nameCommand(program, args)),
  );
  try {
    await program.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    const isJson = args.includes('--json');
    if (!(error instanceof CommanderError)) return explain(addHelpHint(error, program, args), isJson);
    // Help and version have been shown.
    if (error.exitCode === 0 || error.code === 'commander.help') return error.exitCode;
    return explain(addHelpHint(describeRefusal(error), program, args), isJson);
  }
}

/** What the parser refuses, in our own form: "unknown command 'rnus' (did you mean runs?)". */
function describeRefusal({ message }: CommanderError): SlipwayError {
  const text = message
    .replace(/^error: /, '')
    .replace(/\s*\(Did you mean (.*?)\?\)/s, ' (did you mean $1?)')
    .trim();
  return new SlipwayError({ code: 'argument-invalid', message: text });
}

/** A wrong argument without a hint of its own gets the help of its command. */
function addHelpHint(error: unknown, program: Command, args: string[]): unknown {
  if (!isSlipwayError(error) || error.code !== 'argument-invalid' || error.hint !== undefined) return error;
  const { code, message, cause } = error;
  const name = nameCommand(program, args);
  const what = name === program.name() ? 'lists the commands' : 'tells what it takes';
  return new SlipwayError({ code, message, cause, hint: `\`${name} --help\` ${what}.` });
}

/** `slipway data run`: the command without what was given to it. */
function nameCommand(program: Command, args: string[]): string {
  const words = args.filter((word) => !word.startsWith('-'));
  const command = program.commands.find((one) => one.name() === words[0]);
  const subcommand = command?.commands.find((one) => one.name() === words[1]);
  return [program.name(), command?.name(), subcommand?.name()].filter(Boolean).join(' ');
}

async function makeContext(options: GlobalOptions, forCommand: string): Promise<CommandContext> {
  // A home is made where there is none.
  if (options.home !== undefined) await requireParent('--home', options.home);
  const output = createOutput({ isJson: options.json === true, language: readTerminalLanguage() });
  const { configuration, explain: explainConfiguration } = await loadConfiguration({
    workingDirectory: process.cwd(),
    ...(options.config === undefined ? {} : { file: options.config }),
    ...(options.home === undefined ? {} : { flags: { home: options.home } }),
  });
  let isOwn = false;
  const reach = <Result>(work: (server: Reached) => Promise<Result>) =>
    withServer({ configuration, forCommand }, (server) => {
      isOwn = server.isOwn;
      return work(server);
    });
  return {
    output,
    texts: readTexts(output.language),
    configuration,
    explainConfiguration,
    hasOwnServer: () => isOwn,
    withServer: reach,
    withClient: (work) => reach((server) => work(connect(server))),
  };
}

function readTerminalLanguage() {
  const { LC_ALL, LC_MESSAGES, LANG } = readEnvironment();
  return readLanguage(LC_ALL || LC_MESSAGES || LANG);
}

function explain(error: unknown, isJson: boolean): number {
  const texts = readTexts(readTerminalLanguage());
  const isUserError = isSlipwayError(error) && errorCodes[error.code]?.isUserError;
  if (isJson) {
    const { code = 'internal', message = String(error), hint } = error as Partial<PrintedError>;
    printError({ code, message, hint });
  } else if (isUserError) {
    const lines = explainError(error, readTerminalLanguage());
    process.stderr.write(`${paint.signal('✗')} ${lines.join('\n  ')}\n`);
  }
  if (!isUserError) {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n${texts.ownFault}\n`);
  }
  return 1;
}

interface PrintedError {
  code: string;
  message: string;
  hint: string | undefined;
}

function printError(error: PrintedError): void {
  process.stdout.write(`${JSON.stringify({ error })}\n`);
}
