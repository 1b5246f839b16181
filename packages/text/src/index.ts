/**
 * The door of the text library: documents to clean text, sections, passages, questions and search; bytes to statistics, verdicts and tokens.
 * Invariant: everything here is deterministic and knows nothing of runs, servers and models.
 */

export type { ArchiveReason } from './archives/archive-fault.ts';
export {
  type ArchiveFormat,
  type ArchiveItem,
  type ArchiveOptions,
  findArchiveFormat,
  walkArchive,
} from './archives/walk-archive.ts';
export { compareTexts } from './before-after/compare-texts.ts';
export { explainFate } from './before-after/explain-fate.ts';
export { fetchSourceText } from './before-after/fetch-source-text.ts';
export type { SourceText, SourceTextJob } from './before-after/read-source-text.ts';
export {
  type BenchmarkText,
  buildContaminationIndex,
  type ContaminationIndex,
} from './contamination/build-contamination-index.ts';
export {
  type ContaminationFinder,
  type ContaminationHit,
  openContaminationIndex,
} from './contamination/open-contamination-index.ts';
export { type BenchmarkFault, type BenchmarkFile, readBenchmarks } from './contamination/read-benchmarks.ts';
export {
  type CountedDatasets,
  type CountPiecesOptions,
  countDatasetPieces,
} from './datasets/count-dataset-pieces.ts';
export {
  cutDataset,
  type DatasetRange,
  type DocumentChoice,
  type RangeDocument,
  readRange,
} from './datasets/dataset-range.ts';
export {
  type DatasetTokens,
  type DatasetTokensOptions,
  writeDatasetTokens,
} from './datasets/write-dataset-tokens.ts';
export { createDigester, type Digester, type DigestKind } from './duplicates/create-digester.ts';
export { createLineCutter, type LineCutter, type LineOptions } from './duplicates/create-line-cutter.ts';
export {
  createSeenFilter,
  type SeenFilter,
  type SeenFilterOptions,
} from './duplicates/create-seen-filter.ts';
export { createStretchSampler, type StretchSampler } from './duplicates/create-stretch-sampler.ts';
export {
  type DigestedUnit,
  type ExactOptions,
  findExactDuplicates,
} from './duplicates/find-exact-duplicates.ts';
export {
  findRepeatedLines,
  type RepeatedLinesOptions,
  type UnitRepeatedLines,
} from './duplicates/find-repeated-lines.ts';
export {
  findRepeatedStretches,
  type RepeatedRanges,
  type RepeatedStretchesOptions,
} from './duplicates/find-repeated-stretches.ts';
export type { UnitDuplicates } from './duplicates/unit-duplicates.ts';
export {
  openRecordSorter,
  type RecordSorter,
  type RecordSorterOptions,
} from './external-sort/open-record-sorter.ts';
export {
  createPageExtractor,
  type ExtractedPage,
  type PageExtractor,
  type RefusedPage,
} from './extraction/extract-html.ts';
export { digestBytes } from './hash/digest-bytes.ts';
export {
  createJsonLineScanner,
  type JsonFault,
  type JsonKind,
  type JsonLineScanner,
  type JsonMember,
} from './json-lines/scan-json-line.ts';
export { type Kernels, loadKernels } from './kernels/load-kernels.ts';
export {
  createLanguageIdentifier,
  type LanguageGuess,
  type LanguageIdentifier,
} from './language-identification/create-language-identifier.ts';
export { createLanguageTeller, type TellLanguage } from './language-identification/create-language-teller.ts';
export { isKnownLanguage, listKnownLanguages } from './language-identification/known-languages.ts';
export {
  type LanguageModel,
  type PackedLanguageModel,
  unpackLanguageModel,
} from './language-identification/language-model.ts';
export { maxSampleBytes } from './language-identification/sample-windows.ts';
export { cleanMarkdown } from './markup/clean-markdown.ts';
export { htmlToMarkdown } from './markup/html-to-markdown.ts';
export { type ClusterOptions, clusterDuplicates, type DocumentPlace } from './minhash/cluster-duplicates.ts';
export { createSigner, type Signer } from './minhash/create-signer.ts';
export type { SignedUnit, SignedUnits } from './minhash/hash-bands.ts';
export { type MinhashScheme, minhashSchemes, minhashThresholds } from './minhash/minhash-scheme.ts';
export { type CountedDataset, countDraws, shuffledOrder } from './mixture/draw-documents.ts';
export {
  type Draw,
  type DrawnDataset,
  type Interleaving,
  interleaveDatasets,
} from './mixture/interleave-datasets.ts';
export type { MixedDataset, MixtureRoom } from './mixture/mixed-dataset.ts';
export {
  type MixtureDataset,
  type MixturePlan,
  type PlannedDataset,
  planMixture,
} from './mixture/plan-mixture.ts';
export { type MixtureJob, writeMixture } from './mixture/write-mixture.ts';
export { normaliseText } from './normalise/normalise-text.ts';
export { type ConverterOptions, type FileConverter, openFileConverter } from './office/convert-file.ts';
export {
  type Conversion,
  type ConversionReason,
  type ConvertedText,
  type OfficeFormat,
  officeFormats,
  type PageStart,
} from './office/records/conversion.ts';
export { createConcatenatingPacker } from './packing/concatenate.ts';
export { type BestFitOptions, createBestFitPacker } from './packing/pack-best-fit.ts';
export { type PackingJob, packShards } from './packing/pack-shards.ts';
export type { PackedSequence, Packer, PackingReport, SequenceOptions } from './packing/packed-sequence.ts';
export { openPart, type Part, type PartFacts, type PartSection, writePart } from './parts/part-file.ts';
export { type JournalEntry, openPartJournal, type PartJournal } from './parts/part-journal.ts';
export { cutPassages } from './passages/cut-passages.ts';
export {
  createPersonalDataFinder,
  type MaskOptions,
  type PersonalDataFinder,
  type PersonalDataOptions,
} from './personal-data/create-personal-data-finder.ts';
export { maskTokens, type PersonalDataKind, personalDataKinds } from './personal-data/kinds.ts';
export type { DuplicateDecisions } from './pipeline/decide-duplicates.ts';
export { eachDocument, eachKeptName, type SettledDocument } from './pipeline/each-document.ts';
export type { LanguageCounts, LanguageTable } from './pipeline/language-table.ts';
export { listInputFiles } from './pipeline/list-input-files.ts';
export type { PartReference } from './pipeline/list-parts.ts';
export type { AidFile, PipelineAids } from './pipeline/pipeline-aids.ts';
export {
  checkRecipe,
  defaultPipelineRecipe,
  type PipelineRecipe,
  pipelineVersion,
} from './pipeline/pipeline-recipe.ts';
export { type InputFile, planUnits, type Unit } from './pipeline/plan-units.ts';
export { findFormat, inputExtensions } from './pipeline/read-piece.ts';
export { readTokenizerFile } from './pipeline/read-tokenizer-file.ts';
export {
  type PipelineOptions,
  type PipelineProgress,
  type PipelineResult,
  type PipelineTokenizer,
  runPipeline,
} from './pipeline/run-pipeline.ts';
export { openScannedPart, type ScannedPart } from './pipeline/scanned-part.ts';
export {
  estimateTasks,
  type Machines,
  type PhaseEstimate,
  reckonSortBytes,
  scaleInput,
  sumInput,
  type TasksEstimate,
} from './pipeline-tasks/estimate-tasks.ts';
export { type MeasureOptions, measureRates } from './pipeline-tasks/measure-rates.ts';
export { measuredRates, type PipelineRates } from './pipeline-tasks/measured-rates.ts';
export { type RunTaskOptions, runTask } from './pipeline-tasks/run-task.ts';
export type { TaskProgress } from './pipeline-tasks/task-context.ts';
export {
  chooseRanges,
  listPhases,
  type PlannedPhase,
  type PlanTasksOptions,
  passPhases,
  planTasks,
  readTaskPlan,
  type TaskPhase,
  type TaskPlan,
  taskPhases,
  writeTaskPlan,
} from './pipeline-tasks/task-plan.ts';
export { fineweb2Languages } from './quality/fineweb2-languages.ts';
export { languageThresholds } from './quality/language-thresholds.ts';
export { type AddressLists, createAddressRule } from './quality/lists/host-list.ts';
export { createWordList, type ListedWords, type WordList } from './quality/lists/word-list.ts';
export type { Measure, Row } from './quality/measure.ts';
export {
  type ByteNgramModel,
  createByteNgramTrainer,
  decodeByteNgramModel,
  encodeByteNgramModel,
  judgePerplexity,
  trainByteNgramModel,
} from './quality/models/byte-ngram-model.ts';
export { evaluateScores, type ScoreReport } from './quality/models/evaluate-scores.ts';
export {
  createLinearClassifier,
  decodeLinearClassifier,
  encodeLinearClassifier,
  judgeScore,
  type LinearClassifier,
  trainLinearClassifier,
} from './quality/models/linear-classifier.ts';
export { type JudgedDocument, type JudgeOptions, judgeBytes } from './quality/recipes/judge-bytes.ts';
export {
  findQualityRecipe,
  type QualityName,
  type QualityRecipeName,
  qualityNames,
  qualityRecipeNames,
  qualityRecipes,
} from './quality/recipes/named-recipes.ts';
export {
  ask,
  judgeRows,
  listClauses,
  type PlacedClause,
  type QualityRecipe,
  type QualityStep,
} from './quality/recipes/recipe.ts';
export type { Clause, QualityRule, QualityVerdict, Threshold } from './quality/rule.ts';
export { type C4QualityThresholds, c4Quality } from './quality/rules/c4-quality.ts';
export { type ChineseWebThresholds, chineseWeb } from './quality/rules/chinese-web.ts';
export { type FinewebQualityThresholds, finewebQuality } from './quality/rules/fineweb-quality.ts';
export { type GopherQualityThresholds, gopherQuality } from './quality/rules/gopher-quality.ts';
export { type GopherRepetitionThresholds, gopherRepetition } from './quality/rules/gopher-repetition.ts';
export { type SourceCodeThresholds, sourceCode } from './quality/rules/source-code.ts';
export { makeClozeChoices } from './questions/make-cloze-choices.ts';
export { makeFourChoices } from './questions/make-four-choices.ts';
export { makeHeadingChoices } from './questions/make-heading-choices.ts';
export { makeLeadSummaries } from './questions/make-lead-summaries.ts';
export { makeQuestionAnswers, type QuestionOptions } from './questions/make-question-answers.ts';
export { makeTableQuestions } from './questions/make-table-questions.ts';
export type { Document, Format } from './records/document.ts';
export type { FourChoice } from './records/four-choice.ts';
export type { Passage } from './records/passage.ts';
export type { QuestionAnswer } from './records/question-answer.ts';
export type { SearchHit } from './records/search-hit.ts';
export type { Section } from './records/section.ts';
export type { SetAside, SetAsideReason } from './records/set-aside.ts';
export { declaredCharset } from './repair/declared-charset.ts';
export { type DetectedEncoding, detectEncoding } from './repair/detect-encoding.ts';
export type { RefusedText, Utf8Text } from './repair/place-utf8.ts';
export {
  createTextRepairer,
  type RepairedText,
  type RepairOptions,
  type TextRepairer,
} from './repair/repair-text.ts';
export { buildSearchIndex } from './search/build-search-index.ts';
export { querySearchIndex } from './search/query-search-index.ts';
export type { SearchEntry, SearchIndex } from './search/search-index.ts';
export {
  loadSearchIndex,
  type SearchIndexFile,
  searchIndexFiles,
  serialiseSearchIndex,
} from './search/serialise-search-index.ts';
export { stopWords } from './search/stop-words.ts';
export { tokenise } from './search/tokenise.ts';
export { splitSections } from './sections/split-sections.ts';
export {
  createSentenceTokenizer,
  type SentenceTokenizer,
} from './sentence-pieces/create-sentence-tokenizer.ts';
export { readSentencePieceModel, type SentencePieceModel } from './sentence-pieces/read-model.ts';
export { type DatatroveOptions, openDatatrove, openDatatroveWriter } from './shards/datatrove.ts';
export type { CellValue, DocumentColumn, DocumentRow, DocumentSink } from './shards/document-sink.ts';
export { openMegatron, openMegatronWriter } from './shards/megatron.ts';
export { openDocumentWriter } from './shards/open-document-writer.ts';
export { openTokenWriter } from './shards/open-token-writer.ts';
export { openParquetTokenWriter } from './shards/parquet-file.ts';
export { openTokenShards, type TokenShards, type TokenSpan } from './shards/read-token-shards.ts';
export type { ShardEntry, ShardManifest, ShardPacking } from './shards/shard-manifest.ts';
export type { ResumableSink, TokenReader, TokenSink, TokenTotals } from './shards/token-sink.ts';
export { type TokenIds, tokenBytesOf } from './shards/token-width.ts';
export {
  type TokenFileEntry,
  type TokenFormat,
  type TokenWriter,
  type TokenWriterOptions,
  tokenFormats,
} from './shards/token-writer.ts';
export {
  openTokenShardWriter,
  type ShardOptions,
  type TokenShardWriter,
} from './shards/write-token-shards.ts';
export { createPermutation, type Permutation } from './shuffle/create-permutation.ts';
export {
  type PlacedRecord,
  readShuffledBucket,
  type ShuffleOptions,
  writeShufflePart,
} from './shuffle/external-shuffle.ts';
export { type ByteInput, bytesInput, type OpenInput, openFileInput } from './sources/byte-input.ts';
export { findSource, sourceReaders } from './sources/find-source.ts';
export type { InputOpener, InputPlace, OpenInputs } from './sources/input-opener.ts';
export {
  type ContentType,
  endOfSource,
  type RawRecord,
  type RecordFault,
  type RecordResult,
  type RecordSetAside,
} from './sources/record.ts';
export type {
  MemberNames,
  MemberRole,
  SourceLimits,
  SourceOptions,
  SourceReader,
} from './sources/source.ts';
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
export { openThread, type Thread, type ThreadOptions } from './threads/open-thread.ts';
export { type PoolOptions, runPool } from './threads/run-pool.ts';
export { serveJobs } from './threads/serve-jobs.ts';
export { createTokenizer, type Tokenizer, type TokenizerOptions } from './tokenizer/create-tokenizer.ts';
export { createDecoder, type DecoderOptions, type TokenDecoder } from './tokenizer/decode-tokens.ts';
export { findEndOfText } from './tokenizer/find-end-of-text.ts';
export { type GgufTokenizerValues, readGgufVocabulary } from './tokenizer/read-gguf-vocabulary.ts';
export { readTiktoken, type TiktokenOptions } from './tokenizer/read-tiktoken.ts';
export { readTokenizerJson } from './tokenizer/read-tokenizer-json.ts';
export { type SplitPattern, splitPatternNames } from './tokenizer/split-patterns.ts';
export type { AddedToken, TokenBytes, Vocabulary } from './tokenizer/vocabulary.ts';
export { writeTokenizerJson } from './tokenizer/write-tokenizer-json.ts';
export {
  type CountOptions,
  createPieceCounter,
  type PieceCounter,
  type PieceCounts,
} from './tokenizer-training/count-pieces.ts';
export { trainOnThread } from './tokenizer-training/train-on-thread.ts';
export { type TrainTokenizerOptions, trainTokenizer } from './tokenizer-training/train-tokenizer.ts';
export { type FolderListing, type ListedFile, type ListOptions, listFolder } from './walk/list-folder.ts';
export { pathTitle } from './walk/path-title.ts';
export { askWhatIf } from './what-if/ask-what-if.ts';
export { columnFile } from './what-if/column-layout.ts';
export { type ColumnDocument, readColumns } from './what-if/read-columns.ts';
export { type WriteColumnsOptions, writeColumns } from './what-if/write-columns.ts';
