/**
 * What an ambiguous reference may mean, out of the sentence in which the server names it.
 * Invariant: only what the sentence says; a sentence of another form names nothing.
 */

/** The references in `"README.md" may mean a/README.md, sha256:… (artifact) and more`. */
export function readCandidates(message: string): string[] {
  const named = / may mean (.+?)(?: and more)?$/.exec(message)?.[1];
  return named?.split(', ').map((each) => each.replace(/ \((?:artifact|document)\)$/, '')) ?? [];
}
