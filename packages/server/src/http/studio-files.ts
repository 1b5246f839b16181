/**
 * The studio's built files, with every other address answered by its first page so that its own router can take it.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/** What a page may load: nothing but its own. */
const contentPolicy =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

export async function registerStudio(app: FastifyInstance, directory: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: join(directory, 'assets'),
    prefix: '/assets/',
    immutable: true,
    maxAge: '365d',
  });
  // Read anew each time: a studio that is built again while we run has other files beside it.
  const sendPage = async (_request: unknown, reply: FastifyReply) => {
    const page = await readFile(join(directory, 'index.html'), 'utf8');
    return reply
      .headers({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy': contentPolicy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      })
      .send(page);
  };
  app.get('/', sendPage);
  for (const path of [
    '/enter',
    '/tour',
    '/runs',
    '/models',
    '/lineage',
    '/statements',
    '/receipts',
    '/documents',
  ]) {
    app.get(path, sendPage);
    app.get(`${path}/*`, sendPage);
  }
}
