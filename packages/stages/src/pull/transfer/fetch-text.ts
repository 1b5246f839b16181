/**
 * A registry's answer as text, for what is small enough to be read whole.
 * Invariant: whatever is wrong with the answer is a SlipwayError, so that the next source is tried.
 */
import { SlipwayError } from '@slipway/contracts';
import type { HttpFetch } from './http-fetch.ts';
import { publicUrl } from './public-url.ts';

export interface TextAnswer {
  text: string;
  isJson: boolean;
  /** Where it came from in the end, redirects followed; relative links in it begin there. */
  url: string;
}

export interface TextRequest {
  url: string;
  accept: string;
  fetch: HttpFetch;
  signal: AbortSignal;
  /** What is asked for, for messages. */
  wanted: string;
  hint: string;
}

/** @throws SlipwayError `model-unavailable`, `network-unreachable`, `download-interrupted` */
export async function fetchText(request: TextRequest): Promise<TextAnswer> {
  const { url, signal, wanted, hint } = request;
  const response = await request.fetch(url, { headers: { accept: request.accept }, signal });
  if (!response.ok) {
    await response.body?.cancel();
    const message = `${wanted}: ${publicUrl(url)} answered with status ${response.status}`;
    throw new SlipwayError({ code: 'model-unavailable', message, hint });
  }
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  try {
    // Relative links keep the address as it was asked for, credentials and all, unless it was redirected.
    return { text: await response.text(), isJson, url: response.redirected ? response.url : url };
  } catch (cause) {
    signal.throwIfAborted();
    const message = `${wanted}: the answer of ${publicUrl(url)} was cut off`;
    throw new SlipwayError({ code: 'download-interrupted', message, hint, cause });
  }
}
