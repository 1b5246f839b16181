/**
 * A server that can be spoken to.
 */
export interface Reached {
  url: string;
  token: string;
  /** Whether it lives in this process, and ends with the work that it was opened for. */
  isOwn: boolean;
}
