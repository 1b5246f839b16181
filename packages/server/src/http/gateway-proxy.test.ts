import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, expect, it } from 'vitest';
import { registerGatewayProxy } from './gateway-proxy.ts';
import { installProblemHandler } from './problem.ts';

const opened: { app?: FastifyInstance; gateway?: Server } = {};
afterEach(async () => {
  await opened.app?.close();
  opened.gateway?.closeAllConnections();
  opened.gateway?.close();
});

/** @returns where the proxy listens */
async function open(answer: Parameters<typeof createServer>[1], hasSession = true): Promise<string> {
  opened.gateway = createServer(answer as never).listen(0, '127.0.0.1');
  await once(opened.gateway, 'listening');
  const gatewayUrl = `http://127.0.0.1:${(opened.gateway.address() as AddressInfo).port}`;
  opened.app = Fastify({ forceCloseConnections: true });
  installProblemHandler(opened.app, { error: () => undefined } as never);
  registerGatewayProxy(opened.app, {
    gatewayUrl: () => gatewayUrl,
    studioKey: 'studio-key',
    hasSession: () => hasSession,
  });
  return opened.app.listen({ host: '127.0.0.1', port: 0 });
}

it("ends the browser's connection when the gateway dies in the middle of an answer", async () => {
  const url = await open((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: first\n\n', () => response.destroy());
  });
  const answer = await fetch(`${url}/v1/chat/completions`, { method: 'POST', body: '{}' });
  await expect(answer.text()).rejects.toThrow();
}, 10_000);

it("passes on what the gateway says, with the studio's key for a session and with the caller's own without", async () => {
  const echo: Parameters<typeof open>[0] = (request, response) => {
    response.writeHead(201, { 'x-slipway-answer': 'ans_1' }).end(request.headers.authorization);
  };
  const withSession = await fetch(`${await open(echo)}/v1/models`, {
    headers: { authorization: 'Bearer own' },
  });
  expect(withSession.status).toBe(201);
  expect(withSession.headers.get('x-slipway-answer')).toBe('ans_1');
  expect(await withSession.text()).toBe('Bearer studio-key');
  await opened.app?.close();
  opened.gateway?.close();
  const without = await fetch(`${await open(echo, false)}/v1/models`, {
    headers: { authorization: 'Bearer own' },
  });
  expect(await without.text()).toBe('Bearer own');
});

it("closes the gateway's connection when the browser goes away", async () => {
  let hasClosed: () => void = () => undefined;
  const closed = new Promise<void>((resolve) => {
    hasClosed = resolve;
  });
  const url = await open((_request, response) => {
    response.on('close', hasClosed);
    response.writeHead(200).write('begun');
  });
  const leaving = new AbortController();
  const answer = await fetch(`${url}/v1/chat/completions`, { signal: leaving.signal });
  expect(answer.status).toBe(200);
  leaving.abort();
  await closed;
}, 10_000);
