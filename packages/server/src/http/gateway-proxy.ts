/**
 * Lets the studio reach the gateway from its own origin: `/v1/*` passes through, with the studio's key for whoever has a session.
 * Invariant: bytes stream both ways unbuffered; whichever side goes away, the other sees a closed connection.
 */
import { request as httpRequest } from 'node:http';
import { pipeline } from 'node:stream';
import { SlipwayError } from '@slipway/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';

export interface GatewayProxyOptions {
  /** Where the gateway listens now; undefined while it starts. */
  gatewayUrl(): string | undefined;
  studioKey: string;
  hasSession(request: FastifyRequest): boolean;
}

const maxBodyBytes = 8 * 1024 * 1024;

export function registerGatewayProxy(app: FastifyInstance, options: GatewayProxyOptions): void {
  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBodyBytes }, (_request, body, done) =>
      done(null, body),
    );
    scope.all('/v1/*', async (request, reply) => {
      const base = options.gatewayUrl();
      if (base === undefined)
        throw new SlipwayError({ code: 'engine-unavailable', message: 'the gateway is starting' });
      const authorization = options.hasSession(request)
        ? `Bearer ${options.studioKey}`
        : request.headers.authorization;
      reply.hijack();
      const upstream = httpRequest(new URL(request.url, base), {
        method: request.method,
        headers: {
          'content-type': request.headers['content-type'] ?? 'application/json',
          accept: request.headers.accept ?? '*/*',
          ...(authorization ? { authorization } : {}),
        },
      });
      upstream.on('response', (answer) => {
        reply.raw.writeHead(answer.statusCode ?? 502, answer.headers);
        // A gateway that dies in the middle must not look like one that is thinking: the browser's connection ends with it.
        pipeline(answer, reply.raw, () => undefined);
      });
      upstream.on('error', () => {
        if (!reply.raw.headersSent) reply.raw.writeHead(502, { 'content-type': 'application/json' });
        reply.raw.end(
          JSON.stringify({
            error: {
              message: 'the gateway is not answering',
              type: 'server_error',
              code: 'engine-unavailable',
              param: null,
            },
          }),
        );
      });
      reply.raw.on('close', () => upstream.destroy());
      upstream.end(request.body instanceof Buffer ? request.body : undefined);
    });
  });
}
