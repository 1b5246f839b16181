/**
 * The environment that child processes get: what they need to run, without what only the server may know.
 */
import { readEnvironment } from '@slipway/core';

/** Who opens the database is the server alone. */
const withheld = /^(DATABASE_URL|PG[A-Z]+|SLIPWAY_TEST_.*|npm_.*|NODE_OPTIONS|VITEST.*)$/;
/** What only attempts may need: credentials of the store and of hubs. */
const forAttemptsOnly = /^(AWS_.*|HF_TOKEN)$/;

/** @param home state folder, so that every child works on the same */
export function childEnvironment(
  home: string,
  role: 'attempt' | 'engine' | 'gateway',
): Record<string, string> {
  const inherited = Object.entries(readEnvironment()).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      !withheld.test(entry[0]) &&
      (role === 'attempt' || !forAttemptsOnly.test(entry[0])),
  );
  return { ...Object.fromEntries(inherited), SLIPWAY_HOME: home };
}
