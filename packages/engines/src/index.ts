/**
 * The door of the engines: the `Engine` port on llama.cpp in process, and over HTTP to an engine process.
 */
export type { ThreadCounts } from './llama/batch-order.ts';
export { type LoadLlamaEngineOptions, loadLlamaEngine } from './llama/load-llama-engine.ts';
