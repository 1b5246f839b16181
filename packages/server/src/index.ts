/**
 * The door of the server: opening one. Finding one and the attempt process have doors of their own.
 */
export type { RunningServer, ServerOptions } from './services/server-options.ts';
export { openServer } from './wiring/open-server.ts';
