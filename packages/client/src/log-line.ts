/**
 * A line of a step's log as people read it: its time, how grave it is, what happened.
 * Invariant: a line that is not one of the logger's own stands as it is; nothing that a line says is left out but the process that wrote it.
 */

export interface LogLine {
  /** ISO 8601; absent on lines that are not the logger's own. */
  at?: string;
  level?: string;
  /** One line. */
  text: string;
}

/** @param line without its line break */
export function readLogLine(line: string): LogLine {
  const record = parseRecord(line);
  if (record === undefined) return { text: line };
  const { time, level, pid: _pid, event, line: said, ...fields } = record;
  const words = typeof said === 'string' ? [said] : [String(event ?? '')];
  for (const [name, value] of Object.entries(fields))
    words.push(`${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return {
    ...(typeof time === 'string' ? { at: time } : {}),
    ...(typeof level === 'string' ? { level } : {}),
    text: words.join(' '),
  };
}

function parseRecord(line: string): Record<string, unknown> | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    const isRecord = typeof value === 'object' && value !== null && ('event' in value || 'line' in value);
    return isRecord ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
