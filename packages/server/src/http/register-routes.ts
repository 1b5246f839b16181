/**
 * Puts every route of the contracts' table on the web server: parse, call, render.
 * Invariant: what does not fit its schema is a 400 that names the field; handlers only ever see parsed values.
 */
import { api, type Route, SlipwayError } from '@slipway/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Handlers } from './handlers.ts';

/** Routes that answer without a session: what a browser needs to get one. */
const openRoutes: ReadonlySet<string> = new Set(['openSession']);

export interface RouteGuards {
  /** @throws SlipwayError `session-required` */
  requireSession(request: FastifyRequest): void;
  /** Whether it bears the administrator's token, which only processes of this machine's user can read; no browser does. */
  isAdministrator(request: FastifyRequest): boolean;
}

export function registerRoutes(app: FastifyInstance, handlers: Partial<Handlers>, guards: RouteGuards): void {
  for (const [name, route] of Object.entries(api) as [keyof Handlers, Route][]) {
    const handler = handlers[name] as ((call: unknown) => Promise<unknown>) | undefined;
    if (!handler) continue;
    app.route({
      method: route.method,
      url: route.path,
      handler: async (request) => {
        if (!openRoutes.has(name)) guards.requireSession(request);
        return handler({
          params: parse(route.params, request.params, 'path'),
          query: parse(route.query, request.query, 'query'),
          body: parse(route.body, request.body ?? {}, 'body'),
          isAdministrator: guards.isAdministrator(request),
        });
      },
    });
  }
}

function parse(schema: z.ZodType, value: unknown, part: string): unknown {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = issue && issue.path.length > 0 ? `${part} field "${issue.path.join('.')}"` : part;
  throw new SlipwayError({
    code: 'request-invalid',
    message: `${field}: ${issue?.message ?? 'not what is expected'}`,
    hint: 'GET /api/openapi.json lists what each route takes.',
  });
}
