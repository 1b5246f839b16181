/**
 * What every writer of tokens takes, and every reader gives: whole documents, to a writer as many at once as the caller likes.
 * Invariant: the result depends on the documents and their order alone, not on how they were spread over calls.
 * Refuses: a part of a document; the last end is the number of ids.
 */
import { invariant } from '@slipway/contracts';
import type { TokenIds } from './token-width.ts';

export interface TokenSink<Result> {
  /**
   * Appends documents.
   * @param ids the ids of all of them, one after the other
   * @param documentEnds for each document, how many ids there are up to its end
   * @throws SlipwayError `argument-invalid` where an id is outside the vocabulary
   */
  append(ids: TokenIds, documentEnds: ArrayLike<number>): Promise<void>;
  /** Makes everything durable. Nothing may be appended afterwards. */
  finish(): Promise<Result>;
  /** Gives up what is not durable yet. */
  discard(): Promise<void>;
}

/** A sink in several files, each durable before the next begins: one opened anew goes on after the last whole file. */
export interface ResumableSink<Result> extends TokenSink<Result> {
  /** In whole files: whoever goes on appends what comes after. Of packed sequences tokens tell how many they are. */
  readonly numTokensDone: number;
  readonly numDocumentsDone: number;
}

export interface TokenTotals {
  numTokens: number;
  numDocuments: number;
}

export interface TokenReader {
  readonly numDocuments: number;
  /** The ids of a document, counted from 0. @throws SlipwayError `artifact-corrupt` where the file is cut off */
  readDocument(document: number): TokenIds;
  close(): void;
}

/** The documents of one call as views on its ids. */
export function* eachDocument(ids: TokenIds, documentEnds: ArrayLike<number>): Generator<TokenIds> {
  let start = 0;
  for (let place = 0; place < documentEnds.length; place += 1) {
    const end = documentEnds[place] ?? 0;
    invariant(end >= start && end <= ids.length, 'ends of documents rise');
    yield ids.subarray(start, end);
    start = end;
  }
  invariant(start === ids.length, 'every id belongs to a document');
}
