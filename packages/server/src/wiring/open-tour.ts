/**
 * Wires the tour's desk to runs, deployments, gateway and ledger.
 */
import type { ReceiptDesk } from '../receipts/receipt-desk.ts';
import type { Services } from '../services/open-services.ts';
import { createTourDesk, type TourDesk } from '../tour/tour-desk.ts';

/** Runs looked through for the newest tour. */
const numRecent = 200;

export function openTour(
  services: Services,
  at: { receipts: ReceiptDesk; studioKey: string; gatewayUrl(): string | undefined },
): TourDesk {
  const { database, store, runs, book, ledger, journalDirectory, options } = services;
  return createTourDesk({
    database,
    store,
    defaultDocuments: options.defaultDocuments,
    runs: {
      start: (recipe) => runs.startRun({ recipe, workingDirectory: process.cwd() }),
      newest: async (recipe) => {
        const recent = await runs.listRuns({ limit: numRecent });
        return recent.runs.find((run) => run.recipe === recipe);
      },
      show: (id) => runs.showRun(id),
    },
    deployments: () => book.list(),
    gateway: () => {
      const url = at.gatewayUrl();
      return url === undefined ? undefined : { url, key: at.studioKey };
    },
    receipt: (id) => at.receipts.show(id),
    statement: async () => {
      await ledger.ingestJournal(journalDirectory);
      return ledger.makeStatement({ by: ['customer', 'model'], granularity: 'month' });
    },
  });
}
