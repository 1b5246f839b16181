/**
 * Watches attempts that run on this machine: their memory against its limit, their log against its bound.
 * Invariant: an attempt above its limit at two looks in a row is ended with the reason `out-of-memory`; a peak between two
 * looks is not seen. While nobody watches (the server is down), nothing is enforced.
 */
import type { Logger } from '@slipway/core';
import { turnOverLog } from '../files/bounded-log.ts';
import { readMemoryLimit, writeReason } from './attempt-folder.ts';
import { endGroup, listMembers, type ProcessGroup } from './process-group.ts';
import type { ProcessTable } from './process-table.ts';

export interface WatchedAttempt {
  id: string;
  directory: string;
  group: ProcessGroup;
}

export interface LimitWatch {
  /** Watches an attempt until it has ended. Safe to repeat. */
  add(attempt: WatchedAttempt): void;
  close(): void;
}

export interface LimitWatchOptions {
  table: ProcessTable;
  log: Logger;
  pollMs: number;
  maxLogBytes: number;
}

export function openLimitWatch(options: LimitWatchOptions): LimitWatch {
  const watched = new Map<string, WatchedAttempt & { isAbove: boolean }>();
  let timer: NodeJS.Timeout | undefined;
  let isLooking = false;

  async function look(): Promise<void> {
    if (isLooking) return;
    isLooking = true;
    for (const attempt of watched.values()) {
      await lookAt(attempt).catch((error: Error) => {
        options.log.warn('attempt-watch-failed', { attemptId: attempt.id, message: error.message });
      });
    }
    isLooking = false;
    if (watched.size === 0) stop();
  }

  async function lookAt(attempt: WatchedAttempt & { isAbove: boolean }): Promise<void> {
    const members = await listMembers(options.table, attempt.group);
    if (members.length === 0) watched.delete(attempt.id);
    await turnOverLog(attempt.directory, options.maxLogBytes);
    const limitBytes = await readMemoryLimit(attempt.directory);
    const usedBytes = members.reduce((sum, member) => sum + member.memoryBytes, 0);
    const wasAbove = attempt.isAbove;
    attempt.isAbove = limitBytes > 0 && usedBytes > limitBytes;
    if (!attempt.isAbove || !wasAbove) return;
    options.log.warn('attempt-out-of-memory', { attemptId: attempt.id, usedBytes, limitBytes });
    await writeReason(attempt.directory, 'out-of-memory');
    await endGroup(options.table, attempt.group, 0);
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }

  return {
    add(attempt) {
      if (!watched.has(attempt.id)) watched.set(attempt.id, { ...attempt, isAbove: false });
      timer ??= setInterval(() => void look(), options.pollMs).unref();
    },
    close() {
      watched.clear();
      stop();
    },
  };
}
