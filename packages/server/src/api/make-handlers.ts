/**
 * The handlers of the control API: each calls one service and returns what it says.
 * Invariant: nothing is decided here.
 */
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describeMachine } from '@slipway/core';
import { judgeDeployment } from '../gates/judge-deployment.ts';
import type { Handlers } from '../http/handlers.ts';
import type { ReceiptDesk } from '../receipts/receipt-desk.ts';
import { collectArtifacts } from '../services/collect-artifacts.ts';
import type { Services } from '../services/open-services.ts';
import type { Sessions } from '../session/sessions.ts';
import type { EngineSupervisor } from '../supervisor/engine-supervisor.ts';
import type { TourDesk } from '../tour/tour-desk.ts';
import { askDataset } from './ask-dataset.ts';
import { compareDocument } from './compare-document.ts';
import { dataCardRecord, tokenizerRecord, tokensRecord } from './data-records.ts';
import { findDocument } from './find-document.ts';
import { listModels } from './list-models.ts';
import { readArtifactRecord } from './read-artifact-record.ts';

export interface HandlerParts {
  services: Services;
  sessions: Sessions;
  engines: EngineSupervisor;
  receipts: ReceiptDesk;
  tour: TourDesk;
  startedAt: string;
  url(): string;
  gatewayUrl(): string | undefined;
  /** A deployment has come into service under this alias. */
  onPromoted(alias: string): Promise<void>;
  /** Keys or prices have changed. */
  onTariffChange(): Promise<void>;
}

type SessionHandlers = Pick<Handlers, 'health' | 'makeLink'>;
type RunHandlers = Pick<Handlers, 'planRun' | 'startRun' | 'listRuns' | 'showRun' | 'cancelRun' | 'readLog'>;
type TourHandlers = Pick<Handlers, 'showTour' | 'startTour' | 'finishTour'>;
type LineageHandlers = Pick<
  Handlers,
  | 'exportArtifact'
  | 'collectGarbage'
  | 'listArtifacts'
  | 'showArtifact'
  | 'showDataCard'
  | 'askWhatIf'
  | 'compareDocument'
  | 'showDocument'
  | 'showTokenizer'
  | 'showTokens'
  | 'encodeText'
  | 'traceLineage'
  | 'listModels'
>;
type DeploymentHandlers = Pick<
  Handlers,
  'listDeployments' | 'proposeDeployment' | 'showDeployment' | 'judgeDeployment' | 'stopDeployment'
>;
type LedgerHandlers = Pick<
  Handlers,
  | 'listKeys'
  | 'makeKey'
  | 'revokeKey'
  | 'listPrices'
  | 'setPrice'
  | 'listAnswers'
  | 'showReceipt'
  | 'showStatement'
>;

const done = { ok: true } as const;

/** All handlers but `openSession`, which sets a cookie and so stands with the web server. */
export function makeHandlers(parts: HandlerParts): Omit<Handlers, 'openSession'> {
  return {
    ...sessionHandlers(parts),
    ...tourHandlers(parts),
    ...runHandlers(parts),
    ...lineageHandlers(parts),
    ...deploymentHandlers(parts),
    ...ledgerHandlers(parts),
  };
}

function sessionHandlers({ services, sessions, startedAt, url, gatewayUrl }: HandlerParts): SessionHandlers {
  return {
    health: async () => ({
      version: services.options.version,
      machine: await describeMachine(services.home),
      database: services.database.kind,
      gatewayUrl: gatewayUrl() ?? '',
      startedAt,
    }),
    makeLink: async () => ({ url: `${url()}/enter?token=${sessions.makeLinkToken()}` }),
  };
}

function tourHandlers({ tour }: HandlerParts): TourHandlers {
  return {
    showTour: async () => ({ summary: await tour.show() }),
    startTour: async ({ body }) => ({ runId: await tour.start(body) }),
    finishTour: async () => ({ summary: await tour.finish() }),
  };
}

