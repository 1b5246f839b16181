/**
 * The studio's built files, with every other address answered by its first page so that its own router can take it.
 * Invariant: an address that a person opens gets a page, those that are none of `studioPages` with status 404 and a studio that is not built as a plain text
 * with its remedy; programs get the problem.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { studioPages } from '@slipway/contracts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What a page may load: nothing but its own. */
const contentPolicy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

const notBuilt = `The studio is not built. In the folder of Slipway: npm run build. Then load this page again.
工作台尚未构建。请在 Slipway 文件夹中运行 npm run build，然后重新载入本页。
`;

export async function registerStudio(app: FastifyInstance, directory: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: join(directory, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
  });
  const sendPage = (_request: unknown, reply: FastifyReply) => sendFirstPage(reply, directory);
  // With a slash at its end the studio's router takes an address for the same.
  for (const path of studioPages.flatMap((page) => (page === '/' ? page : [page, `${page}/`])))
    app.get(path, sendPage);
  app.get('/*', (request, reply) => {
    if (isOpenedByPerson(request)) return sendFirstPage(reply.status(404), directory);
    reply.callNotFound();
  });
}

/** Reads the page anew each time: a studio that is built again while we run has other files beside it. */
async function sendFirstPage(reply: FastifyReply, directory: string): Promise<FastifyReply> {
  const page = await readFile(join(directory, 'index.html'), 'utf8').catch(() => undefined);
  reply.headers({
    'content-type': `text/${page === undefined ? 'plain' : 'html'}; charset=utf-8`,
    'cache-control': 'no-store',
    'content-security-policy': contentPolicy,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  return page === undefined ? reply.status(503).send(notBuilt) : reply.send(page);
}

function isOpenedByPerson({ headers, url }: FastifyRequest): boolean {
  return (headers.accept ?? '').includes('text/html') && !/^\/(api|v1)(\/|$)/.test(url);
}
