import type { FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { createSessions, isLoopbackHost } from './sessions.ts';

const host = '127.0.0.1:4700';
const day = 24 * 3600 * 1000;

function open(secret = 'secret') {
  const clock = { now: Date.parse('2026-01-01') };
  return { clock, sessions: createSessions({ adminToken: 'admin', secret, now: () => clock.now }) };
}

const request = (headers: Record<string, string>) => ({ headers: { host, ...headers } }) as FastifyRequest;
const withCookie = (setCookie: string, more: Record<string, string> = {}) =>
  request({ cookie: `other=1; ${setCookie.split(';')[0]}`, ...more });
const refused = expect.objectContaining({ code: 'session-required' });

it('a link works once, within a day', () => {
  const { sessions, clock } = open();
  const token = sessions.makeLinkToken();
  expect(sessions.exchange(token)).toMatch(/; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
  expect(() => sessions.exchange(token)).toThrow(refused);
  const late = sessions.makeLinkToken();
  clock.now += day;
  expect(() => sessions.exchange(late)).toThrow(refused);
  expect(() => sessions.exchange('guessed')).toThrow(refused);
  expect(() => sessions.exchange('')).toThrow(refused);
});

it('a cookie outlives a restart, and neither its time nor a change of its words', () => {
  const { sessions } = open();
  const cookie = sessions.exchange(sessions.makeLinkToken());
  const restarted = open();
  expect(restarted.sessions.hasSession(withCookie(cookie))).toBe(true);
  expect(() => restarted.sessions.requireSession(withCookie(cookie))).not.toThrow();
  expect(open('another home').sessions.hasSession(withCookie(cookie))).toBe(false);

  const [, expires = '', signature = ''] = /=(\d+)\.([\w-]+)/.exec(cookie) ?? [];
  for (const forged of [
    `${Number(expires) + 1}.${signature}`,
    `${expires}.${'A'.repeat(signature.length)}`,
    `${expires}.`,
    expires,
    `NaN.${signature}`,
  ]) {
    expect(sessions.hasSession(withCookie(`slipway_session=${forged}`)), forged).toBe(false);
  }
  restarted.clock.now += 30 * day;
  expect(restarted.sessions.hasSession(withCookie(cookie))).toBe(false);
  expect(() => restarted.sessions.requireSession(withCookie(cookie))).toThrow(refused);
});

it('a page of another origin has no session, whatever cookie it brings', () => {
  const { sessions } = open();
  const cookie = sessions.exchange(sessions.makeLinkToken());
  expect(sessions.hasSession(withCookie(cookie, { origin: `http://${host}` }))).toBe(true);
  for (const origin of ['http://evil.example', 'http://127.0.0.1:4701', `https://${host}`, 'null'])
    expect(sessions.hasSession(withCookie(cookie, { origin })), origin).toBe(false);
});

it("only the administrator's token itself is the administrator's", () => {
  const { sessions } = open();
  const cookie = withCookie(sessions.exchange(sessions.makeLinkToken()));
  const admin = request({ authorization: 'Bearer admin' });
  expect([sessions.hasSession(admin), sessions.isAdministrator(admin)]).toEqual([true, true]);
  expect([sessions.hasSession(cookie), sessions.isAdministrator(cookie)]).toEqual([true, false]);
  for (const authorization of ['Bearer admi', 'Bearer admin2', 'Basic admin', 'Bearer '])
    expect(sessions.hasSession(request({ authorization })), authorization).toBe(false);
  expect(sessions.hasSession(request({}))).toBe(false);
});

it('tells loopback names from others', () => {
  for (const name of ['localhost', 'localhost:4700', '127.0.0.1', '127.0.0.2:1', '[::1]:4700'])
    expect(isLoopbackHost(name), name).toBe(true);
  for (const name of [
    undefined,
    '',
    '0.0.0.0',
    'evil.example',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
  ])
    expect(isLoopbackHost(name), name).toBe(false);
});
