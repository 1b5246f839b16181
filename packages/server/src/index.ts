/**
 * The door of the server: opening one, finding one, and the attempt process.
 */
export { type RunAttemptOptions, runAttempt } from './attempt/run-attempt.ts';
export { readServerRecord, type ServerRecord } from './http/server-record.ts';
export type { RunningServer, ServerOptions } from './services/server-options.ts';
export { readCredential } from './session/credentials.ts';
export { openServer } from './wiring/open-server.ts';
