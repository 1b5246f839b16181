/**
 * The licences of what is made of several things: those of all of them.
 * Invariant: the same licences give the same list in whatever order they come, for it is part of what is hashed.
 */
import type { Licence } from '@slipway/contracts';

/** @param sources what each part carries: manifests, or nothing where a part was left out */
export function joinLicences(
  ...sources: readonly ({ licences: readonly Licence[] } | undefined)[]
): Licence[] {
  const all = sources.flatMap((one) => one?.licences ?? []);
  const distinct = new Map(
    all.map(({ spdx, source }) => [JSON.stringify([spdx, source ?? '']), { spdx, source }]),
  );
  return [...distinct]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, { spdx, source }]) => (source === undefined ? { spdx } : { spdx, source }));
}
