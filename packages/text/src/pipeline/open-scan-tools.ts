/**
 * The tools of a scan, placed in one thread's kernels: meters, language identification, signatures, searches.
 * Invariant: what a document reserves lies behind them, from `meters.mark()` on.
 */
import { readFile } from 'node:fs/promises';
import {
  type ContaminationFinder,
  openContaminationIndex,
} from '../contamination/open-contamination-index.ts';
import { createPageExtractor, type PageExtractor } from '../extraction/extract-html.ts';
import { type Kernels, loadKernels } from '../kernels/load-kernels.ts';
import {
  createLanguageIdentifier,
  type LanguageIdentifier,
} from '../language-identification/create-language-identifier.ts';
import { createSigner, type Signer } from '../minhash/create-signer.ts';
import { minhashSchemes } from '../minhash/minhash-scheme.ts';
import { type FileConverter, openFileConverter } from '../office/convert-file.ts';
import {
  createPersonalDataFinder,
  type PersonalDataFinder,
} from '../personal-data/create-personal-data-finder.ts';
import { type AddressLists, createAddressRule } from '../quality/lists/host-list.ts';
import { createWordList, type WordList } from '../quality/lists/word-list.ts';
import { type ByteNgramModel, decodeByteNgramModel } from '../quality/models/byte-ngram-model.ts';
import { decodeLinearClassifier, type LinearClassifier } from '../quality/models/linear-classifier.ts';
import type { QualityRule, QualityVerdict } from '../quality/rule.ts';
import { createTextRepairer, type TextRepairer } from '../repair/repair-text.ts';
import type { OpenInputs } from '../sources/input-opener.ts';
import { createMeterShelf, type MeterShelf } from './meter-shelf.ts';
import type { PipelineAids } from './pipeline-aids.ts';
import type { PipelineRecipe } from './pipeline-recipe.ts';
import { boundScores, listScoreRules } from './score-rules.ts';
import { listScores, type ScoreName } from './scores.ts';

export interface ScanTools {
  readonly kernels: Kernels;
  readonly recipe: PipelineRecipe;
  readonly meters: MeterShelf;
  readonly identifier: LanguageIdentifier;
  readonly repairer: TextRepairer;
  /** Finds the reading matter of pages. */
  readonly extractor: PageExtractor;
  /** For files of a company; its process begins with the first of them. */
  readonly converter: FileConverter;
  /** Absent where near duplicates are not asked for. */
  readonly signer?: Signer;
  /** Absent where the input is files. */
  readonly openInput?: OpenInputs;
  /** The columns of scores that a part gets. */
  readonly scores: readonly ScoreName[];
  /** What is asked of the scores. */
  readonly scoreRules: readonly QualityRule[];
  /** Absent where no addresses are refused. */
  readonly addresses?: (url: string) => QualityVerdict;
  /** Absent where no words are listed. */
  readonly words?: WordList;
  /** Absent where no n-gram model is given. */
  readonly perplexity?: ByteNgramModel;
  /** Absent where no classifier is given. */
  readonly classifier?: LinearClassifier;
  /** Absent where no benchmarks are given. */
  readonly contamination?: ContaminationFinder;
  /** Absent where personal data is ignored. */
  readonly personalData?: PersonalDataFinder;
}

/** A PDF is many times larger than its text. */
const maxOfficeBytes = 256 * 1024 * 1024;

/**
 * Loads kernels and places the tools that a recipe needs.
 * @throws SlipwayError `artifact-corrupt` where an aid is not what it should be
 */
export async function openScanTools(recipe: PipelineRecipe, aids: PipelineAids): Promise<ScanTools> {
  const kernels = await loadKernels();
  const tools = {
    kernels,
    recipe,
    repairer: createTextRepairer(kernels, { foldsWide: recipe.wideForms === 'narrow' }),
    extractor: createPageExtractor(kernels),
    converter: openFileConverter({ maxFileBytes: maxOfficeBytes }),
    scores: listScores(aids),
    scoreRules: listScoreRules(boundScores(recipe, listScores(aids))),
    ...(await openLists(aids)),
    ...(await openModels(aids)),
    ...(aids.contamination
      ? { contamination: openContaminationIndex(await readFile(aids.contamination.path), kernels) }
      : {}),
    ...(recipe.personalData === 'ignore' ? {} : { personalData: createPersonalDataFinder(kernels) }),
    ...(recipe.duplicates.nearThreshold > 0
      ? { signer: createSigner(kernels, minhashSchemes.standard) }
      : {}),
    identifier: createLanguageIdentifier(kernels),
  };
  return { ...tools, meters: createMeterShelf(kernels) };
}

async function openLists({
  addresses,
  words,
}: PipelineAids): Promise<Pick<ScanTools, 'addresses' | 'words'>> {
  return {
    ...(addresses
      ? { addresses: createAddressRule(JSON.parse(await readFile(addresses.path, 'utf8')) as AddressLists) }
      : {}),
    ...(words ? { words: createWordList(readWords(await readFile(words.path, 'utf8'))) } : {}),
  };
}

const readWords = (text: string) => text.split('\n').filter((word) => word !== '');

async function openModels({
  perplexity,
  classifier,
}: PipelineAids): Promise<Pick<ScanTools, 'perplexity' | 'classifier'>> {
  return {
    ...(perplexity ? { perplexity: decodeByteNgramModel(await readFile(perplexity.path)) } : {}),
    ...(classifier ? { classifier: decodeLinearClassifier(await readFile(classifier.path)) } : {}),
  };
}