function runHandlers({ services }: HandlerParts): RunHandlers {
  const { runs } = services;
  return {
    planRun: ({ body }) =>
      runs.planRun({ recipe: body.recipe, workingDirectory: body.workingDirectory ?? tmpdir() }),
    startRun: async ({ body }) => ({
      runId: await runs.startRun({
        recipe: body.recipe,
        workingDirectory: body.workingDirectory ?? tmpdir(),
      }),
    }),
    listRuns: ({ query }) =>
      runs.listRuns({ limit: query.limit, ...(query.before === undefined ? {} : { before: query.before }) }),
    showRun: ({ params }) => runs.showRun(params.id),
    cancelRun: async ({ params }) => {
      await runs.cancelRun(params.id);
      return done;
    },
    readLog: ({ params, query }) => runs.readLog({ runId: params.id, ...query }),
  };
}

function lineageHandlers({ services }: HandlerParts): LineageHandlers {
  const { lineage, store, textEncoder } = services;
  return {
    listArtifacts: ({ query }) => lineage.list(query),
    showArtifact: async ({ params }) => ({
      summary: await lineage.readSummary(params.digest),
      manifest: await store.readManifest(params.digest),
    }),
    exportArtifact: async ({ params, body }) => {
      const directory = resolve(body.directory);
      const { files } = await store.readManifest(params.digest);
      await store.materialise(params.digest, directory, { isOwn: true });
      return { paths: files.map((file) => join(directory, file.path)) };
    },
    collectGarbage: async ({ body }) => {
      const { numArtifactsKept, removed, freedBytes } = await collectArtifacts(services, body.dryRun);
      return { numKept: numArtifactsKept, removed, freedBytes };
    },
    showDataCard: ({ params }) => readArtifactRecord(store, params.digest, dataCardRecord),
    compareDocument: ({ params, query }) => compareDocument(store, params.digest, query.document),
    askWhatIf: ({ params, body }) => askDataset(store, params.digest, body),
    showTokenizer: ({ params }) => readArtifactRecord(store, params.digest, tokenizerRecord),
    showTokens: ({ params }) => readArtifactRecord(store, params.digest, tokensRecord),
    encodeText: ({ params, body }) => textEncoder.encode(params.digest, body.text),
    showDocument: ({ params }) => findDocument(store, params.digest, params.document),
    traceLineage: ({ params, query }) =>
      lineage.trace(params.reference, query.direction === undefined ? {} : { direction: query.direction }),
    listModels: () => listModels(services),
  };
}

function deploymentHandlers({ services, engines, onPromoted }: HandlerParts): DeploymentHandlers {
  const { book } = services;
  return {
    listDeployments: async () => ({ deployments: await book.list() }),
    proposeDeployment: async ({ body }) => ({ deploymentId: (await book.propose(body)).id }),
    showDeployment: async ({ params, isAdministrator }) => {
      const deployment = await book.show(params.id);
      // With the engine's own token one gets past keys, limits and ledger: it is for attempts alone.
      if (!isAdministrator) return { deployment };
      const address = engines.replicasOf(params.id).find((one) => one.address)?.address;
      return { deployment, ...(address ? { address } : {}) };
    },
    judgeDeployment: async ({ params, body }) => {
      const { passed } = await judgeDeployment(services, params.id, body.gate);
      if (passed) await onPromoted((await book.show(params.id)).alias);
      return done;
    },
    stopDeployment: async ({ params }) => {
      await book.stop(params.id);
      return done;
    },
  };
}

function ledgerHandlers({ services, receipts, onTariffChange }: HandlerParts): LedgerHandlers {
  const { ledger, journalDirectory } = services;
  return {
    listKeys: () => ledger.listKeys(),
    makeKey: async ({ body }) => {
      const made = await ledger.makeKey(body);
      await onTariffChange();
      return made;
    },
    revokeKey: async ({ params }) => {
      await ledger.revokeKey(params.id);
      await onTariffChange();
      return done;
    },
    listPrices: async () => ({ prices: await ledger.listPrices() }),
    setPrice: async ({ body }) => {
      await ledger.setPrice(body);
      await onTariffChange();
      return done;
    },
    listAnswers: async ({ query }) => {
      await ledger.ingestJournal(journalDirectory);
      return { answers: await ledger.listAnswers(query.limit) };
    },
    showReceipt: ({ params }) => receipts.show(params.id),
    showStatement: async ({ query }) => {
      await ledger.ingestJournal(journalDirectory);
      const { by, from, until, granularity } = query;
      return ledger.makeStatement({
        by,
        granularity,
        ...(from === undefined ? {} : { from }),
        ...(until === undefined ? {} : { until }),
      });
    },
  };
}
