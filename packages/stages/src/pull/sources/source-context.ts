/**
 * What every source works with, and what it owes: one file at `target`, or an error that says why not.
 */
import type { HttpFetch } from '../transfer/http-fetch.ts';

export interface SourceContext {
  /** Survives attempts: partial downloads lie here. */
  directory: string;
  fetch: HttpFetch;
  /** Base addresses by source kind. */
  mirrors: Record<string, string>;
  token: string | undefined;
  signal: AbortSignal;
  onProgress(doneBytes: number, totalBytes: number): void;
}
