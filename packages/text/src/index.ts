/**
 * The door of the text library: documents to clean text, sections, passages, questions and search; bytes to statistics, verdicts and tokens.
 * Invariant: everything here is deterministic and knows nothing of runs, servers and models.
 */
export { decodeText } from './decode/decode-text.ts';
export { type Duplicate, type DuplicateOptions, findDuplicates } from './dedup/find-duplicates.ts';
export type { Filter, FilterReason, Judged, Verdict } from './filters/filter.ts';
export { filters, judgeDocument } from './filters/judge-document.ts';
export { digestBytes } from './hash/digest-bytes.ts';
export {
  createJsonLineScanner,
  type JsonFault,
  type JsonKind,
  type JsonLineScanner,
  type JsonMember,
} from './json-lines/scan-json-line.ts';
export { type Kernels, loadKernels } from './kernels/load-kernels.ts';
export type { IdentifiedLanguage } from './language/identified-language.ts';
export { identifyLanguage } from './language/identify-language.ts';
export { cleanMarkdown } from './markup/clean-markdown.ts';
export { htmlToMarkdown } from './markup/html-to-markdown.ts';
export { normaliseText } from './normalise/normalise-text.ts';
export { openPart, type Part, type PartFacts, type PartSection, writePart } from './parts/part-file.ts';
export { type JournalEntry, openPartJournal, type PartJournal } from './parts/part-journal.ts';
export { cutPassages } from './passages/cut-passages.ts';
export { languageThresholds } from './quality/language-thresholds.ts';
export { createAddressRule } from './quality/lists/host-list.ts';
export { createWordList, judgeWordCount } from './quality/lists/word-list.ts';
export { judgePerplexity, trainByteNgramModel } from './quality/models/byte-ngram-model.ts';
export {
  createLinearClassifier,
  judgeScore,
  trainLinearClassifier,
} from './quality/models/linear-classifier.ts';
export { type JudgedDocument, type JudgeOptions, judgeBytes } from './quality/recipes/judge-bytes.ts';
export { type QualityRecipeName, qualityRecipes } from './quality/recipes/named-recipes.ts';
export { ask, judgeRows, type QualityRecipe, type QualityStep } from './quality/recipes/recipe.ts';
export type { QualityRule, QualityVerdict, Row } from './quality/rule.ts';
export { type C4QualityThresholds, c4Quality } from './quality/rules/c4-quality.ts';
export { type ChineseWebThresholds, chineseWeb } from './quality/rules/chinese-web.ts';
export { type FinewebQualityThresholds, finewebQuality } from './quality/rules/fineweb-quality.ts';
export { type GopherQualityThresholds, gopherQuality } from './quality/rules/gopher-quality.ts';
export { type GopherRepetitionThresholds, gopherRepetition } from './quality/rules/gopher-repetition.ts';
export { type SourceCodeThresholds, sourceCode } from './quality/rules/source-code.ts';
export { makeFourChoices } from './questions/make-four-choices.ts';
export { makeQuestionAnswers, type QuestionOptions } from './questions/make-question-answers.ts';
export { findReader, readers } from './readers/find-reader.ts';
export { readFileDocuments } from './readers/read-file.ts';
export { readSource } from './readers/read-source.ts';
export type { ByteSource, Reader, ReadLimits } from './readers/reader.ts';
export type { Document, Format } from './records/document.ts';
export type { FourChoice } from './records/four-choice.ts';
export type { Passage } from './records/passage.ts';
export type { QuestionAnswer } from './records/question-answer.ts';
export type { SearchHit } from './records/search-hit.ts';
export type { Section } from './records/section.ts';
export type { ReadResult, SetAside, SetAsideReason } from './records/set-aside.ts';
export { buildSearchIndex } from './search/build-search-index.ts';
export { querySearchIndex } from './search/query-search-index.ts';
export type { SearchEntry, SearchIndex } from './search/search-index.ts';
export {
  loadSearchIndex,
  type SearchIndexFile,
  searchIndexFiles,
  serialiseSearchIndex,
} from './search/serialise-search-index.ts';
export { tokenise } from './search/tokenise.ts';
export { splitSections } from './sections/split-sections.ts';
export {
  createSentenceTokenizer,
  type SentenceTokenizer,
} from './sentence-pieces/create-sentence-tokenizer.ts';
export { readSentencePieceModel, type SentencePieceModel } from './sentence-pieces/read-model.ts';
export { chooseHeldOut, type SplitOptions } from './split/split-documents.ts';
export {
  type Column,
  type ColumnName,
  columnAt,
  columns,
  columnsVersion,
  nameColumns,
  numColumns,
  type Statistics,
} from './statistics/columns.ts';
export {
  createDocumentMeter,
  type DocumentMeter,
  gopherStopWords,
  type StatisticsOptions,
} from './statistics/measure-document.ts';
export { type PoolOptions, runPool } from './threads/run-pool.ts';
export { serveJobs } from './threads/serve-jobs.ts';
export { createTokenizer, type Tokenizer, type TokenizerOptions } from './tokenizer/create-tokenizer.ts';
export { createDecoder, type DecoderOptions, type TokenDecoder } from './tokenizer/decode-tokens.ts';
export { type GgufTokenizerValues, readGgufVocabulary } from './tokenizer/read-gguf-vocabulary.ts';
export { readTiktoken, type TiktokenOptions } from './tokenizer/read-tiktoken.ts';
export { readTokenizerJson } from './tokenizer/read-tokenizer-json.ts';
export type { AddedToken, TokenBytes, Vocabulary } from './tokenizer/vocabulary.ts';
export { writeTokenizerJson } from './tokenizer/write-tokenizer-json.ts';
export {
  type CountOptions,
  createPieceCounter,
  type PieceCounter,
  type PieceCounts,
} from './tokenizer-training/count-pieces.ts';
export { type TrainTokenizerOptions, trainTokenizer } from './tokenizer-training/train-tokenizer.ts';
export { type FolderListing, type ListedFile, type ListOptions, listFolder } from './walk/list-folder.ts';
