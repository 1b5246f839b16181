/**
 * What a user may ask of tokens for training, and the only home of its defaults.
 */
import { tokenFormats } from '@slipway/text';
import { z } from 'zod';

export const tokensSpec = z
  .strictObject({
    /**
     * Name of the artifact, for people.
     * @zh 产物的名称，供人辨认。
     */
    name: z.string().default('tokens'),
    /**
     * Which documents of the datasets are taken.
     * @zh 取数据集中的哪些文档。
     */
    split: z.enum(['train', 'heldout', 'all']).default('train'),
    /**
     * In the order of the datasets, what each weighs and how often a token of it is read at most; by default each is read once.
     * @zh 依数据集的次序，各占多少权重、其中的词元至多读几遍；默认各读一遍。
     */
    mixture: z
      .array(z.strictObject({ weight: z.number().min(0), maxEpochs: z.number().min(0).default(4) }))
      .optional(),
    /**
     * Tokens that are read in all; `auto` reads as many as the datasets have.
     * @zh 总共读取的词元数；`auto` 读取数据集所有的全部。
     */
    numTokens: z.union([z.literal('auto'), z.number().int().positive()]).default('auto'),
    /**
     * Whether documents of all datasets are brought into one random order, each dataset spread evenly over it.
     * @zh 是否把各数据集的文档排成同一个随机次序，每个数据集都均匀分布其中。
     */
    shuffle: z.boolean().default(true),
    /**
     * Which order that is.
     * @zh 采用哪一种次序。
     */
    seed: z.number().int().min(0).default(1),
    /**
     * How sequences are made of documents: `concatenate` cuts wherever one is full, `best-fit` cuts only what is longer than one.
     * @zh 如何由文档组成序列：`concatenate` 满了就切断，`best-fit` 只切断比序列更长的。
     */
    packing: z.enum(['none', 'concatenate', 'best-fit']).default('best-fit'),
    /**
     * Tokens of a packed sequence.
     * @zh 一条打包序列的词元数。
     */
    sequenceTokens: z
      .number()
      .int()
      .min(16)
      .max(2 ** 24)
      .default(2048),
    /**
     * The special token that ends each document and fills up sequences; `auto` takes the one that the tokenizer has for it.
     * @zh 结束每篇文档并填满序列的特殊词元；`auto` 取分词器为此所设的。
     */
    endOfText: z.string().min(1).default('auto'),
    /**
     * `shards` keep where documents end within sequences; the others are what trainers read.
     * @zh `shards` 记录序列内文档的结尾；其余是训练程序所读的格式。
     */
    format: z.enum(tokenFormats).default('shards'),
    /**
     * A file is closed by the document or sequence that brings it to so many tokens.
     * @zh 文档或序列使一个文件达到这么多词元时，该文件结束。
     */
    shardTokens: z.number().int().positive().default(100_000_000),
  })
  .refine(({ mixture }) => !mixture || mixture.some(({ weight }) => weight > 0), {
    path: ['mixture'],
    message: 'one weight above 0',
  });
export type TokensSpec = z.infer<typeof tokensSpec>;
