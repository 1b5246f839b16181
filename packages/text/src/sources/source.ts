/**
 * What a reader of one format on bytes is, the bounds that all of them keep, and how members are named.
 * Invariant: a reader yields every record, or why there is none, in the order of the input, and holds a bounded part of it. Its results
 * depend on the input, `from`, `end` and the options alone. Reading from any `end` that it gave yields the rest exactly.
 * Refuses to throw for faults of the input; what the file system throws goes through.
 */
import type { Kernels } from '../kernels/load-kernels.ts';
import type { ByteInput } from './byte-input.ts';
import type { ContentType, RecordResult } from './record.ts';

export interface SourceLimits {
  /** Largest record, in unpacked bytes. */
  maxRecordBytes: number;
  /** Largest group of rows that is held at once (Parquet), in unpacked bytes. */
  maxGroupBytes: number;
}

export const defaultSourceLimits: SourceLimits = {
  maxRecordBytes: 32 * 1024 * 1024,
  maxGroupBytes: 1024 * 1024 * 1024,
};

/** What a member of a row or object may mean. */
export type MemberRole = 'text' | 'address' | 'title' | 'date' | 'language' | 'id' | 'split';

/** For each role the names of members that may hold it; the first that is there counts. */
export type MemberNames = Readonly<Record<MemberRole, readonly string[]>>;

/** The names that published data sets use; their splits are files, so no member is taken for one. */
export const defaultMembers: MemberNames = {
  text: ['text', 'content'],
  address: ['url', 'address'],
  title: ['title'],
  date: ['date', 'timestamp'],
  language: ['language', 'lang'],
  id: ['id'],
  split: [],
};

export interface SourceOptions {
  /** For readers that scan in kernel memory; what they reserve there they release before they yield. */
  kernels: Kernels;
  /** A position to go on from: 0, or any `end` that this reader gave for this input. */
  from?: number;
  /** Records that begin at or after this position are left to others. */
  end?: number;
  limits?: Partial<SourceLimits>;
  /** Names of members, for formats that have them; roles left out keep their default. */
  members?: Partial<MemberNames>;
  /** What the text member holds, for formats that have members. */
  contentType?: ContentType;
  /** What becomes of a table without a column of text: it is set aside, or its rows become Markdown tables (CSV). */
  tables?: 'set-aside' | 'markdown';
}

export interface SourceReader {
  format: string;
  /** Lower-case, with the dot, without the packing (`.gz`, `.zst`). */
  extensions: readonly string[];
  /** Whether `from` and `end` may be any byte of an unpacked input, so that one file becomes many tasks. */
  isSplittable: boolean;
  read(input: ByteInput, options: SourceOptions): AsyncIterable<RecordResult>;
}

/** Options with the defaults filled in. */
export interface SourceSettings extends Required<Omit<SourceOptions, 'limits' | 'members'>> {
  limits: SourceLimits;
  members: MemberNames;
}

export function fillSourceOptions(options: SourceOptions): SourceSettings {
  return {
    from: 0,
    end: Number.MAX_SAFE_INTEGER,
    contentType: 'text',
    tables: 'set-aside',
    ...options,
    limits: { ...defaultSourceLimits, ...options.limits },
    members: { ...defaultMembers, ...options.members },
  };
}
