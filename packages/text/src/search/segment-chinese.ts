/**
 * Chinese words, overlapping where a long word holds shorter ones, by jieba's dictionary and its model for unknown words.
 * Invariant: the dictionary is read once a process, and only when the first Han character comes; the same text gives the same words.
 */
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

let jieba: Jieba | undefined;

/** The words of a run of Han characters, as a search should find them. */
export function segmentChinese(text: string): string[] {
  jieba ??= Jieba.withDict(dict);
  return jieba.cutForSearch(text, true);
}
