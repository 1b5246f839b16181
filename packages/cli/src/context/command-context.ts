/**
 * What every command works with.
 */
import type { Client } from '@slipway/client';
import type { Configuration, ExplainedValue } from '@slipway/core';
import type { Texts } from '../messages/texts.ts';
import type { Output } from '../output/output.ts';
import type { Reached } from './reached.ts';

export interface CommandContext {
  output: Output;
  texts: Texts;
  configuration: Configuration;
  /** Ends what the command waits for; without it, it waits to the end. */
  signal?: AbortSignal;
  /** Each value of the configuration with its origin, secrets masked. */
  explainConfiguration(): ExplainedValue[];
  /** Whether the server that work is run against lives in this process, and ends with it. */
  hasOwnServer(): boolean;
  /** Runs work against the server of this home; starts one for its duration where none runs. */
  withServer<Result>(work: (server: Reached) => Promise<Result>): Promise<Result>;
  /** The same, with a client. */
  withClient<Result>(work: (client: Client) => Promise<Result>): Promise<Result>;
}
