/**
 * What a user may ask of making a dataset, and the only home of its defaults.
 */
import { qualityNames } from '@slipway/text';
import { z } from 'zod';
import { requireLanguage } from './require-language.ts';

const qualityName = z.enum(['none', ...qualityNames]);

const languageTag = z.string().superRefine(requireLanguage);

const fields = z.strictObject({
  /** Name of the artifact, for people. */
  name: z.string().default('dataset'),
  /** Languages kept (BCP 47; `zh` keeps `zh-Hans` and `zh-Hant`); all where absent. */
  languages: z.array(languageTag).min(1).optional(),
  /** The quality recipe by language, `*` for all others; `none` asks nothing, `fineweb2` chooses by language. */
  quality: z.record(z.string(), qualityName).default({ '*': 'curated' }),
  /** What becomes of e-mail addresses, telephone and account numbers, keys and the like. */
  personalData: z.enum(['mask', 'drop', 'count', 'ignore']).default('mask'),
  /** What becomes of a document that holds an item of the `benchmarks` given: it is left out, loses the sentences, or is told of. */
  contamination: z.enum(['drop', 'cut', 'report']).default('drop'),
  /** Hosts whose pages are refused, with all below them; the lines of the input `hosts` count as well. */
  refusedHosts: z.array(z.string().min(1)).optional(),
  /** Words that refuse a page where one stands alone in its address. */
  refusedAddressWords: z.array(z.string().min(1)).optional(),
  /** Words that are counted in documents; the lines of the input `words` count as well. */
  listedWords: z.array(z.string().min(1)).optional(),
  /** A document with more listed words is dropped; 0 where neither this nor `maxListedShare` is given. */
  maxListedWords: z.number().int().min(0).optional(),
  /** A document with a greater share of its bytes in listed words is dropped. */
  maxListedShare: z.number().min(0).max(1).optional(),
  /** Least perplexity a byte under the input `perplexity`; below it a text repeats itself. */
  minPerplexity: z.number().min(1).optional(),
  /** Most perplexity a byte under the input `perplexity`; above it a text is unlike what the model was trained on. */
  maxPerplexity: z.number().min(1).optional(),
  /** Least score of the input `classifier`, 0 to 1; 0.5 where a classifier is given and nothing is said. */
  minQualityScore: z.number().min(0).max(1).optional(),
  /** How the text of a page of HTML is found: all of it by its tree, or the reading matter in one fast pass, as for crawls. */
  html: z.enum(['whole-page', 'reading-matter']).default('whole-page'),
  /** Members of JSON Lines and columns of tables that hold the text; the first that is there counts. */
  textFields: z.array(z.string().min(1)).min(1).default(['text', 'content']),
  /** Full-width letters, digits and signs stay as they are, or become ASCII. */
  wideForms: z.enum(['keep', 'narrow']).default('keep'),
  /** A longer document (a file, or a record of one) is set aside, in unpacked bytes. */
  maxDocumentBytes: z
    .number()
    .int()
    .positive()
    .default(32 * 1024 * 1024),
  /** Jaccard similarity of shingles from which two documents count as near-duplicates; 0 asks nothing. */
  nearDuplicateThreshold: z
    .number()
    .refine((value) => value === 0 || (value >= 0.5 && value <= 1), '0, or between 0.5 and 1')
    .default(0.8),
  /** Within what duplicates are looked for. */
  duplicateScope: z.enum(['all', 'language']).default('all'),
  /** Lines or paragraphs that stood before anywhere in the input are cut out, whatever their case and punctuation. */
  repeatedLines: z.enum(['line', 'paragraph']).optional(),
  /** Lines that must be repeated together to be cut out: 1 where left out, 3 for C4's spans. */
  repeatedLineSpan: z.number().int().min(1).max(10).optional(),
  /** Stretches of at least so many bytes that stood before are cut out; 200 is about 50 tokens of English. */
  repeatedStretchBytes: z.number().int().min(32).optional(),
  /** Lines or paragraphs most of whose runs of 13 words were seen before are cut out, by a filter in bounded memory. */
  seenLines: z.enum(['line', 'paragraph']).optional(),
  /** Runs of words that the filter is made for: 100 million where left out, which takes 256 MiB. */
  seenRuns: z.number().int().min(1000).max(1_000_000_000).optional(),
  /** Share of the documents that is held out for measuring, never trained on. */
  heldoutShare: z.number().min(0).max(0.5).default(0.1),
  /** Which documents are held out; another seed holds out others. */
  seed: z.number().int().min(0).default(1),
});

export const dataSpec = fields.superRefine(({ minPerplexity: min, maxPerplexity: max }, { addIssue }) => {
  if (min === undefined || max === undefined || min <= max) return;
  addIssue({ code: 'custom', path: ['minPerplexity'], message: `at most "maxPerplexity", which is ${max}` });
});
export type DataSpec = z.infer<typeof dataSpec>;
