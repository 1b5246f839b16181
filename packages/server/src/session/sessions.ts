/**
 * Who may speak to the control API: the holder of the administrator's token, or of a cookie got for a one-time link.
 * Invariant: a link works once; a cookie is signed, so that it outlives a restart without being stored; requests from other
 * origins or for other host names are refused, which closes the door to pages that guess at loopback services.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { SlipwayError } from '@slipway/contracts';
import type { FastifyRequest } from 'fastify';

const cookieName = 'slipway_session';
const sessionMs = 30 * 24 * 3600 * 1000;
const linkMs = 24 * 3600 * 1000;

export interface Sessions {
  /** A token for one exchange. */
  makeLinkToken(): string;
  /** @returns the value of a `Set-Cookie` header. @throws SlipwayError `session-required` */
  exchange(token: string): string;
  hasSession(request: FastifyRequest): boolean;
  /** Whether it bears the administrator's token itself. */
  isAdministrator(request: FastifyRequest): boolean;
  /** @throws SlipwayError `session-required` */
  requireSession(request: FastifyRequest): void;
}

export function createSessions(options: {
  adminToken: string;
  secret: string;
  now?: () => number;
}): Sessions {
  const now = options.now ?? Date.now;
  const links = new Map<string, number>();
  const sign = (text: string) => createHmac('sha256', options.secret).update(text).digest('base64url');
  const isAdministrator = (request: FastifyRequest): boolean =>
    isSame(readBearer(request) ?? '', options.adminToken);
  const hasSession = (request: FastifyRequest): boolean => {
    if (readBearer(request) !== undefined) return isAdministrator(request);
    const [expires = '', signature = ''] = (readCookie(request.headers.cookie) ?? '').split('.');
    return Number(expires) > now() && isSame(signature, sign(expires)) && isOwnOrigin(request);
  };
  return {
    makeLinkToken: () => {
      const token = randomBytes(24).toString('base64url');
      links.set(token, now() + linkMs);
      return token;
    },
    exchange: (token) => {
      const expiresAt = links.get(token) ?? 0;
      links.delete(token);
      if (expiresAt <= now()) throw spentLink();
      const expires = String(now() + sessionMs);
      const attributes = `Path=/; HttpOnly; SameSite=Strict; Max-Age=${sessionMs / 1000}`;
      return `${cookieName}=${expires}.${sign(expires)}; ${attributes}`;
    },
    hasSession,
    isAdministrator,
    requireSession: (request) => {
      if (hasSession(request)) return;
      throw new SlipwayError({
        code: 'session-required',
        message: 'this needs a session',
        hint: '`npx slipway link`, in the folder of Slipway, prints a link that opens one.',
      });
    },
  };
}

/** Whether a Host header names this machine's loopback. */
export function isLoopbackHost(host: string | undefined): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host ?? '');
}

function isOwnOrigin(request: FastifyRequest): boolean {
  const { origin, host } = request.headers;
  return origin === undefined || origin === `http://${host}`;
}

function readBearer(request: FastifyRequest): string | undefined {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
}

function readCookie(header: string | undefined): string | undefined {
  const pair = header?.split(/;\s*/).find((one) => one.startsWith(`${cookieName}=`));
  return pair?.slice(cookieName.length + 1);
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function spentLink(): SlipwayError {
  return new SlipwayError({
    code: 'session-required',
    message: 'this link has been used already, or is too old',
    hint: '`npx slipway link`, in the folder of Slipway, prints a new one.',
  });
}
