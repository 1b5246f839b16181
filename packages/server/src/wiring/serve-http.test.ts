import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Deployment, newId, studioPages } from '@slipway/contracts';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HandlerParts } from '../api/make-handlers.ts';
import { createSessions, type Sessions } from '../session/sessions.ts';
import { serveHttp } from './serve-http.ts';

const host = '127.0.0.1:4700';
const deployment: Deployment = {
  id: newId('deployment'),
  alias: 'tour',
  model: `sha256:${'1'.repeat(64)}` as Deployment['model'],
  gates: [],
  evaluations: [],
  contextTokens: 512,
  desired: 'running',
  state: 'proving',
  createdAt: '2026-01-01T00:00:00Z',
  numRestarts: 0,
};
const address = { url: 'http://127.0.0.1:9', token: 'engine token' };
const silent = { error: () => undefined, child: () => silent };

let app: FastifyInstance;
let sessions: Sessions;
let studioDirectory: string;
beforeEach(async () => {
  studioDirectory = await mkdtemp(join(tmpdir(), 'slipway-studio-'));
  sessions = createSessions({ adminToken: 'admin', secret: 'secret' });
  const parts = {
    services: {
      options: { version: '0.0.0', studioDirectory },
      log: silent,
      book: { list: async () => [deployment], show: async () => deployment },
    },
    sessions,
    engines: { replicasOf: () => [{ address }] },
    url: () => `http://${host}`,
    gatewayUrl: () => undefined,
  } as unknown as HandlerParts;
  ({ app } = await serveHttp(parts, { host: '127.0.0.1', port: 0, studioKey: 'studio' }));
});
afterEach(async () => {
  await app.close();
  await rm(studioDirectory, { recursive: true });
});

const admin = { authorization: 'Bearer admin' };
const ask = (headers: Record<string, string>, more: InjectOptions = {}) =>
  app.inject({ method: 'GET', url: '/api/deployments', ...more, headers: { host, ...headers } });
const logIn = async (): Promise<Record<string, string>> => {
  const payload = { token: sessions.makeLinkToken() };
  const entered = await ask({}, { method: 'POST', url: '/api/session', payload });
  expect(entered.statusCode).toBe(200);
  return { cookie: String(entered.headers['set-cookie']).split(';')[0] ?? '' };
};

it("answers nobody under a name that is not this machine's own, session or not", async () => {
  const cookie = await logIn();
  for (const foreign of ['evil.example', 'evil.example:4700', '0.0.0.0:4700'])
    for (const url of ['/api/deployments', '/api/session', '/v1/models', '/api/openapi.json', '/'])
      for (const headers of [admin, cookie]) {
        const answer = await ask({ ...headers, host: foreign }, { url });
        expect([url, foreign, answer.statusCode, answer.json().code]).toEqual([
          url,
          foreign,
          403,
          'key-forbidden',
        ]);
      }
  expect((await ask({ ...admin, host: 'localhost:4700' })).statusCode).toBe(200);
});

it("a page of another origin is refused with the reader's cookie; the studio's own is not", async () => {
  const cookie = await logIn();
  expect((await ask(cookie)).statusCode).toBe(200);
  expect((await ask({ ...cookie, origin: `http://${host}` })).statusCode).toBe(200);
  for (const method of ['GET', 'POST'] as const) {
    const url = method === 'GET' ? '/api/deployments' : '/api/session/link';
    const answer = await ask({ ...cookie, origin: 'http://evil.example' }, { method, url });
    expect([answer.statusCode, answer.json().code]).toEqual([401, 'session-required']);
  }
});

it('a link opens one session, and without one nothing is told', async () => {
  const payload = { token: sessions.makeLinkToken() };
  const enter = () => ask({}, { method: 'POST', url: '/api/session', payload });
  expect((await enter()).statusCode).toBe(200);
  expect((await enter()).json()).toMatchObject({ code: 'session-required', hint: expect.any(String) });
  for (const url of ['/api/deployments', '/api/events', '/api/models'])
    expect((await ask({}, { url })).statusCode, url).toBe(401);
});

it("an engine's own address, a way past keys and ledger, is for the administrator's token alone", async () => {
  const url = `/api/deployments/${deployment.id}`;
  expect((await ask(admin, { url })).json()).toEqual({ deployment, address });
  expect((await ask(await logIn(), { url })).json()).toEqual({ deployment });
});

it('a person who opens any address gets the studio, and a program that asks for none gets the problem', async () => {
  const open = (url: string, accept = 'text/html,*/*') => ask({ accept }, { url });
  const early = await open('/');
  expect([early.statusCode, early.body]).toEqual([503, expect.stringMatching(/not built.*npm run build/)]);
  await writeFile(join(studioDirectory, 'index.html'), 'the studio');
  const known = studioPages.map((page) => page.replace(/:\w+/, encodeURIComponent(deployment.model)));
  const unknown = ['/harbour', '/tour', '/documents', '/datasets/x/y', '/models/x', '/receipts'];
  expect(known.map((url) => url.split('/')[1])).toContain('datasets');
  for (const [urls, status] of [
    [[...known, '/datasets/', '/lineage?of=x'], 200],
    [unknown, 404],
  ] as const)
    for (const url of urls) {
      const { statusCode, body } = await open(url);
      expect([url, statusCode, body]).toEqual([url, status, 'the studio']);
    }
  expect((await open('/harbour', '*/*')).json()).toMatchObject({ code: 'not-found' });
  expect((await open('/api/harbour')).json()).toMatchObject({ code: 'not-found' });
});
