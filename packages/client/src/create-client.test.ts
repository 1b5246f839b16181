import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { api, isSlipwayError, newId, type Run, runSummary } from '@slipway/contracts';
import { afterEach, describe, expect, expectTypeOf, it } from 'vitest';
import { createClient } from './create-client.ts';

type Answer = { status?: number; body: string };
const closers: (() => Promise<void>)[] = [];

async function serve(answer: (request: IncomingMessage, body: string) => Answer): Promise<string> {
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const piece of request) body += piece;
    const { status = 200, body: text } = answer(request, body);
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

const summary = runSummary.parse({
  id: newId('run'),
  recipe: 'tour',
  state: 'running',
  createdAt: '2026-11-23T13:50:02.000Z',
  numSteps: 14,
  numStepsDone: 3,
});

describe('the client', () => {
  it('has one method for each route of the table, and the event log', () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:1' });
    expect(Object.keys(client).sort()).toEqual([...Object.keys(api), 'followEvents'].sort());
  });

  it('types parameters and answers by the route', () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:1' });
    expectTypeOf(client.showRun).returns.resolves.toEqualTypeOf<Run>();
    expectTypeOf(client.showRun).parameter(0).toHaveProperty('params');
    expectTypeOf(client.listModels).parameter(0).not.toHaveProperty('params');
    expectTypeOf(client.startTour).toBeCallableWith();
    expectTypeOf(client.openSession).parameter(0).toHaveProperty('body');
  });

  it('sends path, query and token, and returns what the schema let pass', async () => {
    const seen: string[] = [];
    const baseUrl = await serve((request) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      return { body: JSON.stringify({ runs: [{ ...summary, unheardOf: 1 }], numTotal: 1 }) };
    });
    const answer = await createClient({ baseUrl: `${baseUrl}/`, token: 'secret' }).listRuns({
      query: { limit: 5 },
    });
    expect(seen).toEqual(['GET /api/runs?limit=5 Bearer secret']);
    expect(answer).toEqual({ runs: [summary], numTotal: 1 });
  });

  it('escapes what stands in a path', async () => {
    let url = '';
    const baseUrl = await serve((request) => {
      url = request.url ?? '';
      return { body: JSON.stringify({ root: 'x', direction: 'up', nodes: [], edges: [], numLeftOut: 0 }) };
    });
    await createClient({ baseUrl }).traceLineage({ params: { reference: '文档/a b.md?' } });
    expect(url).toBe(`/api/trace/${encodeURIComponent('文档/a b.md?')}`);
  });

  it('sends a body as JSON, an empty one where none is given', async () => {
    const bodies: string[] = [];
    const baseUrl = await serve((_, body) => {
      bodies.push(body);
      return { body: JSON.stringify({ runId: summary.id }) };
    });
    const client = createClient({ baseUrl });
    await client.startTour({ body: { size: 'small' } });
    await client.startTour();
    expect(bodies).toEqual(['{"size":"small"}', '{}']);
  });

  it('rebuilds the error of the server, with its hint', async () => {
    const problem = { code: 'run-unknown', message: 'no run run_x', hint: 'slipway runs', retryable: false };
    const baseUrl = await serve(() => ({ status: 404, body: JSON.stringify(problem) }));
    const failure = await createClient({ baseUrl })
      .showRun({ params: { id: 'run_x' } })
      .catch((error: unknown) => error);
    expect(isSlipwayError(failure)).toBe(true);
    expect(failure).toMatchObject(problem);
  });

  it('names an answer that is not ours by its status', async () => {
    const baseUrl = await serve(() => ({ status: 502, body: '<html>bad gateway</html>' }));
    await expect(createClient({ baseUrl }).health()).rejects.toMatchObject({ code: 'server-not-running' });
  });

  it('refuses an answer that breaks the contract, saying where', async () => {
    const baseUrl = await serve(() => ({ body: JSON.stringify({ runs: [], numTotal: 'many' }) }));
    await expect(createClient({ baseUrl }).listRuns()).rejects.toMatchObject({
      code: 'internal',
      message: expect.stringContaining('numTotal'),
    });
  });

  it('says how to start a server that does not answer, and passes an abort on', async () => {
    const client = createClient({ baseUrl: 'http://127.0.0.1:9' });
    await expect(client.health()).rejects.toMatchObject({ code: 'server-not-running' });
    const signal = AbortSignal.abort();
    await expect(client.health({ signal })).rejects.toMatchObject({ name: 'AbortError' });
  });
});
