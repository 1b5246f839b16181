// The frame of each tool in this folder: checks the Node version first, loads the rest only then, turns a `SetupStop`
// into one line, and ends the children when the process is told to stop. Keep to syntax that Node 14 reads, and import
// nothing statically that needs a newer one.
// Refuses: to swallow an unknown error; its stack is shown, since it is a fault of these tools.

import { isNodeSupported } from './node-version.mjs';

function stopOn(signal, { code, messages, stopRunningCommands }) {
  process.once(signal, () => {
    stopRunningCommands();
    process.stderr.write(`\n${messages.interrupted}\n`);
    process.exit(code);
  });
}

/**
 * Runs a tool's main function and sets the exit code.
 * @param {(frame: {language: string, messages: object, release: () => void}) => Promise<number>} main answers the exit
 *   code; calls `release` before it hands signals over to another program
 */
export async function runTool(main) {
  const { chooseLanguage, messagesIn } = await import('./language.mjs');
  const language = chooseLanguage(process.env);
  const messages = messagesIn(language);
  if (!isNodeSupported(process.version)) {
    process.stderr.write(`${messages.node({ version: process.version })}\n`);
    process.exitCode = 1;
    return;
  }
  const { stopRunningCommands } = await import('./run-command.mjs');
  const { SetupStop } = await import('./stop.mjs');
  stopOn('SIGINT', { code: 130, messages, stopRunningCommands });
  stopOn('SIGTERM', { code: 143, messages, stopRunningCommands });
  const release = () => {
    process.removeAllListeners('SIGINT');
    process.removeAllListeners('SIGTERM');
  };
  try {
    process.exitCode = await main({ language, messages, release });
  } catch (error) {
    process.stderr.write(`${error instanceof SetupStop ? error.message : error.stack}\n`);
    process.exitCode = error instanceof SetupStop ? error.exitCode : 1;
  }
}
