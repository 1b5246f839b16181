/**
 * What goes wrong with a store, said to people: missing, corrupt, no room.
 */
import { type Digest, SlipwayError } from '@slipway/contracts';

const noRoomCodes = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** `artifact-missing`: the store holds nothing by this digest. */
export function artifactMissing(artifact: Digest, place: string): SlipwayError {
  return new SlipwayError({
    code: 'artifact-missing',
    message: `there is no artifact ${artifact} in ${place}`,
    hint: 'List what there is with `slipway artifacts`; run the recipe that made it again to make it anew.',
  });
}

/** `artifact-missing`: the artifact has no file of this name. */
export function fileMissing(artifact: Digest, path: string): SlipwayError {
  return new SlipwayError({
    code: 'artifact-missing',
    message: `artifact ${artifact} has no file ${path}`,
    hint: 'Its manifest lists its files: `slipway artifacts` shows it.',
  });
}

/**
 * `artifact-corrupt`: bytes on disk are not those that were stored.
 * @param problem what is wrong with which file, in a clause
 */
export function artifactCorrupt(artifact: Digest, problem: string): SlipwayError {
  return new SlipwayError({
    code: 'artifact-corrupt',
    message: `artifact ${artifact} is damaged: ${problem}`,
    hint: 'Run the recipe that made it again: what is damaged is made anew. If it happens again, check the disk.',
  });
}

/** Any failure of writing, with a full disk told as `disk-full`. */
export function explainWriteFailure(error: unknown, directory: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code === undefined || !noRoomCodes.has(code)) return error;
  return new SlipwayError({
    code: 'disk-full',
    message: `there is no room left on the disk of ${directory}`,
    hint: 'Free some space, or put the home on another disk (SLIPWAY_HOME), then start again: what is done is kept.',
    cause: error,
  });
}
