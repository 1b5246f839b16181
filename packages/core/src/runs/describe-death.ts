/**
 * Why an attempt that ended without a last word did so, as an error.
 * Invariant: what the user can mend (memory, disk) is told apart from what may pass by itself.
 */
import { type ErrorData, SlipwayError, toErrorData } from '@slipway/contracts';
import { diskFullExitCode } from '../attempts/attempt-exit-code.ts';
import type { LaunchState } from '../ports/launcher.ts';

type Ended = Extract<LaunchState, { state: 'ended' }>;

export function describeDeath(ended: Ended): { state: 'failed' | 'lost'; error: ErrorData } {
  if (ended.reason === 'out-of-memory') {
    return failed('attempt-out-of-memory', 'the attempt used more memory than its limit and was ended', {
      hint: 'Use a smaller model, shorter sequences or fewer documents, or a machine with more memory.',
    });
  }
  if (ended.exitCode === diskFullExitCode) {
    const hint = 'Free some space and start the run again; it goes on where it stopped.';
    return failed('disk-full', 'the disk is full', { hint });
  }
  if (ended.exitCode === null) {
    return { state: 'lost', error: errorOf('attempt-lost', 'the process of the attempt is gone') };
  }
  const signal = ended.exitCode > 128 ? ` (signal ${ended.exitCode - 128})` : '';
  const message = `the process of the attempt ended with exit code ${ended.exitCode}${signal} and no last word`;
  return failed('attempt-crashed', message, { hint: 'See its log for the reason.' });
}

function failed(
  code: 'attempt-out-of-memory' | 'attempt-crashed' | 'disk-full',
  message: string,
  { hint }: { hint: string },
): { state: 'failed'; error: ErrorData } {
  return { state: 'failed', error: toErrorData(new SlipwayError({ code, message, hint })) };
}

function errorOf(code: 'attempt-lost', message: string): ErrorData {
  return toErrorData(new SlipwayError({ code, message }));
}
