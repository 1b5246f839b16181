/**
 * The ledger over one database: customers, keys, prices, usage and statements.
 * Invariant: its tables are its own; nobody else queries them.
 */
import type {
  AnswerId,
  AnswerSummary,
  ApiKey,
  ApiKeyRequest,
  Customer,
  DeploymentId,
  Digest,
  GatewaySnapshot,
  KeyId,
  NewApiKey,
  Price,
  Statement,
  UsageEvent,
} from '@slipway/contracts';
import { type Database, migrate } from '@slipway/core';
import { listKeys, listSnapshotKeys, makeKey, revokeKey } from './customer-keys.ts';
import { type IngestResult, ingestJournal } from './ingest-journal.ts';
import { makeStatement, type StatementQuery } from './make-statement.ts';
import { listPrices, setPrice } from './prices.ts';
import { quoteEvent } from './quote-event.ts';
import {
  type AnswerReference,
  type CountedAnswer,
  listAnswers,
  listAnswersOfDeployment,
  listAnswersOfDocument,
  showAnswer,
} from './read-answers.ts';
import { ledgerMigrations } from './tables.ts';

export interface Ledger {
  /** @throws SlipwayError `argument-invalid` where the customer has another industry */
  makeKey(request: ApiKeyRequest): Promise<NewApiKey>;
  /** @throws SlipwayError `not-found` */
  revokeKey(id: KeyId): Promise<void>;
  listKeys(): Promise<{ keys: ApiKey[]; customers: Customer[] }>;
  /** Keys in force, as the gateway's snapshot holds them. */
  listSnapshotKeys(): Promise<GatewaySnapshot['keys']>;
  /** From now on. @throws SlipwayError `argument-invalid` for a second currency */
  setPrice(price: Price): Promise<void>;
  listPrices(): Promise<Price[]>;
  /** Counts what the gateway's journal holds beyond what was counted. One call at a time runs; others wait. */
  ingestJournal(directory: string): Promise<IngestResult>;
  /** What an event's tokens cost by the price list in force at its time. */
  quote(event: UsageEvent): Promise<{ amountMicroUnits: number; currency: string }>;
  /** @throws SlipwayError `receipt-unknown` */
  showAnswer(id: AnswerId): Promise<CountedAnswer>;
  /** Newest first. */
  listAnswers(limit: number): Promise<AnswerSummary[]>;
  listAnswersOfDeployment(id: DeploymentId, limit: number): Promise<AnswerReference[]>;
  listAnswersOfDocument(document: Digest, limit: number): Promise<AnswerReference[]>;
  makeStatement(query: StatementQuery): Promise<Statement>;
}

/** Brings the ledger's tables up to date and opens it. */
export async function openLedger(database: Database): Promise<Ledger> {
  await migrate(database, 'gateway', ledgerMigrations);
  let ingesting: Promise<unknown> = Promise.resolve();
  return {
    makeKey: (request) => makeKey(database, request),
    revokeKey: (id) => revokeKey(database, id),
    listKeys: () => listKeys(database),
    listSnapshotKeys: () => listSnapshotKeys(database),
    setPrice: (price) => setPrice(database, price),
    listPrices: () => listPrices(database),
    ingestJournal(directory) {
      const done = ingesting.then(() => ingestJournal(database, directory));
      ingesting = done.catch(() => undefined);
      return done;
    },
    quote: (event) => quoteEvent(database, event),
    showAnswer: (id) => showAnswer(database, id),
    listAnswers: (limit) => listAnswers(database, limit),
    listAnswersOfDeployment: (id, limit) => listAnswersOfDeployment(database, id, limit),
    listAnswersOfDocument: (document, limit) => listAnswersOfDocument(database, document, limit),
    makeStatement: (query) => makeStatement(database, query),
  };
}
