/**
 * The type every set of handlers must have: one function a route of the contracts' table, with parsed input and typed answer.
 */
import type { Api, Route } from '@slipway/contracts';
import type { z } from 'zod';

type Call<One> =
  One extends Route<infer Params, infer Query, infer Body>
    ? { params: z.output<Params>; query: z.output<Query>; body: z.output<Body>; isAdministrator: boolean }
    : never;

type Answer<One> =
  One extends Route<z.ZodType, z.ZodType, z.ZodType, infer Response> ? z.output<Response> : never;

export type Handlers = { [Name in keyof Api]: (call: Call<Api[Name]>) => Promise<Answer<Api[Name]>> };
