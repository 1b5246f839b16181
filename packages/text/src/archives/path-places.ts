/**
 * Which paths of an archive are files and which are folders: archives may have `a` and `a/b`, folders of a machine may not.
 * Invariant: the first one to claim a path has it; what would go on through a file, or take the place of a folder, is refused.
 */

export interface PathPlaces {
  /** Whether a file may lie at a path, separated by slashes; if so, it does from now on. The same path may be claimed again. */
  claim(path: string): boolean;
}

export function createPathPlaces(): PathPlaces {
  const files = new Set<string>();
  const folders = new Set<string>();
  return {
    claim(path) {
      const above = [...path.matchAll(/\//g)].map(({ index }) => path.slice(0, index));
      if (folders.has(path) || above.some((folder) => files.has(folder))) return false;
      files.add(path);
      for (const folder of above) folders.add(folder);
      return true;
    },
  };
}
