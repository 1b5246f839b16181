// The order of test files: those that start whole installations first, so that none of them begins when all others are done and keeps one
// core waiting for minutes. Vitest learns how long files take only on the machine where they ran before; a fresh checkout has nothing.
import { BaseSequencer } from 'vitest/node';

/** Parts of paths, longest tests first. */
const long = ['/test/tour/', '/test/kill/', '/test/'];

/** @returns the place of a file's kind, lower for longer ones */
export function rankPath(path) {
  const rank = long.findIndex((part) => path.includes(part));
  return rank < 0 ? long.length : rank;
}

export class LongestFirst extends BaseSequencer {
  async sort(files) {
    const sorted = await super.sort(files);
    return sorted.toSorted((left, right) => rankPath(left.moduleId) - rankPath(right.moduleId));
  }
}
