/**
 * What is known of each token: its bytes as a path in a trie, and the merge that makes it last. Built once from the vocabulary.
 * Invariant: `rank` is 0 for a byte, 1 + the rank of its last merge for others, all ones for a token that merging never gives; its
 * highest bit is set when the ranks on the way to it do not rise. A byte has itself for `left`.
 */
import {
  edgesField,
  edgesMaskField,
  encodeScanned,
  missing,
  nodesField,
  scratchField,
  tokensField,
} from './byte-pairs';

/** Set in the rank of a token when the ranks on the way to it do not rise. */
export const irregular: u32 = 0x80000000;

/** A token's record, 20 bytes: left, right, rank, length in bytes, the longest token that is a prefix of it. */
function record(model: usize, token: u32): usize {
  return (load<u32>(model, tokensField) as usize) + (token as usize) * 20;
}

export function tokenLeft(model: usize, token: u32): u32 {
  return load<u32>(record(model, token));
}

export function tokenRight(model: usize, token: u32): u32 {
  return load<u32>(record(model, token), 4);
}

export function tokenRank(model: usize, token: u32): u32 {
  return load<u32>(record(model, token), 8);
}

export function tokenLength(model: usize, token: u32): usize {
  return load<u32>(record(model, token), 12);
}

export function tokenPrefix(model: usize, token: u32): u32 {
  return load<u32>(record(model, token), 16);
}

/** Slot {node and byte, child} of an edge, or of the gap where it would stand. Node 0 is the root; key 0 is no edge. */
function edgeSlot(model: usize, node: u32, byte: u32): usize {
  const edges: usize = load<u32>(model, edgesField);
  const mask = load<u32>(model, edgesMaskField);
  const key = ((node << 8) | byte) + 1;
  let slot = ((key * 0x9e3779b1) >> 8) & mask;
  while (true) {
    const entry = edges + ((slot as usize) << 3);
    const found = load<u32>(entry);
    if (found === key || found === 0) return entry;
    slot = (slot + 1) & mask;
  }
}

/** The node that `byte` leads to, or 0. */
function child(model: usize, node: u32, byte: u32): u32 {
  return load<u32>(edgeSlot(model, node, byte), 4);
}

/** The token at a node, or `missing`. */
function tokenAt(model: usize, node: u32): u32 {
  return load<u32>((load<u32>(model, nodesField) as usize) + ((node as usize) << 2));
}

/** The longest token, of those that merging can give, at the start of the text; `missing` if there is none. */
export function findLongest(model: usize, pointer: usize, end: usize): u32 {
  let best = missing;
  let node: u32 = 0;
  for (let at = pointer; at < end; at++) {
    node = child(model, node, load<u8>(at));
    if (node === 0) break;
    const token = tokenAt(model, node);
    if (token !== missing && tokenRank(model, token) !== missing) best = token;
  }
  return best;
}

/** The longest entry of the trie at the start of the text, reachable or not; `missing` if there is none. */
export function findExactLongest(model: usize, pointer: usize, end: usize): u32 {
  let best = missing;
  let node: u32 = 0;
  for (let at = pointer; at < end; at++) {
    node = child(model, node, load<u8>(at));
    if (node === 0) break;
    const token = tokenAt(model, node);
    if (token !== missing) best = token;
  }
  return best;
}

/** The token that has exactly these bytes, reachable or not; `missing` if there is none. */
export function findExact(model: usize, pointer: usize, length: usize): u32 {
  let node: u32 = 0;
  for (let at: usize = 0; at < length; at++) {
    node = child(model, node, load<u8>(pointer + at));
    if (node === 0) return missing;
  }
  return tokenAt(model, node);
}

/**
 * Adds tokens to the trie. `starts` has one u32 offset a token and one more behind them; an empty token is left out.
 * @returns the number of nodes; `numNodes` is that of before (1 for an empty trie)
 */
export function insertTokens(model: usize, texts: usize, starts: usize, numTokens: u32, numNodes: u32): u32 {
  const nodes: usize = load<u32>(model, nodesField);
  let next = numNodes;
  for (let token: u32 = 0; token < numTokens; token++) {
    const from = load<u32>(starts + ((token as usize) << 2));
    const to = load<u32>(starts + ((token as usize) << 2), 4);
    if (from === to) continue;
    let node: u32 = 0;
    for (let at = from; at < to; at++) {
      const byte: u32 = load<u8>(texts + at);
      const entry = edgeSlot(model, node, byte);
      if (load<u32>(entry) === 0) {
        store<u32>(entry, ((node << 8) | byte) + 1);
        store<u32>(entry, next, 4);
        store<u32>(nodes + ((next as usize) << 2), missing);
        next += 1;
      }
      node = load<u32>(entry, 4);
    }
    store<u32>(nodes + ((node as usize) << 2), token);
  }
  return next;
}

/** Fills a token's left, right and rank by encoding its bytes. */
function deriveToken(model: usize, token: u32, pointer: usize, length: usize): void {
  const own = record(model, token);
  store<u32>(own, length as u32, 12);
  store<u32>(own, missing, 8);
  if (length === 0) return;
  const last = (load<u32>(model, scratchField) as usize) + 65536;
  const end = encodeScanned(model, pointer, length, last + 16, last);
  if (end !== last + 20 || load<u32>(last, 16) !== token) return;
  if (length === 1) {
    store<u32>(own, load<u8>(pointer));
    store<u32>(own, 0, 8);
    return;
  }
  store<u32>(own, load<u32>(last));
  store<u32>(own, load<u32>(last, 4), 4);
  store<u32>(own, load<u32>(last, 8) + 1, 8);
}

/** Marks a token whose rank is not above those of its parts. Parts are shorter, so tokens come by rising length. */
function markIrregular(model: usize, token: u32): u32 {
  const own = record(model, token);
  const rank = load<u32>(own, 8);
  if (rank === 0 || rank === missing) return 0;
  const left = tokenRank(model, load<u32>(own));
  const right = tokenRank(model, load<u32>(own, 4));
  if (left < rank && right < rank) return 0;
  store<u32>(own, rank | irregular, 8);
  return 1;
}

function findPrefix(model: usize, pointer: usize, length: usize): u32 {
  return length < 2 ? missing : findLongest(model, pointer, pointer + length - 1);
}

/**
 * Fills the records of all tokens; pairs, bytes and trie must stand. `order` lists the tokens by rising length.
 * @returns how many tokens are irregular
 */
export function deriveTokens(model: usize, texts: usize, starts: usize, numTokens: u32, order: usize): u32 {
  let numIrregular: u32 = 0;
  for (let index: u32 = 0; index < numTokens; index++) {
    const token = load<u32>(order + ((index as usize) << 2));
    const start = starts + ((token as usize) << 2);
    const pointer = texts + load<u32>(start);
    const length: usize = load<u32>(start, 4) - load<u32>(start);
    deriveToken(model, token, pointer, length);
    numIrregular += markIrregular(model, token);
    store<u32>(record(model, token), findPrefix(model, pointer, length), 16);
  }
  return numIrregular;
}
