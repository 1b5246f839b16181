/**
 * What a user may ask of making a dataset, and the only home of its defaults.
 */
import { qualityNames } from '@slipway/text';
import { z } from 'zod';
import { requireLanguage } from './require-language.ts';

const qualityName = z.enum(['none', ...qualityNames]);

const languageTag = z.string().superRefine(requireLanguage);

const fields = z.strictObject({
  /**
   * Name of the artifact, for people.
   * @zh 产物的名称，供人辨认。
   */
  name: z.string().default('dataset'),
  /**
   * Languages kept (BCP 47; `zh` keeps `zh-Hans` and `zh-Hant`); all where absent.
   * @zh 保留的语言（BCP 47；`zh` 保留 `zh-Hans` 与 `zh-Hant`）；不填则保留全部。
   */
  languages: z.array(languageTag).min(1).optional(),
  /**
   * The quality recipe by language, `*` for all others; `none` asks nothing, `fineweb2` chooses by language.
   * @zh 各语言的质量规则集，`*` 指其余各语言；`none` 不设要求，`fineweb2` 按语言选取。
   */
  quality: z.record(z.string(), qualityName).default({ '*': 'curated' }),
  /**
   * What becomes of e-mail addresses, telephone and account numbers, keys and the like.
   * @zh 如何处理电子邮箱、电话与账户号码、密钥之类的内容。
   */
  personalData: z.enum(['mask', 'drop', 'count', 'ignore']).default('mask'),
  /**
   * What becomes of a document that holds an item of the `benchmarks` given: it is left out, loses the sentences, or is told of.
   * @zh 文档含有所给 `benchmarks` 的题目时如何处理：去除文档、删去那些句子，或只作报告。
   */
  contamination: z.enum(['drop', 'cut', 'report']).default('drop'),
  /**
   * Hosts whose pages are refused, with all below them; the lines of the input `hosts` count as well.
   * @zh 拒收其页面的主机，连同其下的一切；输入 `hosts` 的各行也算在内。
   */
  refusedHosts: z.array(z.string().min(1)).optional(),
  /**
   * Words that refuse a page where one stands alone in its address.
   * @zh 地址中单独出现即拒收该页面的词。
   */
  refusedAddressWords: z.array(z.string().min(1)).optional(),
  /**
   * Words that are counted in documents; the lines of the input `words` count as well.
   * @zh 要在文档中计数的词；输入 `words` 的各行也算在内。
   */
  listedWords: z.array(z.string().min(1)).optional(),
  /**
   * A document with more listed words is dropped; 0 where neither this nor `maxListedShare` is given.
   * @zh 所列的词多于此数的文档被去除；它与 `maxListedShare` 都不填时为 0。
   */
  maxListedWords: z.number().int().min(0).optional(),
  /**
   * A document with a greater share of its bytes in listed words is dropped.
   * @zh 所列的词占文档字节的比例大于此数时，去除该文档。
   */
  maxListedShare: z.number().min(0).max(1).optional(),
  /**
   * Least perplexity a byte under the input `perplexity`; below it a text repeats itself.
   * @zh 在输入 `perplexity` 之下每字节困惑度的下限；低于它，文本在自我重复。
   */
  minPerplexity: z.number().min(1).optional(),
  /**
   * Most perplexity a byte under the input `perplexity`; above it a text is unlike what the model was trained on.
   * @zh 在输入 `perplexity` 之下每字节困惑度的上限；高于它，文本与模型所学的不相像。
   */
  maxPerplexity: z.number().min(1).optional(),
  /**
   * Least score of the input `classifier`, 0 to 1; 0.5 where a classifier is given and nothing is said.
   * @zh 输入 `classifier` 给出的得分下限，0 到 1；给了分类器而不填时为 0.5。
   */
  minQualityScore: z.number().min(0).max(1).optional(),
  /**
   * How the text of a page of HTML is found: all of it by its tree, or the reading matter in one fast pass, as for crawls.
   * @zh 如何取出 HTML 页面的文本：按页面的树取出全部，或像处理网页抓取那样，一遍快速取出正文。
   */
  html: z.enum(['whole-page', 'reading-matter']).default('whole-page'),
  /**
   * Members of JSON Lines and columns of tables that hold the text; the first that is there counts.
   * @zh JSON Lines 中存放文本的成员、表格中存放文本的列；以最先有的为准。
   */
  textFields: z.array(z.string().min(1)).min(1).default(['text', 'content']),
  /**
   * Full-width letters, digits and signs stay as they are, or become ASCII.
   * @zh 全角字母、数字与符号保持原样，或改为 ASCII。
   */
  wideForms: z.enum(['keep', 'narrow']).default('keep'),
  /**
   * A longer document (a file, or a record of one) is set aside, in unpacked bytes.
   * @zh 解压后的字节数更大的文档（一个文件，或其中一条记录）搁置不用。
   */
  maxDocumentBytes: z
    .number()
    .int()
    .positive()
    .default(32 * 1024 * 1024),
  /**
   * Jaccard similarity of shingles from which two documents count as near-duplicates; 0 asks nothing.
   * @zh 两篇文档的词片 Jaccard 相似度达到此数即视为近似重复；0 表示不查。
   */
  nearDuplicateThreshold: z
    .number()
    .refine((value) => value === 0 || (value >= 0.5 && value <= 1), '0, or between 0.5 and 1')
    .default(0.8),
  /**
   * Within what duplicates are looked for.
   * @zh 在什么范围内查找重复。
   */
  duplicateScope: z.enum(['all', 'language']).default('all'),
  /**
   * Lines or paragraphs that stood before anywhere in the input are cut out, whatever their case and punctuation.
   * @zh 删去此前在输入任何地方出现过的行或段，不论大小写与标点。
   */
  repeatedLines: z.enum(['line', 'paragraph']).optional(),
  /**
   * Lines that must be repeated together to be cut out: 1 where left out, 3 for C4's spans.
   * @zh 须一起重复才删去的行数：不填为 1，C4 的跨度为 3。
   */
  repeatedLineSpan: z.number().int().min(1).max(10).optional(),
  /**
   * Stretches of at least so many bytes that stood before are cut out; 200 is about 50 tokens of English.
   * @zh 删去此前出现过、不短于此字节数的片段；200 约为 50 个英文词元。
   */
  repeatedStretchBytes: z.number().int().min(32).optional(),
  /**
   * Lines or paragraphs most of whose runs of 13 words were seen before are cut out, by a filter in bounded memory.
   * @zh 行或段中连续 13 个词的片段大多见过时删去；用内存有上限的过滤器查找。
   */
  seenLines: z.enum(['line', 'paragraph']).optional(),
  /**
   * Runs of words that the filter is made for: 100 million where left out, which takes 256 MiB.
   * @zh 过滤器按这么多词片段来设：不填为 1 亿，占 256 MiB。
   */
  seenRuns: z.number().int().min(1000).max(1_000_000_000).optional(),
  /**
   * Share of the documents that is held out for measuring, never trained on.
   * @zh 留出检验、从不用于训练的文档比例。
   */
  heldoutShare: z.number().min(0).max(0.5).default(0.1),
  /**
   * Which documents are held out; another seed holds out others.
   * @zh 留出哪些文档；换一个种子，留出的就是另一些。
   */
  seed: z.number().int().min(0).default(1),
});

export const dataSpec = fields.superRefine(({ minPerplexity: min, maxPerplexity: max }, { addIssue }) => {
  if (min === undefined || max === undefined || min <= max) return;
  addIssue({ code: 'custom', path: ['minPerplexity'], message: `at most "maxPerplexity", which is ${max}` });
});
export type DataSpec = z.infer<typeof dataSpec>;
