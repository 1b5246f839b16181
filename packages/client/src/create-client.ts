/**
 * The client of the control API: one method for each route of the contracts' table, in browser and Node alike.
 * Invariant: a method exists only if its route stands in `api`; whatever it returns has passed the route's schema.
 * Refuses: routes of its own, caching, retries of requests that change something.
 */
import { type Api, api, type Event, type Route } from '@slipway/contracts';
import type { z } from 'zod';
import { type FollowOptions, followEvents } from './follow-events.ts';
import { type RouteInput, sendRequest, type Transport } from './send-request.ts';

export interface ClientOptions {
  /** Where the control API answers, for example `http://127.0.0.1:4700`; empty in a page of the same origin. */
  baseUrl: string;
  /** Defaults to the platform's own. */
  fetch?: typeof globalThis.fetch;
  /** Bearer token, where there is no session cookie. */
  token?: string;
}

type IsNothing<Schema extends z.ZodType> =
  z.input<Schema> extends Record<string, never> ? true : keyof z.input<Schema> extends never ? true : false;
type IsOptional<Schema extends z.ZodType> = Record<never, never> extends z.input<Schema> ? true : false;

type Part<Name extends string, Schema extends z.ZodType> =
  IsNothing<Schema> extends true
    ? unknown
    : IsOptional<Schema> extends true
      ? { [Key in Name]?: z.input<Schema> }
      : { [Key in Name]: z.input<Schema> };

/** What a route takes: `params`, `query` and `body`, each only where the route has it, and a signal to give up. */
export type RequestOf<R extends Route> = Part<'params', R['params']> &
  Part<'query', R['query']> &
  Part<'body', R['body']> & { signal?: AbortSignal };

/** What a route answers. */
export type AnswerOf<R extends Route> = z.output<R['response']>;

type Method<R extends Route> =
  Record<never, never> extends RequestOf<R>
    ? (request?: RequestOf<R>) => Promise<AnswerOf<R>>
    : (request: RequestOf<R>) => Promise<AnswerOf<R>>;

export type Client = { readonly [Name in keyof Api]: Method<Api[Name]> } & {
  /**
   * Follows the event log; resumes behind the last event it saw when the connection breaks.
   * @throws SlipwayError where the server refuses (`session-required`, `run-unknown`)
   */
  readonly followEvents: (options?: FollowOptions) => AsyncGenerator<Event, void, void>;
};

/**
 * Makes a client of one server.
 * @returns one method for each route of `api`, each throwing SlipwayError with the server's code and hint, and `followEvents`
 */
export function createClient(options: ClientOptions): Client {
  const transport: Transport = {
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
    token: options.token,
  };
  const methods: Record<string, unknown> = {
    followEvents: (follow: FollowOptions = {}) => followEvents(transport, follow),
  };
  for (const [name, route] of Object.entries(api) as [string, Route][]) {
    methods[name] = (request: RouteInput = {}) => sendRequest(transport, { name, route }, request);
  }
  return methods as Client;
}
