// Reads damaged files as the data factory does: through their reader, converter or archive, and each document through the scan.
// Invariant: a case ends as documents, as reasons, or in an error that says what does not hold. A source gives the same from any of its ends,
// and kernel memory is given back: by a reader before it hands a record out, by the scan with the next document.
import { findArchiveFormat, walkArchive } from '../../packages/text/dist/archives/walk-archive.js';
import { officeFormats } from '../../packages/text/dist/office/records/conversion.js';
import { openScanTools } from '../../packages/text/dist/pipeline/open-scan-tools.js';
import { defaultPipelineRecipe } from '../../packages/text/dist/pipeline/pipeline-recipe.js';
import { createDocumentScanner } from '../../packages/text/dist/pipeline/scan-document.js';
import { bytesInput } from '../../packages/text/dist/sources/byte-input.js';
import { findSource } from '../../packages/text/dist/sources/find-source.js';
import { chooseFrom } from './damage-bytes.mjs';

const limits = { maxRecordBytes: 4 * 1024 * 1024, maxGroupBytes: 32 * 1024 * 1024 };
/** What judges by quality, and what goes on to the last step with whatever text there is. */
const recipes = [
  defaultPipelineRecipe,
  { ...defaultPipelineRecipe, minLanguageConfidence: 0, quality: {}, html: 'whole-page' },
];

function check(condition, what) {
  if (!condition) throw new Error(`not so: ${what}`);
}

/** Kernel memory that a document may take, in bytes for each of its own and beside them. */
const roomPerByte = 64;
const roomBeside = 160 * 1024 * 1024;
/** The recipes above measure by these: a meter stays where it was made, and what lies below it. */
const mostMeters = new Set(recipes.flatMap(({ quality }) => Object.values(quality))).size;

/** What became of a record: `kept`, or the step and reason it was dropped for. */
function createJudge({ kernels, ...rest }) {
  const tools = { kernels, ...rest };
  const scanners = recipes.map((recipe) => createDocumentScanner({ ...tools, recipe }));
  const places = new Set([tools.meters.mark()]);
  kernels.release(tools.meters.mark());
  return (record, random) => {
    const before = kernels.mark();
    check(places.has(before), 'a document begins where the tools end');
    const { drop, text } = chooseFrom(scanners, random)(record, { source: 'a', format: 'a' });
    check(drop || text.length > 0, 'a kept document has text');
    places.add(tools.meters.mark());
    check(places.size <= mostMeters + 1, `${places.size - 1} meters of ${mostMeters}`);
    const numReserved = kernels.mark() - before;
    const isBounded = numReserved <= record.bytes.length * roomPerByte + roomBeside;
    check(isBounded, `${numReserved} bytes of room are enough for ${record.bytes.length} of a document`);
    // As the next document does.
    kernels.release(tools.meters.mark());
    return drop ? `${drop.step}:${drop.reason}` : 'kept';
  };
}

function createSourceReader(tools) {
  const { kernels } = tools;
  const judge = createJudge(tools);
  const readAll = async (name, bytes, { from, judgeRecord, random }) => {
    const results = [];
    let last = from - 1;
    let mark = kernels.mark();
    const checkMemory = () => check(kernels.mark() === mark, `${kernels.mark() - mark} bytes are given back`);
    for await (const result of findSource(name).reader.read(bytesInput(name, bytes), {
      kernels,
      from,
      limits,
    })) {
      checkMemory();
      check(result.end > last, `ends rise: ${result.end} after ${last}`);
      last = result.end;
      const content = result.kind === 'record' ? Buffer.from(result.bytes).toString('base64') : result.reason;
      const outcome = result.kind === 'record' ? judgeRecord(result, random) : `set-aside:${result.reason}`;
      results.push({ end: result.end, name: result.name, content, outcome });
      mark = kernels.mark();
    }
    checkMemory();
    return results;
  };
  const state = ({ end, name, content }) => `${end} ${name} ${content}`;
  return async (name, bytes, random) => {
    const results = await readAll(name, bytes, { from: 0, judgeRecord: judge, random });
    if (results.length > 0 && random(4) === 0) {
      const place = random(results.length);
      const rest = await readAll(name, bytes, { from: results[place].end, judgeRecord: () => '' });
      check(
        rest.map(state).join('\n') ===
          results
            .slice(place + 1)
            .map(state)
            .join('\n'),
        `going on from ${results[place].end} gives the rest`,
      );
    }
    return results.map(({ outcome }) => outcome);
  };
}

/** What a converted text must be beside whatever it says. */
function checkConversion({ bytes, pages = [] }) {
  new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  const starts = pages.map(({ start }) => start);
  check(
    starts.every((start, place) => start >= (starts[place - 1] ?? 0) && start <= bytes.length),
    'pages are in order',
  );
}

function createOfficeReader(tools) {
  const judge = createJudge(tools);
  return async (name, bytes, random) => {
    const made = await tools.converter.convert(bytes, name.split('.').at(-1));
    if (made.kind === 'set-aside') {
      check(typeof made.reason === 'string' && made.reason !== '', 'a reason is told');
      return [`set-aside:${made.reason}`];
    }
    checkConversion(made);
    return [judge({ ...made, kind: 'record', name, end: 1 }, random)];
  };
}

function createArchiveReader() {
  return async (name, bytes) => {
    const outcomes = [];
    for await (const item of walkArchive(bytes, findArchiveFormat(name))) {
      const isInside = !item.path.startsWith('/') && !item.path.split('/').includes('..');
      check(
        item.kind === 'set-aside' || (isInside && item.path !== ''),
        `"${item.path}" lies within the archive`,
      );
      outcomes.push(item.kind === 'member' ? 'member' : `set-aside:${item.reason}`);
    }
    return outcomes;
  };
}

/**
 * @param reader a name of `seedFiles`
 * @returns a function that reads the bytes of a file and says what became of what is in it, and one that ends all
 */
export async function openCaseReader(reader) {
  if (findArchiveFormat(`a.${reader}`)) return { read: createArchiveReader(), close: async () => undefined };
  const tools = await openScanTools(recipes[0], {});
  const isOffice = officeFormats.includes(reader);
  return {
    read: isOffice ? createOfficeReader(tools) : createSourceReader(tools),
    close: () => tools.converter.close(),
  };
}
