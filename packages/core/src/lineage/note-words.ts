/**
 * The words of notes in a trace, in both languages: counts of an artifact's facts, and reasons for setting a document aside, which are called
 * as the data factory calls them.
 * A count that is not here is shown as the record has it.
 */
import { type Wording, wordData } from '@slipway/contracts';

/** Counts by the fact that holds them. English as the fact's own name has it; Chinese as `N` with its counting word. */
const chineseCounts: Record<string, string> = {
  numDocuments: '文档 N 篇',
  numSetAside: '搁置 N 篇',
  numDropped: '剔除 N 篇',
  numBytes: 'N 字节',
  numCharacters: 'N 个字符',
  numTrainCharacters: '训练用 N 个字符',
  numPassages: '段落 N 个',
  numTrain: '训练 N 组',
  numHeldout: '留出 N 组',
  numChoices: '选择题 N 道',
  numTokens: '词元 N 个',
  numMerges: '合并规则 N 条',
  numSequences: '序列 N 条',
  numSteps: 'N 步',
  numParameters: '参数 N 个',
  numVocabulary: '词表 N 个',
  numSamples: '样本 N 个',
  numTexts: '文本 N 段',
  numPositions: '位置 N 个',
};

/** `numPairs`, 2063 as "2,063 pairs". */
export function wordCount(fact: string, count: number): Wording {
  const number = count.toLocaleString('en-US');
  const words = fact.replace(/^num/, '').replace(/(?!^)[A-Z]/g, ' $&');
  const en = `${number} ${words.toLowerCase()}`;
  return { en, zh: chineseCounts[fact]?.replace('N', number) ?? en };
}

/** A reason, which may carry a detail behind a colon. */
export function wordReason(reason: string): Wording {
  const [, name = reason, rest = ''] = /^([a-z-]+)(: .*)?$/s.exec(reason) ?? [];
  return { en: reason, zh: `${wordData('reason', name, 'zh')}${rest.replace(/^: /, '：')}` };
}

/** Parts joined as each language joins them. */
export function joinWordings(parts: readonly Wording[], separator: Wording): Wording {
  return {
    en: parts.map(({ en }) => en).join(separator.en),
    zh: parts.map(({ zh }) => zh).join(separator.zh),
  };
}

export const semicolon: Wording = { en: '; ', zh: '；' };
export const comma: Wording = { en: ', ', zh: '，' };
