/**
 * The engine process: one JSON line in, one JSON line out, then HTTP until standard input ends.
 * Invariant: it lives no longer than whoever holds its standard input; standard output carries nothing but the one message.
 */
import { createInterface } from 'node:readline';
import { SlipwayError, toErrorData } from '@slipway/contracts';
import { loadLlamaEngine } from '../llama/load-llama-engine.ts';
import { type EngineProcessMessage, engineProcessConfig } from './process-config.ts';
import { type EngineServer, startEngineServer } from './start-engine-server.ts';

/** Longest wait for running requests to be journalled once the life line is cut. */
const farewellMs = 5000;

function say(message: EngineProcessMessage): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

function complain(error: unknown): void {
  process.stderr.write(
    `${JSON.stringify({ level: 'error', event: 'engine-failed', error: toErrorData(error) })}\n`,
  );
}

async function start(line: string): Promise<EngineServer> {
  const config = engineProcessConfig.parse(JSON.parse(line));
  const { directory, token, maxWaiting, modelPath, contextTokens, numSequences } = config;
  const { modelDigest, threads, calibrationFile } = config;
  const engine = await loadLlamaEngine({
    modelPath,
    contextTokens,
    numSequences,
    ...(modelDigest === undefined ? {} : { modelDigest }),
    ...(threads === undefined ? {} : { threads }),
    ...(calibrationFile === undefined ? {} : { calibrationFile }),
  });
  return startEngineServer({ engine, directory, token, maxWaiting, onError: complain });
}

/** Whoever read our log and our message may be gone; what still runs must be journalled all the same. */
function outliveReaders(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

async function main(): Promise<number> {
  outliveReaders();
  const lines = createInterface({ input: process.stdin });
  let isEnded = false;
  const ended = new Promise<void>((resolve) => {
    lines.once('close', () => {
      isEnded = true;
      resolve();
    });
  });
  const first = await Promise.race([new Promise<string>((resolve) => lines.once('line', resolve)), ended]);
  if (first === undefined) {
    throw new SlipwayError({ code: 'configuration-invalid', message: 'no configuration on standard input' });
  }
  // Loading cannot be broken off; a life line that is cut meanwhile ends the process at once.
  const server = await Promise.race([start(first), ended]);
  if (server === undefined) return 0;
  if (!isEnded) say({ type: 'listening', port: server.port });
  await ended;
  await Promise.race([server.close(), new Promise((resolve) => setTimeout(resolve, farewellMs))]);
  return 0;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    say({ type: 'failed', error: toErrorData(error) });
    process.exitCode = 1;
    // Lets the message drain before llama.cpp's threads are cut off.
    process.stdout.write('', () => process.exit(1));
  },
);
