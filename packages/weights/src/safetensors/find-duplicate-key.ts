/**
 * Finds a key that stands twice at the top of a JSON object, which JSON.parse hides and the safetensors format forbids.
 * Invariant: the text has been parsed before, so it is valid JSON.
 */

/** The first repeated key of the outermost object, or undefined. */
export function findDuplicateKey(json: string): string | undefined {
  const seen = new Set<string>();
  let depth = 0;
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\]]/g;
  for (let match = tokens.exec(json); match; match = tokens.exec(json)) {
    const [token] = match;
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    else if (depth === 1 && /^\s*:/.test(json.slice(tokens.lastIndex, tokens.lastIndex + 64))) {
      const key = JSON.parse(token) as string;
      if (seen.has(key)) return key;
      seen.add(key);
    }
  }
  return undefined;
}
