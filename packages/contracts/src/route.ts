/**
 * The shape of one route of the control API, from which server, OpenAPI document and client are all derived.
 */
import { z } from 'zod';

export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path with `:name` for parameters. */
  readonly path: string;
  readonly summary: string;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly response: Answer;
}

interface RouteDraft<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType> {
  method: Route['method'];
  path: string;
  summary: string;
  params?: P;
  query?: Q;
  body?: B;
  response: A;
}

const nothing = z.object({});

/** Declares a route; what is left out is an empty object. */
export function defineRoute<
  A extends z.ZodType,
  P extends z.ZodType = typeof nothing,
  Q extends z.ZodType = typeof nothing,
  B extends z.ZodType = typeof nothing,
>(draft: RouteDraft<P, Q, B, A>): Route<P, Q, B, A> {
  return {
    method: draft.method,
    path: draft.path,
    summary: draft.summary,
    params: (draft.params ?? nothing) as P,
    query: (draft.query ?? nothing) as Q,
    body: (draft.body ?? nothing) as B,
    response: draft.response,
  };
}
