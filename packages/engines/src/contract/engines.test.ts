/**
 * Every engine of this package against the contract: scripted and real, in process and behind HTTP.
 * The real ones need a small GGUF model, named by SLIPWAY_TEST_MODEL.
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'vitest';
import { loadLlamaEngine } from '../llama/load-llama-engine.ts';
import { spawnEngineProcess } from '../process/spawn-engine-process.ts';
import { startEngineServer } from '../process/start-engine-server.ts';
import { connectEngine } from '../remote/connect-engine.ts';
import { createScriptedEngine } from '../scripted/scripted-engine.ts';
import { describeEngine } from './engine-contract.ts';

const modelPath = process.env.SLIPWAY_TEST_MODEL;
const reply = (): string => '一、二、三、四、五 🚢 '.repeat(12);
const threads = { decode: 1, prompt: 1 };

describeEngine('scripted, in process', async () => {
  const engine = createScriptedEngine({ reply });
  return { engine, close: () => engine.dispose() };
});

describeEngine('scripted, over HTTP', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'slipway-engine-'));
  const engine = createScriptedEngine({ reply });
  const token = randomBytes(32).toString('hex');
  const server = await startEngineServer({ engine, token, directory, maxWaiting: 8 });
  return {
    engine: connectEngine({ url: server.url, token }),
    async close() {
      await server.close();
      await rm(directory, { recursive: true });
    },
  };
});

if (modelPath === undefined) {
  describe('engine contract: llama.cpp', () => {
    it.skip('needs SLIPWAY_TEST_MODEL, the path of a small GGUF chat model', () => undefined);
  });
} else {
  describeEngine('llama.cpp, in process', async () => {
    const engine = await loadLlamaEngine({ modelPath, contextTokens: 512, numSequences: 2, threads });
    return { engine, close: () => engine.dispose() };
  });

  describeEngine('llama.cpp, as a process', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'slipway-engine-'));
    const token = randomBytes(32).toString('hex');
    const child = await spawnEngineProcess({
      config: { directory, token, modelPath, contextTokens: 512, numSequences: 2, threads },
    });
    return {
      engine: connectEngine(child.address),
      async close() {
        await child.stop();
        await rm(directory, { recursive: true });
      },
    };
  });
}
