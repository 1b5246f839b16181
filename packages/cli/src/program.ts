/**
 * The program: every command and flag, with its help in the reader's language.
 * Invariant: registers and nothing else; whatever a command does, it does through the context that it is given.
 */
import { Command, Help, Option } from 'commander';
import { answers } from './commands/answers.ts';
import { artifacts } from './commands/artifacts.ts';
import { attempt } from './commands/attempt.ts';
import { cancel } from './commands/cancel.ts';
import { chat } from './commands/chat.ts';
import { collect } from './commands/collect.ts';
import { config } from './commands/config.ts';
import { data } from './commands/data.ts';
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
import { tokenizer } from './commands/tokenizer.ts';
import { tour } from './commands/tour.ts';
import { trace } from './commands/trace.ts';
import { up } from './commands/up.ts';
import { version } from './connection/version.ts';
import type { CommandContext } from './context/command-context.ts';
import { helpZh } from './messages/help-zh.ts';
import type { Language } from './messages/language.ts';

const commands = [
  start,
  up,
  tour,
  run,
  runs,
  logs,
  cancel,
  pull,
  data,
  tokenizer,
  artifacts,
  collect,
  trace,
  models,
  deploy,
  keys,
  prices,
  chat,
  answers,
  receipt,
  statement,
  config,
  doctor,
  link,
  environment,
  attempt,
];

/** Flags that hold for every command. */
export interface GlobalOptions {
  json?: boolean;
  home?: string;
  config?: string;
}

export function createProgram(
  language: Language,
  makeContext: (options: GlobalOptions) => Promise<CommandContext>,
): Command {
  const say = (sentence: string) => (language === 'zh' ? (helpZh[sentence] ?? sentence) : sentence);
  const program = new Command('slipway')
    .description('From your documents to your model in service')
    .version(version)
    .option('--json', 'print JSON for programs')
    .option('--home <path>', 'folder of all state')
    .addOption(new Option('--config <file>', 'configuration file'))
    .exitOverride()
    // What the parser refuses is told as any other error is, with its remedy.
    .configureOutput({ outputError: () => undefined })
    .configureHelp({
      showGlobalOptions: true,
      visibleGlobalOptions: (command) => globalOptionsOf(command),
      styleTitle: say,
      commandDescription: (command) => say(command.description()),
      subcommandDescription: (command) => say(command.summary() || command.description()),
      optionDescription: (option) => describeOption(option, say),
    });
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
  return program;
}

/** Those that the command does not list among its own, each once: a group and the program both take some. */
function globalOptionsOf(command: Command): Option[] {
  const help = new Help();
  help.showGlobalOptions = true;
  const shown = new Set(command.options.map(({ long }) => long));
  return help.visibleGlobalOptions(command).filter(({ long }) => {
    if (shown.has(long)) return false;
    shown.add(long);
    return true;
  });
}

function describeOption(option: Option, say: (sentence: string) => string): string {
  const text = new Help().optionDescription(option);
  const said = say(option.description);
  return said === option.description
    ? text
    : text.replace(option.description, said).replace('(default: ', '(默认：');
}
