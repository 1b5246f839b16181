/**
 * HTTP as pulling uses it: through the configured proxy, with time limits, and with errors that name the host.
 * Invariant: a name and password in an address go into a header, for that origin alone, and never into a message.
 */
import { SlipwayError } from '@slipway/contracts';
import type { DownloadProxy } from '@slipway/core';
import {
  Agent,
  type Dispatcher,
  EnvHttpProxyAgent,
  type RequestInit,
  type Response,
  fetch as undiciFetch,
} from 'undici';

export type HttpFetch = (url: string, init: RequestInit) => Promise<Response>;

const connectTimeoutMs = 8_000;
const defaultAnswerTimeoutMs = 30_000;
/** Longest silence within a download. */
const bodyTimeoutMs = 60_000;

/**
 * @param proxy where requests go through, where there is one
 * @param answerTimeoutMs longest time until an answer begins
 * @returns a fetch that throws SlipwayError `network-unreachable` where no connection can be had
 */
export function createHttpFetch(proxy?: DownloadProxy, answerTimeoutMs = defaultAnswerTimeoutMs): HttpFetch {
  const dispatcher = createDispatcher(proxy);
  const authorizations = new Map<string, string>();
  return async (url, init) => {
    const { address, origin } = splitCredentials(url, authorizations);
    const authorization = authorizations.get(origin);
    const headers = {
      ...(authorization === undefined ? {} : { authorization }),
      ...(init.headers as Record<string, string> | undefined),
    };
    const asked = init.signal as AbortSignal | undefined;
    const patience = new AbortController();
    // A proxy that closes the line on each try is tried for ever: no other limit covers that.
    const timer = setTimeout(() => patience.abort(), answerTimeoutMs);
    const signal = AbortSignal.any([patience.signal, ...(asked ? [asked] : [])]);
    try {
      return await undiciFetch(address, { ...init, headers, signal, dispatcher, redirect: 'follow' });
    } catch (cause) {
      asked?.throwIfAborted();
      throw unreachable(new URL(address).host, cause);
    } finally {
      clearTimeout(timer);
    }
  };
}

function createDispatcher(proxy: DownloadProxy | undefined): Dispatcher {
  const limits = { bodyTimeout: bodyTimeoutMs, headersTimeout: bodyTimeoutMs };
  const connect = { timeout: connectTimeoutMs };
  if (proxy === undefined) return new Agent({ ...limits, connect });
  const noProxy = proxy.noProxy.join(',');
  return new EnvHttpProxyAgent({ httpProxy: proxy.url, httpsProxy: proxy.url, noProxy, ...limits, connect });
}

/** Takes name and password out of an address and keeps them for its origin, as pip does with an index's own links. */
function splitCredentials(
  url: string,
  authorizations: Map<string, string>,
): { address: string; origin: string } {
  if (!URL.canParse(url)) {
    const hint = 'Check the mirrors in slipway.config.ts.';
    throw new SlipwayError({ code: 'network-unreachable', message: 'an address cannot be read', hint });
  }
  const parsed = new URL(url);
  if (parsed.username !== '') {
    const pair = `${decodeURIComponent(parsed.username)}:${decodeURIComponent(parsed.password)}`;
    authorizations.set(parsed.origin, `Basic ${Buffer.from(pair).toString('base64')}`);
  }
  parsed.username = '';
  parsed.password = '';
  return { address: parsed.href, origin: parsed.origin };
}

function unreachable(host: string, cause: unknown): SlipwayError {
  return new SlipwayError({
    code: 'network-unreachable',
    message: `${host} cannot be reached`,
    hint: 'Check the network, or set HTTPS_PROXY or a mirror in slipway.config.ts.',
    cause,
  });
}
