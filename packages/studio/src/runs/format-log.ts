/**
 * The lines of a log as people read them: a line of JSON becomes its time, its event and its fields; every other line stays.
 * Invariant: nothing of a line is lost; a line that is not yet whole stays as it came.
 */

/** `{"at":"2026-11-30T02:20:01.120Z","level":"info","event":"step-start","step":"pairs"}` as `02:20:01  step-start  step=pairs`. */
export function formatLog(text: string): string {
  return text.replace(/^\{.*\}$/gm, (line) => {
    const fields = readFields(line);
    return fields ? formatFields(fields) : line;
  });
}

function readFields(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

const atNames = ['at', 'time', 'timestamp'];
const wordNames = ['level', 'event', 'type', 'message', 'msg', 'line'];

function formatFields(fields: Record<string, unknown>): string {
  const names = Object.keys(fields);
  const isHead = (name: string) =>
    [...atNames, ...wordNames].includes(name) && typeof fields[name] === 'string';
  const heads = [...atNames, ...wordNames]
    .filter((name) => names.includes(name) && isHead(name))
    .map((name) => String(fields[name]).replace(/^\d{4}-\d\d-\d\dT(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/, '$1'));
  const rest = names.filter((name) => !isHead(name)).map((name) => `${name}=${formatValue(fields[name])}`);
  return [...heads, ...rest].join('  ');
}

function formatValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
