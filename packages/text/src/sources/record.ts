/**
 * What a reader of bytes yields: a document as it came, not yet decoded or repaired, or the reason why there is none.
 * Invariant: `end` never falls within a source, and is where a reader can be asked to go on from: reading from it gives exactly what
 * comes after this record. `bytes` belong to the reader and change with the next record.
 * Refuses silence: whatever is left out for a fault of the input appears as set aside, with a reason of a closed list.
 */

/** What the bytes of a record are. */
export type ContentType = 'text' | 'markdown' | 'html';

/** The positions after the last record of any source: nothing follows. */
export const endOfSource = Number.MAX_SAFE_INTEGER;

export interface RawRecord {
  kind: 'record';
  /** UTF-8 or an encoding yet to be found; valid until the next record is asked for. */
  bytes: Uint8Array;
  contentType: ContentType;
  /** The source's path; with `#` and the record's position where the source holds many. */
  name: string;
  /** Position after the record: unpacked bytes, or rows of Parquet. */
  end: number;
  /** The encoding that the transport names (WHATWG label), as in HTTP's header. */
  charset?: string;
  /** The name that the record carries itself. */
  id?: string;
  address?: string;
  title?: string;
  date?: string;
  language?: string;
  /** The part of its data set that it belongs to. */
  split?: string;
}

export type RecordFault =
  | 'corrupt-csv'
  | 'corrupt-gzip'
  | 'corrupt-parquet'
  | 'corrupt-warc'
  | 'corrupt-zstd'
  | 'decompression-bomb'
  | 'empty'
  | 'failed-response'
  | 'invalid-json'
  | 'missing-text'
  | 'too-deep'
  | 'too-large'
  | 'truncated'
  | 'unsupported-type';

export interface RecordSetAside {
  kind: 'set-aside';
  reason: RecordFault;
  /** For people. */
  detail: string;
  name: string;
  end: number;
}

export type RecordResult = RawRecord | RecordSetAside;
