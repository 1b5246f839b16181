/**
 * The command line: arguments in, tables and progress out.
 * Invariant: an error a user can mend prints one line and its remedy; only our own faults show a trace, and say where to report it.
 */
import { errorCodes, isSlipwayError } from '@slipway/contracts';
import { loadConfiguration, readEnvironment } from '@slipway/core';
import { Command, CommanderError, Option } from 'commander';
import { artifacts } from './commands/artifacts.ts';
import { attempt } from './commands/attempt.ts';
import { cancel } from './commands/cancel.ts';
import { chat } from './commands/chat.ts';
import { collect } from './commands/collect.ts';
import { config } from './commands/config.ts';
import { deploy } from './commands/deploy.ts';
import { doctor } from './commands/doctor.ts';
import { environment } from './commands/environment.ts';
import { keys } from './commands/keys.ts';
import { link } from './commands/link.ts';
import { logs } from './commands/logs.ts';
import { models } from './commands/models.ts';
import { prices } from './commands/prices.ts';
import { pull } from './commands/pull.ts';
import { receipt } from './commands/receipt.ts';
import { run } from './commands/run.ts';
import { runs } from './commands/runs.ts';
import { start } from './commands/start.ts';
import { statement } from './commands/statement.ts';
import { tour } from './commands/tour.ts';
import { trace } from './commands/trace.ts';
import { up } from './commands/up.ts';
import { connect, withServer } from './connection/reach-server.ts';
import { version } from './connection/version.ts';
import type { CommandContext } from './context/command-context.ts';
import { readLanguage } from './messages/language.ts';
import { fill, readTexts } from './messages/texts.ts';
import { createOutput, paint } from './output/output.ts';

const commands = [
  start,
  up,
  tour,
  run,
  runs,
  logs,
  cancel,
  pull,
  artifacts,
  collect,
  trace,
  models,
  deploy,
  keys,
  prices,
  chat,
  receipt,
  statement,
  config,
  doctor,
  link,
  environment,
  attempt,
];

interface GlobalOptions {
  json?: boolean;
  home?: string;
  config?: string;
}

/** @returns the exit code */
export async function main(args: string[]): Promise<number> {
  // Whoever reads our output may have seen enough, as `head` does.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  const program = new Command('slipway')
    .description('From your documents to your model in service')
    .version(version)
    .option('--json', 'print JSON for programs')
    .option('--home <path>', 'folder of all state')
    .addOption(new Option('--config <file>', 'configuration file'))
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });
  for (const command of commands) command.register(program, () => makeContext(program.opts<GlobalOptions>()));
  // Flags that hold for every command may stand behind it too.
  for (const command of program.commands) {
    command.option('--json', 'print JSON for programs').option('--home <path>', 'folder of all state');
    command.hook('preAction', (_, action) => {
      const { json, home } = action.opts<GlobalOptions>();
      if (json) program.setOptionValue('json', true);
      if (home) program.setOptionValue('home', home);
    });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    return explain(error, program.opts<GlobalOptions>());
  }
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
    const {
      code = 'internal',
      message = String(error),
      hint,
    } = error as { code?: string; message?: string; hint?: string };
    process.stdout.write(`${JSON.stringify({ error: { code, message, hint } })}\n`);
  } else if (isUserError) {
    process.stderr.write(`${paint.signal('✗')} ${error.message}\n`);
    if (error.hint) process.stderr.write(`  ${fill(texts.hint, { hint: error.hint })}\n`);
  }
  if (!isUserError) process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  return 1;
}
