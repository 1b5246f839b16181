/**
 * Counts the words of a user's list in a text's bytes by an Aho-Corasick automaton (Aho and Corasick, 1975): one pass, whatever the list's size.
 * Invariant: letters A to Z match in any case; other characters byte for byte. A word of letters A to Z and digits counts only where no such
 * letter or digit stands beside it; others (Chinese, Japanese, Thai) count anywhere, as in C4's bad words.
 * Refuses: empty words.
 */
import { SlipwayError } from '@slipway/contracts';
import { drop, keep, type QualityVerdict } from '../rule.ts';

export interface WordList {
  /** How often words of the list stand in the bytes; overlapping ones all count. */
  count(bytes: Uint8Array): number;
}

const fold = (byte: number) => (byte >= 0x41 && byte <= 0x5a ? byte + 32 : byte);
const isAsciiWord = (byte: number | undefined) =>
  byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || (fold(byte) >= 0x61 && fold(byte) <= 0x7a));

class Automaton {
  /** Next node by `node * 256 + byte`. */
  readonly next = new Map<number, number>();
  readonly fallback: number[] = [0];
  /** Lengths of the words that end at a node, those of its fallbacks included. */
  readonly ends: { length: number; isBounded: boolean }[][] = [[]];

  add(word: Uint8Array): void {
    let node = 0;
    for (const byte of word) {
      const key = node * 256 + byte;
      let child = this.next.get(key);
      if (child === undefined) {
        child = this.ends.push([]) - 1;
        this.fallback.push(0);
        this.next.set(key, child);
      }
      node = child;
    }
    this.ends[node]?.push({ length: word.length, isBounded: word.every(isAsciiWord) });
  }

  step(from: number, byte: number): number {
    for (let node = from; ; node = this.fallback[node] ?? 0) {
      const child = this.next.get(node * 256 + byte);
      if (child !== undefined) return child;
      if (node === 0) return 0;
    }
  }

  /** Nodes are numbered with parents first, but a fallback may have any number less deep: levels are walked in order. */
  link(): void {
    let level = [0];
    const children = new Map<number, [number, number][]>();
    for (const [key, child] of this.next) {
      const node = Math.floor(key / 256);
      children.set(node, [...(children.get(node) ?? []), [key % 256, child]]);
    }
    while (level.length > 0) {
      const deeper: number[] = [];
      for (const node of level) {
        for (const [byte, child] of children.get(node) ?? []) {
          const target = node === 0 ? 0 : this.step(this.fallback[node] ?? 0, byte);
          this.fallback[child] = target;
          this.ends[child]?.push(...(this.ends[target] ?? []));
          deeper.push(child);
        }
      }
      level = deeper;
    }
  }
}

/** @throws SlipwayError for an empty word */
export function createWordList(words: readonly string[]): WordList {
  const automaton = new Automaton();
  const encoder = new TextEncoder();
  for (const word of new Set(
    words.map((one) => one.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase())),
  )) {
    if (word === '')
      throw new SlipwayError({
        code: 'argument-invalid',
        message: 'A word of the list is empty.',
        hint: 'Take empty lines out of the list.',
      });
    automaton.add(encoder.encode(word));
  }
  automaton.link();
  return {
    count(bytes) {
      let found = 0;
      let node = 0;
      for (let at = 0; at < bytes.length; at += 1) {
        node = automaton.step(node, fold(bytes[at] ?? 0));
        for (const { length, isBounded } of automaton.ends[node] ?? []) {
          if (isBounded && (isAsciiWord(bytes[at + 1]) || isAsciiWord(bytes[at - length]))) continue;
          found += 1;
        }
      }
      return found;
    },
  };
}

/** Drops a text with more listed words a line than `maxPerLine` (ChineseWebText 2.0: 0.5; C4: 0). */
export function judgeWordCount(count: number, numLines: number, maxPerLine: number): QualityVerdict {
  return count / Math.max(1, numLines) > maxPerLine ? drop('listed_words') : keep;
}
