/**
 * The command line: arguments in, tables and progress out.
 * Invariant: an error a user can mend prints one line and its remedy; only our own faults show a trace, and say that they are ours.
 */
import { errorCodes, isSlipwayError } from '@slipway/contracts';
import { loadConfiguration, readEnvironment } from '@slipway/core';
import { CommanderError } from 'commander';
import { connect, withServer } from './connection/reach-server.ts';
import type { CommandContext } from './context/command-context.ts';
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
  const program = createProgram(readTerminalLanguage(), makeContext);
  try {
    await program.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return explainArguments(error, args);
    return explain(error, program.opts<GlobalOptions>());
  }
}

/** What the parser refuses it has told people already; programs are told as of any other error. */
function explainArguments({ exitCode, message }: CommanderError, args: string[]): number {
  if (exitCode !== 0 && args.includes('--json')) {
    const hint = '`slipway --help` tells what each command takes.';
    printError({ code: 'argument-invalid', message: message.replace(/^error: /, ''), hint });
  }
  return exitCode;
}

async function makeContext(options: GlobalOptions): Promise<CommandContext> {
  const output = createOutput({ isJson: options.json === true, language: readTerminalLanguage() });
  const { configuration, explain: explainConfiguration } = await loadConfiguration({
    workingDirectory: process.cwd(),
    ...(options.config === undefined ? {} : { file: options.config }),
    ...(options.home === undefined ? {} : { flags: { home: options.home } }),
  });
  return {
    output,
    texts: readTexts(output.language),
    configuration,
    explainConfiguration,
    withServer: (work) => withServer(configuration, work),
    withClient: (work) => withServer(configuration, (server) => work(connect(server))),
  };
}

function readTerminalLanguage() {
  const { LC_ALL, LC_MESSAGES, LANG } = readEnvironment();
  return readLanguage(LC_ALL || LC_MESSAGES || LANG);
}

function explain(error: unknown, options: GlobalOptions): number {
  const texts = readTexts(readTerminalLanguage());
  const isUserError = isSlipwayError(error) && errorCodes[error.code]?.isUserError;
  if (options.json) {
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
