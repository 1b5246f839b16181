/**
 * Opens a whole server: services, engines, gateway, API, loops.
 * Invariant: when it returns, it answers; when it throws, nothing is left running.
 */
import { engineProcessScript } from '@slipway/engines';
import type { HandlerParts } from '../api/make-handlers.ts';
import { ensurePrice } from '../deployments/default-price.ts';
import { removeServerRecord, writeServerRecord } from '../http/server-record.ts';
import { startLoop } from '../loop/scheduler-loop.ts';
import { createReceiptDesk } from '../receipts/receipt-desk.ts';
import { childEnvironment } from '../services/child-environment.ts';
import { closeAll, openServices, type Services } from '../services/open-services.ts';
import type { RunningServer, ServerOptions } from '../services/server-options.ts';
import { readCredential } from '../session/credentials.ts';
import { createSessions, type Sessions } from '../session/sessions.ts';
import { ensureStudioKey } from '../session/studio-key.ts';
import { createEngineSupervisor, type EngineSupervisor } from '../supervisor/engine-supervisor.ts';
import { expectEngines } from '../supervisor/expect-engines.ts';
import { createGatewayFeed, type GatewayFeed } from './gateway-feed.ts';
import { openTour } from './open-tour.ts';
import { reviveReused } from './revive-reused.ts';
import { serveHttp } from './serve-http.ts';
import { startGateway } from './start-gateway.ts';

const tickPauseMs = 250;
const journalPauseMs = 1000;
/** Requests an embedded engine works on at once. */
const numSequences = 2;

/** @throws SlipwayError `server-already-running`, `port-taken`, `database-unreachable` */
export async function openServer(options: ServerOptions): Promise<RunningServer> {
  const services = await openServices(options);
  try {
    return await openOn(services);
  } catch (error) {
    await closeAll(services.closing);
    throw error;
  }
}

async function openOn(services: Services): Promise<RunningServer> {
  const { options, home } = services;
  const adminToken = await readCredential(home, 'admin.token');
  const sessions = createSessions({ adminToken, secret: await readCredential(home, 'session.secret') });
  const studioKey = await ensureStudioKey(services);
  const gateway: { url?: string } = {};
  const { engines, feed } = superviseEngines(services);
  const where: { url: string } = { url: '' };
  const receipts = createReceiptDesk(services);
  const parts: HandlerParts = {
    services,
    sessions,
    engines,
    receipts,
    tour: openTour(services, { receipts, studioKey, gatewayUrl: () => gateway.url }),
    startedAt: new Date().toISOString(),
    url: () => where.url,
    gatewayUrl: () => gateway.url,
    onPromoted: async (alias) => {
      const isNew = await ensurePrice(services.ledger, alias, options.configuration.currency);
      if (isNew) await feed.refresh();
    },
    onTariffChange: () => feed.refresh(),
  };
  await expectEngines(services);
  await feed.refresh();
  const { host, port } = options.configuration.server;
  const served = await serveHttp(parts, { host, port: options.port ?? port, studioKey });
  services.closing.push(() => served.app.close());
  where.url = served.url;
  services.control.url = served.url;
  await startGateway(services, feed, gateway);
  const { version, forCommand } = options;
  await writeServerRecord(home, { url: served.url, startedAt: parts.startedAt, version, forCommand });
  services.closing.push(() => removeServerRecord(home));
  await engines.reconcile();
  const reviving = await reviveReused(services);
  services.closing.push(() => reviving.stop());
  await services.runs.recover();
  startLoops(services);
  return describe(services, sessions, { url: served.url, adminToken });
}

function describe(
  services: Services,
  sessions: Sessions,
  at: { url: string; adminToken: string },
): RunningServer {
  let closed: Promise<void> | undefined;
  return {
    ...at,
    takenOver: services.database.takenOver,
    makeLink: () => `${at.url}/enter?token=${sessions.makeLinkToken()}`,
    close: () => {
      closed ??= closeAll(services.closing);
      return closed;
    },
  };
}

function superviseEngines(services: Services): { engines: EngineSupervisor; feed: GatewayFeed } {
  const { home, book, store, log } = services;
  const changed = () => {
    engines
      .reconcile()
      .then(() => feed.refresh())
      .catch(() => undefined);
  };
  const engines: EngineSupervisor = createEngineSupervisor({
    home,
    book,
    store,
    log: log.child({ part: 'engines' }),
    engineMain: engineProcessScript,
    environment: childEnvironment(home, 'engine'),
    numSequences,
    onChange: () => {
      feed.refresh().catch(() => undefined);
    },
  });
  const feed = createGatewayFeed({ ...services, engines, log: log.child({ part: 'gateway-feed' }) });
  services.onDeploymentChange.add(changed);
  services.closing.push(() => engines.stopAll());
  return { engines, feed };
}

function startLoops(services: Services): void {
  const { runs, ledger, journalDirectory, log } = services;
  const ticking = startLoop({ name: 'runs', pauseMs: tickPauseMs, log, work: () => runs.tick() });
  const counting = startLoop({
    name: 'journal',
    pauseMs: journalPauseMs,
    log,
    work: async () => {
      await ledger.ingestJournal(journalDirectory);
    },
  });
  services.closing.push(() => Promise.all([ticking.stop(), counting.stop()]));
}
