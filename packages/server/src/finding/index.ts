/**
 * The door for whoever only wants to speak to a server: where that of a home listens, and the token it asks for.
 * Invariant: it stands apart from the server's own door, for a command that finds a running server is not to load one of its own.
 */
export { readServerRecord, type ServerRecord } from '../http/server-record.ts';
export { readCredential } from '../session/credentials.ts';
