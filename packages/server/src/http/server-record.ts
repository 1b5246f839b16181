/**
 * Where the server of a home listens: a small file that whoever wants to speak to it reads.
 * Invariant: written whole after listening, removed on an orderly end; a reader checks that the process still lives.
 */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { identifyProcess, isProcessAlive } from '@slipway/core';
import { z } from 'zod';

const serverRecord = z.object({
  url: z.url(),
  gatewayUrl: z.url().optional(),
  process: z.object({ pid: z.number().int(), startedAt: z.string() }),
  startedAt: z.iso.datetime(),
  version: z.string(),
  /** The command that it ends with; a server that stays has none. */
  forCommand: z.string().optional(),
});
export type ServerRecord = z.infer<typeof serverRecord>;

const fileName = 'server.json';

/** The record of a server that runs, or undefined. */
export async function readServerRecord(home: string): Promise<ServerRecord | undefined> {
  const text = await readFile(join(home, fileName), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const parsed = serverRecord.safeParse(tryJson(text));
  if (!parsed.success) return undefined;
  return isProcessAlive(parsed.data.process) ? parsed.data : undefined;
}

export async function writeServerRecord(home: string, record: Omit<ServerRecord, 'process'>): Promise<void> {
  const path = join(home, fileName);
  const whole = { ...record, process: identifyProcess() };
  await writeFile(`${path}.new`, `${JSON.stringify(whole)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

export async function removeServerRecord(home: string): Promise<void> {
  await rm(join(home, fileName), { force: true });
}

function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
