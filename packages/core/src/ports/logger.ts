/**
 * The port of logs: JSON lines for operators. Events are noun-verb; prompts, answers and keys are never logged.
 */
export interface Logger {
  debug(event: string, fields?: Record<string, unknown>): void;
  info(event: string, fields?: Record<string, unknown>): void;
  warn(event: string, fields?: Record<string, unknown>): void;
  error(event: string, fields?: Record<string, unknown>): void;
  /** A logger that adds these fields to each line. */
  child(fields: Record<string, unknown>): Logger;
}
