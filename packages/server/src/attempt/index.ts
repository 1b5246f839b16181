/**
 * The door of the attempt process: it stands apart from the server's own, so that an attempt does not load a server.
 */
export { type RunAttemptOptions, runAttempt } from './run-attempt.ts';
