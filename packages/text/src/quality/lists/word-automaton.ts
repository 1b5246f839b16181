/**
 * An automaton that finds any of many words in one pass (Aho and Corasick, 1975), in flat tables: a hash of transitions, and the root's
 * transitions by byte, since that is where most bytes of a text are.
 * Invariant: memory grows with the words' bytes alone. Matches come by their end, longer ones first.
 */
export interface WordAutomaton {
  /** @param onMatch is told the place of the word in the list, and where it begins and ends */
  scan(
    bytes: Uint8Array,
    fold: (byte: number) => number,
    onMatch: (word: number, start: number, end: number) => void,
  ): void;
}

interface Tables {
  /** Open addressing: `node * 256 + byte`, and the node it leads to; 0 is free, since nothing leads to the root. */
  keys: Float64Array;
  children: Uint32Array;
  mask: number;
  fromRoot: Uint32Array;
  fallback: Uint32Array;
  /** The word that ends at a node, from 1; 0 where none does. */
  wordAt: Uint32Array;
  /** The nearest node behind the fallbacks at which a word ends. */
  nextEnd: Uint32Array;
}

/** @param words different ones, none empty */
export function createAutomaton(words: readonly Uint8Array[]): WordAutomaton {
  const tables = layOut(words);
  const { fromRoot, fallback, wordAt, nextEnd } = tables;
  return {
    scan(bytes, fold, onMatch) {
      let node = 0;
      for (let at = 0; at < bytes.length; at += 1) {
        const byte = fold(bytes[at] as number);
        let child = 0;
        while (node !== 0) {
          child = findChild(tables, node, byte);
          if (child !== 0) break;
          node = fallback[node] as number;
        }
        node = child === 0 ? (fromRoot[byte] as number) : child;
        if (node === 0) continue;
        for (let end = wordAt[node] === 0 ? nextEnd[node] : node; end; end = nextEnd[end]) {
          const word = (wordAt[end] as number) - 1;
          onMatch(word, at + 1 - (words[word]?.length ?? 0), at + 1);
        }
      }
    },
  };
}

function layOut(words: readonly Uint8Array[]): Tables {
  const numNodes = words.reduce((sum, { length }) => sum + length, 1);
  const size = 2 ** Math.ceil(Math.log2(numNodes * 2 + 2));
  const numbers = () => new Uint32Array(numNodes);
  const tables: Tables = {
    keys: new Float64Array(size),
    children: new Uint32Array(size),
    mask: size - 1,
    fromRoot: new Uint32Array(256),
    fallback: numbers(),
    wordAt: numbers(),
    nextEnd: numbers(),
  };
  /** By node: its parent and the byte between them. */
  const origins: { parent: number; byte: number; depth: number }[] = [{ parent: 0, byte: 0, depth: 0 }];
  for (const [place, word] of words.entries()) {
    let node = 0;
    for (const byte of word) {
      const there = node === 0 ? tables.fromRoot[byte] : findChild(tables, node, byte);
      const depth = (origins[node]?.depth ?? 0) + 1;
      const child = there || origins.push({ parent: node, byte, depth }) - 1;
      if (!there) setChild(tables, { node, byte, child });
      node = child;
    }
    tables.wordAt[node] = place + 1;
  }
  linkFallbacks(tables, origins);
  return tables;
}

/** Level by level: a node's fallback lies on a level above it. */
function linkFallbacks(
  tables: Tables,
  origins: readonly { parent: number; byte: number; depth: number }[],
): void {
  const { fallback, wordAt, nextEnd, fromRoot } = tables;
  const order = origins
    .map((origin, node) => ({ ...origin, node }))
    .slice(1)
    .sort((a, b) => a.depth - b.depth || a.node - b.node);
  for (const { parent, byte, node } of order) {
    let target = 0;
    if (parent !== 0) {
      let from = fallback[parent] as number;
      while (from !== 0 && target === 0) {
        target = findChild(tables, from, byte);
        from = fallback[from] as number;
      }
      if (target === 0) target = fromRoot[byte] as number;
    }
    fallback[node] = target;
    nextEnd[node] = wordAt[target] === 0 ? (nextEnd[target] as number) : target;
  }
}

function slotOf({ mask }: Tables, node: number, byte: number): number {
  const hash = Math.imul(node, 0x9e3779b1) ^ Math.imul(byte + 1, 0x85ebca6b);
  return (hash ^ (hash >>> 15)) & mask;
}

function findChild(tables: Tables, node: number, byte: number): number {
  const { keys, children, mask } = tables;
  const key = node * 256 + byte;
  for (let slot = slotOf(tables, node, byte); ; slot = (slot + 1) & mask) {
    const child = children[slot] as number;
    if (child === 0 || keys[slot] === key) return child;
  }
}

function setChild(
  tables: Tables,
  { node, byte, child }: { node: number; byte: number; child: number },
): void {
  const { keys, children, mask, fromRoot } = tables;
  if (node === 0) {
    fromRoot[byte] = child;
    return;
  }
  let slot = slotOf(tables, node, byte);
  while (children[slot] !== 0) slot = (slot + 1) & mask;
  keys[slot] = node * 256 + byte;
  children[slot] = child;
}
