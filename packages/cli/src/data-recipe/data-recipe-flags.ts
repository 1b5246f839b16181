/**
 * The options of `slipway data run` that say what is asked of the data, beside where it lies.
 * Invariant: values are passed on as they are written; the server's check of the spec says what is allowed.
 */
import type { Command as Program } from 'commander';

export interface DataRecipeFlags {
  quality?: string;
  extensions?: string;
  include?: string[];
  exclude?: string[];
  languages?: string;
  personalData?: string;
  wideForms?: string;
  textFields?: string;
  name?: string;
  licence?: string;
  benchmarks?: string;
  contamination?: string;
  refuseHosts?: string;
  refuseAddressWords?: string;
  words?: string;
  maxWords?: number | string;
  perplexity?: string;
  minPerplexity?: number | string;
  maxPerplexity?: number | string;
  classifier?: string;
  minScore?: number | string;
  repeatedLines?: string;
  repeatedStretches?: number | string;
  seenLines?: string;
  nearDuplicates?: number | string;
  heldout?: number | string;
  seed?: number | string;
}

/** A number in decimals; what is none is passed on as it is written, so that the spec's check shows it. */
export const readNumber = (text: string): number | string =>
  /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;

/** Values of an option that is given again and again. */
const collect = (value: string, before: string[] = []) => [...before, value];

export function addDataRecipeFlags(program: Program): Program {
  return program
    .option(
      '--quality <name>',
      'quality recipe: curated, gopher, c4, fineweb, fineweb2, fineweb2-zh, chinese-web, code, none',
    )
    .option('--extensions <endings>', 'endings of the files that are read, with commas between them')
    .option(
      '--text-fields <names>',
      'fields of records that hold the text, with commas between them (text,content)',
    )
    .option(
      '--include <pattern>',
      'a pattern of paths that are read, such as docs/**; may be given again',
      collect,
    )
    .option('--exclude <pattern>', 'a pattern of paths that are left out; may be given again', collect)
    .option('--name <name>', "name of the dataset; the folder's where left out")
    .option('--languages <tags>', 'languages kept, with commas between them')
    .option('--personal-data <what>', 'mask, drop, count or ignore')
    .option('--wide-forms <what>', 'letters and signs in full width: keep or narrow')
    .option('--licence <name>', 'licence of the documents, such as CC-BY-4.0')
    .option('--benchmarks <path>', 'folder of questions that training text must not hold')
    .option('--contamination <what>', 'what becomes of a document with one: drop, cut or report')
    .option('--refuse-hosts <file>', 'hosts whose pages are refused, one a line')
    .option('--refuse-address-words <words>', 'words that refuse an address, with commas between them')
    .option('--words <file>', 'listed words, one a line; a document with too many is dropped')
    .option('--max-words <count>', 'listed words that a document may have (0)', readNumber)
    .option('--perplexity <model>', 'perplexity model that documents are measured with')
    .option('--min-perplexity <number>', 'least perplexity a byte', readNumber)
    .option('--max-perplexity <number>', 'most perplexity a byte', readNumber)
    .option('--classifier <model>', 'classifier that documents are scored with')
    .option('--min-score <number>', 'least score of the classifier, 0 to 1 (0.5)', readNumber)
    .option('--repeated-lines <what>', 'cut out what stood before anywhere: line or paragraph')
    .option(
      '--near-duplicates <share>',
      'likeness from which documents are near duplicates, 0.5 to 1 (0.8); 0 keeps them',
      readNumber,
    )
    .option(
      '--repeated-stretches <bytes>',
      'cut out stretches of so many bytes that stood before',
      readNumber,
    )
    .option('--seen-lines <what>', 'the same by a filter in bounded memory: line or paragraph')
    .option('--heldout <share>', 'share of the documents that is held out for measuring (0.1)', readNumber)
    .option('--seed <n>', 'which documents are held out (1)', readNumber);
}
