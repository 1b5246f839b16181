/**
 * A server that can be spoken to.
 */
export interface Reached {
  url: string;
  token: string;
}
