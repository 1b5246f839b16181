/**
 * Parquet of documents (a text and named values a row) and of token ids (a list of int32 a row, `input_ids`).
 * Invariant: row groups are closed by the row that fills them, so equal rows give equal bytes however they came in; pages are compressed
 * with Zstandard. Refuses: nested values.
 */
import { Zstd } from '@hpcc-js/wasm-zstd';
import { ByteWriter, type ColumnSource, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { openDurableFile } from '../durable/durable-file.ts';
import { type DocumentColumn, type DocumentRow, type DocumentSink, textColumn } from './document-sink.ts';
import { eachDocument, type TokenSink, type TokenTotals } from './token-sink.ts';
import { copyIds, makeIds } from './token-width.ts';

/** A row group is written out when it holds so many bytes of text, or so many tokens. */
const groupBytes = 1 << 26;
const groupTokens = 1 << 22;

interface GroupFile {
  writeGroup(columns: ColumnSource[]): Promise<void>;
  finish(): Promise<void>;
  discard(): Promise<void>;
}

async function openGroupFile(path: string, columns: readonly SchemaElement[]): Promise<GroupFile> {
  const numChildren = columns.filter(({ name }) => name !== 'list' && name !== 'element').length;
  const zstd = await Zstd.load();
  const file = await openDurableFile(path);
  const writer = new ByteWriter();
  const parquet = new ParquetWriter({
    writer,
    schema: [{ name: 'root', num_children: numChildren }, ...columns],
    codec: 'ZSTD',
    compressors: { ZSTD: (bytes: Uint8Array) => zstd.compress(bytes) },
    statistics: false,
    createdBy: 'slipway',
  });
  async function flush(): Promise<void> {
    await file.write(writer.getBytes());
    writer.index = 0;
  }
  return {
    async writeGroup(columnData) {
      await parquet.write({ columnData, rowGroupSize: columnData[0]?.data.length ?? 1 });
      await flush();
    },
    async finish() {
      await parquet.finish();
      await flush();
      await file.commit();
    },
    discard: () => file.discard(),
  };
}

const elementOf: Record<DocumentColumn['kind'], Omit<SchemaElement, 'name'>> = {
  string: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT64' },
  number: { type: 'DOUBLE' },
};

/** Opens a writer of documents. @throws the file system's error */
export async function openParquetWriter(
  path: string,
  { columns }: { columns: readonly DocumentColumn[] },
): Promise<DocumentSink> {
  const file = await openGroupFile(path, [
    ...columns.map(
      ({ name, kind }): SchemaElement => ({ name, repetition_type: 'OPTIONAL', ...elementOf[kind] }),
    ),
    { name: textColumn, repetition_type: 'REQUIRED', ...elementOf.string },
  ]);
  let rows: DocumentRow[] = [];
  let numBytes = 0;
  let numDocuments = 0;
  async function closeGroup(): Promise<void> {
    if (rows.length === 0) return;
    const valuesOf = ({ kind }: DocumentColumn, place: number) =>
      rows.map(({ values }) => {
        const value = values[place] ?? undefined;
        return kind === 'integer' && value !== undefined ? BigInt(value) : value;
      });
    await file.writeGroup([
      ...columns.map((column, place): ColumnSource => ({ name: column.name, data: valuesOf(column, place) })),
      { name: textColumn, data: rows.map(({ text }) => text), encoding: 'PLAIN' },
    ]);
    rows = [];
    numBytes = 0;
  }
  return {
    async append(added) {
      for (const { text, values } of added) {
        // The caller's bytes may be gone before the group is written.
        rows.push({ text: Uint8Array.from(text), values });
        numDocuments += 1;
        numBytes += text.length;
        if (numBytes >= groupBytes) await closeGroup();
      }
    },
    async finish() {
      await closeGroup();
      await file.finish();
      return { numDocuments };
    },
    discard: file.discard,
  };
}

/** Opens a writer of ids, a document a row. @throws the file system's error */
export async function openParquetTokenWriter(
  path: string,
  { vocabularySize }: { vocabularySize: number },
): Promise<TokenSink<TokenTotals>> {
  const name = 'input_ids';
  const file = await openGroupFile(path, [
    { name, repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', repetition_type: 'REQUIRED', type: 'INT32' },
  ]);
  const totals = { numTokens: 0, numDocuments: 0 };
  let documents: number[][] = [];
  let numHeld = 0;
  async function closeGroup(): Promise<void> {
    if (documents.length === 0) return;
    await file.writeGroup([{ name, data: documents, encoding: 'PLAIN' }]);
    documents = [];
    numHeld = 0;
  }
  return {
    async append(ids, documentEnds) {
      for (const document of eachDocument(ids, documentEnds)) {
        copyIds(document, makeIds(document.length, 4), { at: 0, vocabularySize });
        documents.push(Array.from(document));
        numHeld += document.length;
        totals.numTokens += document.length;
        totals.numDocuments += 1;
        if (numHeld >= groupTokens) await closeGroup();
      }
    },
    async finish() {
      await closeGroup();
      await file.finish();
      return totals;
    },
    discard: file.discard,
  };
}
