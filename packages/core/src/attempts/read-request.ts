/**
 * Reads the request that a launcher wrote for an attempt.
 */
import { readFile } from 'node:fs/promises';
import { type AttemptRequest, attemptRequest, SlipwayError } from '@slipway/contracts';

/** @throws SlipwayError `argument-invalid` where the file is no request */
export async function readAttemptRequest(path: string): Promise<AttemptRequest> {
  try {
    return attemptRequest.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    const message = `${path} is not the request of an attempt`;
    throw new SlipwayError({
      code: 'argument-invalid',
      message,
      hint: 'Launchers write these files.',
      cause,
    });
  }
}
