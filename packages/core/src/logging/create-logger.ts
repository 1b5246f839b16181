/**
 * Logs for operators: JSON lines through pino, to standard error or a file.
 * Invariant: fields named like secrets, prompts or answers are replaced wherever they lie in the fields. Standard output is never
 * written to: it may carry a protocol. A line that cannot be written, on a full disk say, is lost; nobody fails of it.
 */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import pino from 'pino';
import type { Logger } from '../ports/logger.ts';
import { openLineFile } from './line-file.ts';
import { redactFields } from './redact-fields.ts';

export interface LoggerOptions {
  /** Least severe level that is written; `info` where left out. */
  level?: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** File to append to; standard error where left out. */
  file?: string;
  /** Fields on every line. */
  fields?: Record<string, unknown>;
}

/** A logger; nothing may be logged after `close`. */
export function createLogger(options: LoggerOptions = {}): Logger & { close(): void } {
  if (options.file !== undefined) mkdirSync(dirname(options.file), { recursive: true });
  const destination = openLineFile(options.file);
  const root = pino(
    {
      level: options.level ?? 'info',
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      messageKey: 'event',
      formatters: { level: (level) => ({ level }) },
    },
    destination,
  );
  return { ...wrap(root.child(redactFields(options.fields ?? {}))), close: destination.close };
}

function wrap(target: pino.Logger): Logger {
  return {
    debug: (event, fields = {}) => target.debug(redactFields(fields), event),
    info: (event, fields = {}) => target.info(redactFields(fields), event),
    warn: (event, fields = {}) => target.warn(redactFields(fields), event),
    error: (event, fields = {}) => target.error(redactFields(fields), event),
    child: (fields) => wrap(target.child(redactFields(fields))),
  };
}
