/**
 * What a server is told by whoever starts it.
 */
import type { SlipwayError } from '@slipway/contracts';
import type { Configuration } from '@slipway/core';

export interface ServerOptions {
  configuration: Configuration;
  version: string;
  /** Command line of an attempt; the path of its request is added. */
  attemptCommand: { command: string; args: string[] };
  /** Where the built studio lies, or will once it is built; without it no pages are served. */
  studioDirectory?: string;
  /** Documents of a tour that names none. */
  defaultDocuments: string;
  /** Wins over the configuration; 0 for any free one. */
  port?: number;
  /** The command that opens it for itself and ends it; for those who find it holding the home. */
  forCommand?: string;
}

export interface RunningServer {
  readonly url: string;
  readonly adminToken: string;
  /** Resolves once another server has taken the database: this one can only close. */
  readonly takenOver: Promise<SlipwayError>;
  /** A one-time link to the studio. */
  makeLink(): string;
  /** Stops engines and gateway, cancels nothing: attempts are taken up by the next server. */
  close(): Promise<void>;
}
