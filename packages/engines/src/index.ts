/**
 * The door of the engines: the `Engine` port on llama.cpp in process, the engine as a process, and its client.
 * Importing it is cheap: llama.cpp itself is loaded with the first model.
 */
export type { ThreadCounts } from './llama/batch-order.ts';
export { type LoadLlamaEngineOptions, loadLlamaEngine } from './llama/load-llama-engine.ts';
export { probeEngine } from './probe/probe-engine.ts';
export {
  type EngineProcessConfig,
  type EngineProcessMessage,
  engineProcessConfig,
} from './process/process-config.ts';
export { type FinishedRequest, finishedRequest, readRequestJournal } from './process/request-journal.ts';
export {
  type EngineProcess,
  engineProcessScript,
  type SpawnEngineProcessOptions,
  spawnEngineProcess,
} from './process/spawn-engine-process.ts';
export {
  type EngineServer,
  type EngineServerOptions,
  startEngineServer,
} from './process/start-engine-server.ts';
export { connectEngine } from './remote/connect-engine.ts';
