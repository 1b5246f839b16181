/**
 * What a user may ask of a tokenizer, and the only home of its defaults.
 */
import { splitPatternNames } from '@slipway/text';
import { z } from 'zod';

export const tokenizerSpec = z.strictObject({
  /**
   * Name of the artifact, for people.
   * @zh 产物的名称，供人辨认。
   */
  name: z.string().default('tokenizer'),
  /**
   * Ids in all, special tokens and the 256 bytes included; at 65,536 an id takes two bytes, with one more four.
   * @zh 编号总数，含特殊词元与 256 个字节；到 65 536 为止一个编号占两个字节，再多一个就占四个。
   */
  vocabularySize: z
    .number()
    .int()
    .min(257)
    .max(2 ** 20)
    .default(65_536),
  /**
   * How text is cut into pieces within which tokens are merged, by the family that does it so.
   * @zh 文本如何切成片、词元只在片内合并；以这样切分的模型系列命名。
   */
  splitPattern: z.enum(splitPatternNames).default('o200k'),
  /**
   * `nfc` joins letters and their marks as Unicode composes them before anything else.
   * @zh `nfc` 先按 Unicode 的规定把字母与其附加符号合成一个字符。
   */
  normaliser: z.enum(['none', 'nfc']).default('none'),
  /**
   * Tokens with a meaning of their own, which no text gives by merging; they get the first ids.
   * @zh 自有含义的词元，任何文本都不会合并出它们；编号排在最前。
   */
  specialTokens: z.array(z.string().min(1)).default(['<|endoftext|>', '<|im_start|>', '<|im_end|>']),
  /**
   * Pairs seen less often are not merged.
   * @zh 出现次数更少的一对不合并。
   */
  minimumCount: z.number().int().min(1).default(2),
  /**
   * Tokens of more bytes are not made: without a bound, scripts without spaces give whole phrases.
   * @zh 不产生字节数更多的词元：若无此限，没有空格的文字会得到整句的词元。
   */
  maxTokenBytes: z.number().int().min(4).default(64),
  /**
   * Documents are drawn by the seed so that about so many bytes of their lines are counted; all where there are fewer.
   * @zh 由种子抽取文档，使统计的行约有这么多字节；不足时全部统计。
   */
  sampleBytes: z.number().int().positive().default(4e9),
  /**
   * Which documents are drawn.
   * @zh 抽取哪些文档。
   */
  seed: z.number().int().min(0).default(1),
  /**
   * Distinct pieces held at a time, about 2 kB of memory each; the rarest are let go where there are more.
   * @zh 同时记住的不同片数，每片约占 2 kB 内存；更多时放掉最少见的。
   */
  maxPieces: z.number().int().min(65_536).max(16_000_000).default(1_000_000),
  /**
   * A ready tokenizer to be taken in place of training one: a `tokenizer.json`, or a tiktoken file of `splitPattern`.
   * @zh 不训练而取用现成的分词器：一个 `tokenizer.json`，或采用 `splitPattern` 的 tiktoken 文件。
   */
  file: z.string().min(1).optional(),
  /**
   * Special tokens of a tiktoken file with their ids, which the file does not say.
   * @zh tiktoken 文件的特殊词元及其编号，文件本身不写明。
   */
  specialTokenIds: z.record(z.string(), z.number().int().nonnegative()).default({}),
});
export type TokenizerSpec = z.infer<typeof tokenizerSpec>;
