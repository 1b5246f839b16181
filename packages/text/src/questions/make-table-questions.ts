/**
 * Questions about cells of tables: what stands in a column for what a row is about.
 * Invariant: depends on the set of documents alone; the answer is the cell's span. The first column names the rows, each by another name.
 * Refuses tables of numbers without names, columns that are no nouns, cells that say nothing ("-", "yes"), and what `is-unsuitable.ts` names.
 */
import { hashFraction } from '../hash/hash-fraction.ts';
import { plainHeading } from '../markup/plain-heading.ts';
import type { QuestionAnswer } from '../records/question-answer.ts';
import type { Section } from '../records/section.ts';
import { type Asked, type AskingOptions, askedDocuments } from './asked-documents.ts';
import { shortTitle, withoutNumber } from './asked-section.ts';
import { composePair } from './compose-pair.ts';
import { isUnsuitableAnswer, isUnsuitableHeading } from './is-unsuitable.ts';
import type { Span } from './lead-answer.ts';
import { scanTables, type Table } from './scan-tables.ts';

/** Cells of one table that are asked about, drawn by a hash. */
const maxCells = 4;
const maxNameCharacters = 60;
const maxAnswerCharacters = 300;

/** Columns that are numbers of rows, remarks, or no nouns. */
const unaskable =
  /^(?:(?:how|what|when|why|where|which|who|is|are|does|do|can|takes?|gives?|holds?|has|needs?|makes?|means|returns?|used|works|sampled|contains?|supports?|requires?|allows?|prints?|reads?|writes?|runs?)\b.*|#|no\.?|nr\.?|id|index|序号|编号|备注|注|notes?|remarks?|comments?|see|links?|badge|status|ok|[✓✔✗×x?-]+)$|[?？|]|^\d/i;
/** Columns whose numbers mean something without a unit. */
const countable = /default|port|code|year|version|number|level|默认|端口|代码|年|版本|号|数|级|描述符/i;
/** Cells that say nothing by themselves. */
const sayingNothing =
  /^(?:[^\p{L}\p{N}]*|n\/?a|none|null|yes|no|x|y|n|ok|tbd|todo|同上|是|否|有|无|暂无|不适用)$/iu;

/** The questions of all documents, ordered by path and place; a question is put once. */
export function makeTableQuestions(documents: readonly Asked[], options: AskingOptions): QuestionAnswer[] {
  const asked = new Set<string>();
  const pairs: QuestionAnswer[] = [];
  for (const { document, language, sections } of askedDocuments(documents, options)) {
    if (language !== 'en' && !language.startsWith('zh')) continue;
    for (const section of sections) {
      if (isUnsuitableHeading(section.headings)) continue;
      for (const table of scanTables(document.text, { start: section.bodyStart, end: section.end })) {
        for (const pair of askTable(document, table, { section, language })) {
          if (asked.has(pair.question)) continue;
          asked.add(pair.question);
          pairs.push(pair);
        }
      }
    }
  }
  return pairs;
}

function askTable(
  document: Asked,
  { headings, rows }: Table,
  { section, language }: { section: Section; language: string },
): QuestionAnswer[] {
  const wordsOf = (span: Span | undefined) => nameOf(document.text.slice(span?.start, span?.end));
  const columns = headings.map(wordsOf);
  const names = rows.map(([first]) => wordsOf(first));
  const isNamed = names.length >= 2 && names.every(isName) && new Set(names).size === names.length;
  const hasIndex = /^(?:#|no\.?|nr\.?|序号|编号)$/i.test(columns[0] ?? '');
  if (!isNamed || hasIndex || new Set(columns).size < columns.length) return [];
  const cells = rows.flatMap((cellsOfRow, row) =>
    cellsOfRow.slice(1).flatMap((span, at) => {
      const column = columns[at + 1] ?? '';
      const answer = document.text.slice(span.start, span.end);
      const isAsked =
        isName(column) && !unaskable.test(column) && isAnswer(answer, column) && answer !== names[row];
      return isAsked ? [{ span, column, name: names[row] ?? '' }] : [];
    }),
  );
  return cells
    .map((cell) => ({ cell, rank: hashFraction('table', document.document, String(cell.span.start)) }))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, maxCells)
    .sort((a, b) => a.cell.span.start - b.cell.span.start)
    .map(({ cell: { span, column, name } }) => {
      const place = placeOf(document, section);
      const question =
        language === 'en' ? askInEnglish(name, column, place) : askInChinese(name, column, place);
      return composePair(document, section, { ...span, language, question, kind: 'table' });
    });
}

interface Place {
  title: string;
  /** The section's heading, empty where it is the title. */
  heading: string;
}

function placeOf(document: Asked, section: Section): Place {
  const title = shortTitle(document.title);
  const heading = withoutNumber(section.headings.at(-1) ?? '');
  const isTitle = [title, document.title].some((one) => one.toLowerCase() === heading.toLowerCase());
  return { title, heading: isTitle ? '' : heading };
}

function askInEnglish(name: string, column: string, { title, heading }: Place): string {
  const noun = /^[A-Z][a-z]+(?: |$)/.test(column) ? column.charAt(0).toLowerCase() + column.slice(1) : column;
  const isPlural = /[^s]s$/.test(noun) && !/(?:us|is)$/.test(noun);
  const where = heading === '' ? `In ${title}` : `In ${title}, under "${heading.replace(/"/g, "'")}"`;
  return `${where}, what ${isPlural ? 'are' : 'is'} the ${noun} of ${name}?`;
}

function askInChinese(name: string, column: string, { title, heading }: Place): string {
  const where = heading === '' ? `在《${title}》中` : `在《${title}》的“${heading}”中`;
  return `${where}，${name} 的${column}是什么？`;
}

/** A cell as it is said in a question: code keeps its marks. */
function nameOf(cell: string): string {
  return /^`[^`]+`$/.test(cell) ? cell : plainHeading(cell);
}

function isName(words: string): boolean {
  return (
    words.length <= maxNameCharacters &&
    /\p{L}/u.test(words) &&
    !/[。！？!?]|\. |https?:|<|\\\|/.test(words) &&
    words.split(' ').length <= 6
  );
}

function isAnswer(cell: string, column: string): boolean {
  if (cell.length > maxAnswerCharacters || /\\\||<br|https?:/.test(cell) || sayingNothing.test(cell))
    return false;
  const isNumber = /^`?[\p{N}.,%+-]+`?$/u.test(cell);
  return isNumber ? countable.test(column) : !isUnsuitableAnswer(cell);
}
