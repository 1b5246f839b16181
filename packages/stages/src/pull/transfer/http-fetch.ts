/**
 * HTTP as pulling uses it: through the configured proxy, with time limits, and with errors that name the host.
 */
import { SlipwayError } from '@slipway/contracts';
import { Agent, ProxyAgent, type RequestInit, type Response, fetch as undiciFetch } from 'undici';

export type HttpFetch = (url: string, init: RequestInit) => Promise<Response>;

const connectTimeoutMs = 8_000;
/** Longest silence within a download. */
const bodyTimeoutMs = 60_000;

/**
 * @param proxyUrl where requests go through, where there is a proxy
 * @returns a fetch that throws SlipwayError `network-unreachable` where no connection can be had
 */
export function createHttpFetch(proxyUrl?: string): HttpFetch {
  const limits = { bodyTimeout: bodyTimeoutMs, headersTimeout: bodyTimeoutMs };
  const dispatcher = proxyUrl
    ? new ProxyAgent({ uri: proxyUrl, ...limits, connect: { timeout: connectTimeoutMs } })
    : new Agent({ ...limits, connect: { timeout: connectTimeoutMs } });
  return async (url, init) => {
    try {
      return await undiciFetch(url, { ...init, dispatcher, redirect: 'follow' });
    } catch (cause) {
      (init.signal as AbortSignal | undefined)?.throwIfAborted();
      throw new SlipwayError({
        code: 'network-unreachable',
        message: `${new URL(url).host} cannot be reached`,
        hint: 'Check the network, or set HTTPS_PROXY or a mirror in slipway.config.ts.',
        cause,
      });
    }
  };
}
