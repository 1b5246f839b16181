/**
 * The door of the text library: documents to clean text, sections, passages, questions and search.
 * Invariant: everything here is deterministic and knows nothing of runs, servers and models.
 */
export { decodeText } from './decode/decode-text.ts';
export { type Duplicate, type DuplicateOptions, findDuplicates } from './dedup/find-duplicates.ts';
export type { Filter, FilterReason, Judged, Verdict } from './filters/filter.ts';
export { filters, judgeDocument } from './filters/judge-document.ts';
export { digestBytes } from './hash/digest-bytes.ts';
export type { IdentifiedLanguage } from './language/identified-language.ts';
export { identifyLanguage } from './language/identify-language.ts';
export { cleanMarkdown } from './markup/clean-markdown.ts';
export { htmlToMarkdown } from './markup/html-to-markdown.ts';
export { normaliseText } from './normalise/normalise-text.ts';
export { cutPassages } from './passages/cut-passages.ts';
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
export { chooseHeldOut, type SplitOptions } from './split/split-documents.ts';
export { type FolderListing, type ListedFile, type ListOptions, listFolder } from './walk/list-folder.ts';
