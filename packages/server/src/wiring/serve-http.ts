/**
 * The web server: routes, event stream, gateway proxy, studio.
 * Invariant: loopback names only, so that a page elsewhere cannot reach it under a name of its own.
 */
import { api, SlipwayError } from '@slipway/contracts';
import Fastify, { type FastifyInstance } from 'fastify';
import { type HandlerParts, makeHandlers } from '../api/make-handlers.ts';
import { registerEventStream } from '../http/event-stream.ts';
import { registerGatewayProxy } from '../http/gateway-proxy.ts';
import { describeOpenApi } from '../http/openapi.ts';
import { installProblemHandler } from '../http/problem.ts';
import { registerRoutes } from '../http/register-routes.ts';
import { registerStudio } from '../http/studio-files.ts';
import { isLoopbackHost } from '../session/sessions.ts';

const maxBodyBytes = 8 * 1024 * 1024;

/** @returns where it listens. @throws SlipwayError `port-taken` */
export async function serveHttp(
  parts: HandlerParts,
  at: { host: string; port: number; studioKey: string },
): Promise<{
  app: FastifyInstance;
  url: string;
}> {
  const { services, sessions } = parts;
  const app = Fastify({ logger: false, bodyLimit: maxBodyBytes, forceCloseConnections: true });
  installProblemHandler(app, services.log.child({ part: 'http' }));
  guardHost(app);
  registerRoutes(app, makeHandlers(parts), sessions);
  registerSessionRoute(app, parts);
  registerEventStream(app, services.events, sessions);
  registerGatewayProxy(app, {
    gatewayUrl: parts.gatewayUrl,
    studioKey: at.studioKey,
    hasSession: (request) => sessions.hasSession(request),
  });
  const openApi = describeOpenApi(services.options.version);
  app.get('/api/openapi.json', async () => openApi);
  if (services.options.studioDirectory) await registerStudio(app, services.options.studioDirectory);
  return { app, url: await listen(app, at.host, at.port) };
}

function guardHost(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    if (isLoopbackHost(request.headers.host)) return;
    throw new SlipwayError({ code: 'key-forbidden', message: 'this server answers on loopback names only' });
  });
}

function registerSessionRoute(app: FastifyInstance, { sessions }: HandlerParts): void {
  app.post(api.openSession.path, async (request, reply) => {
    const body = api.openSession.body.safeParse(request.body);
    if (!body.success)
      throw new SlipwayError({ code: 'request-invalid', message: 'body field "token" is missing' });
    return reply.header('set-cookie', sessions.exchange(body.data.token)).send({ ok: true });
  });
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
    throw new SlipwayError({
      code: 'port-taken',
      message: `port ${port} is taken by another program`,
      hint: `Give another one: --port ${port + 10}, or --port 0 for any free one.`,
      cause,
    });
  }
  const address = app.server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`;
}
