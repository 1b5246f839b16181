/**
 * A title for a document that names none, from its path.
 * Invariant: never empty for a non-empty path. A README or index is called by its folder, with the scope of a package where there is one.
 */

const generic = /^(?:readme|index|overview|home|default|main)$/i;

/** The last name of the path without extension, or the folder's where that says nothing. */
export function pathTitle(path: string): string {
  const [file = path, line] = path.split('#');
  const names = file.split('/').filter((name) => name !== '');
  const last = names.at(-1) ?? file;
  const stem = last.replace(
    /(?:\.[a-z]{2}(?:-[a-z]{2,4})?)?(?:\.(?:md|mdx|markdown|mkd|txt|text|rst|html?|xhtml|jsonl|ndjson|gz))+$/i,
    '',
  );
  const suffix = line === undefined ? '' : ` ${line}`;
  const folder = names.at(-2);
  if (!generic.test(stem) || folder === undefined) return (stem === '' ? last : stem) + suffix;
  const scope = names.at(-3);
  return (scope?.startsWith('@') ? `${scope}/${folder}` : folder) + suffix;
}
