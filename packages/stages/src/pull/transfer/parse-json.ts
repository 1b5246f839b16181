/**
 * JSON from a stranger: what is none becomes undefined, for a schema to refuse.
 */

/** The value a text holds, or undefined. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
