// An attempt process over the built core, as the command line's `attempt` is: it hosts one small stage. For tests.

import { join } from 'node:path';
import { createMessageWriter, hostAttempt, openFileStore, readAttemptRequest } from '@slipway/core';
import { countingStage } from './counting-stage.mjs';

const request = await readAttemptRequest(process.argv[2]);
const stop = new AbortController();
process.on('SIGTERM', () => stop.abort());
const note = (event, fields) => process.stderr.write(`${JSON.stringify({ event, ...fields })}\n`);
const log = { debug: note, info: note, warn: note, error: note, child: () => log };
const refuse = () => Promise.reject(new Error('not here'));
process.exitCode = await hostAttempt({
  request,
  stage: countingStage,
  store: openFileStore(join(request.home, 'store')),
  workers: { run: refuse },
  deployments: { propose: refuse, waitUntilReady: refuse, judge: refuse },
  network: { mirrors: {} },
  objects: { list: refuse, read: refuse },
  log,
  write: createMessageWriter(1),
  signal: stop.signal,
});
