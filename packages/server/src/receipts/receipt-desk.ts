/**
 * Receipts as the API gives them: built, then verified.
 */
import { join } from 'node:path';
import type { AnswerId, EngineUsage, VerifiedReceipt } from '@slipway/contracts';
import type { ArtifactStore, Queries } from '@slipway/core';
import { readRequestJournal } from '@slipway/engines';
import { type CountedAnswer, findJournalledAnswer, type Ledger } from '@slipway/gateway';
import type { DeploymentBook } from '../deployments/deployment-book.ts';
import { findKeptTexts } from '../tour/tour-table.ts';
import { buildReceipt } from './build-receipt.ts';
import { createVerificationMemory } from './verification-memory.ts';
import { verifyReceipt } from './verify-receipt.ts';

export interface ReceiptDesk {
  /** @throws SlipwayError `receipt-unknown` */
  show(id: AnswerId): Promise<VerifiedReceipt>;
}

export function createReceiptDesk(sources: {
  home: string;
  database: Queries;
  ledger: Ledger;
  book: DeploymentBook;
  store: ArtifactStore;
  journalDirectory: string;
}): ReceiptDesk {
  const { home, ledger, book, store } = sources;
  const artifacts = createVerificationMemory(store);
  return {
    async show(id) {
      await ledger.ingestJournal(sources.journalDirectory);
      const answer = await ledger.showAnswer(id);
      const deployment = await book.show(answer.deploymentId);
      const receipt = await buildReceipt(answer, deployment, store);
      const engineUsage = await findEngineUsage(home, answer);
      return verifyReceipt(receipt, {
        deployment,
        store,
        artifacts,
        journalled: await findJournalledAnswer(sources.journalDirectory, id),
        texts: await findKeptTexts(sources.database, id),
        engineUsage,
        expectedPrice: await ledger.quote(answer.event),
      });
    },
  };
}

/** What the engine itself wrote down when it had finished. */
async function findEngineUsage(home: string, answer: CountedAnswer): Promise<EngineUsage | undefined> {
  const finished = await readRequestJournal(
    join(home, 'engines', answer.replicaId),
    new Set([answer.answerId]),
  );
  return finished.get(answer.answerId)?.usage;
}
