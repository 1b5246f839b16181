/**
 * One complaint of a schema, in words a user can act on: the field, the value, what is allowed, the nearest right one.
 * Invariant: never prints a value longer than a line, nor the name and password that an address holds.
 */
import type { ZodType, z } from 'zod';
import { findNearestWord } from './nearest-word.ts';

type Issue = z.core.$ZodIssue;

export interface SpecIssue {
  message: string;
  hint: string;
}

const maxValueCharacters = 80;
/** Up to the last `@`: a secret may hold slashes and such signs itself. */
const userOfAddress = /(:\/\/)[^\s"]*@/g;

/**
 * Puts an issue into words.
 * @param issue as zod found it
 * @param schema the schema that was not met, for the names that it knows
 * @param value the whole value that was checked
 */
export function describeSpecIssue(issue: Issue, schema: ZodType, value: unknown): SpecIssue {
  if (issue.code === 'unrecognized_keys') return describeUnknownField(issue, schema);
  const field = printPath(issue.path);
  const found = readPath(value, issue.path);
  if (found === undefined && issue.code === 'invalid_type') {
    return { message: `"${field}" is missing`, hint: `Give "${field}": ${describeExpected(issue)}.` };
  }
  const nearest = issue.code === 'invalid_value' ? nearestValue(found, issue.values) : undefined;
  const allowed = describeAllowed(issue);
  const message = `"${field}" is ${printValue(found)}; allowed: ${allowed}`;
  // A stage's own complaint may bring its remedy.
  if (issue.code === 'custom' && typeof issue.params?.hint === 'string')
    return { message, hint: issue.params.hint };
  return {
    message,
    hint: nearest === undefined ? `Set "${field}" to ${allowed}.` : `Did you mean "${nearest}"?`,
  };
}

function describeUnknownField(issue: Issue & { keys: string[] }, schema: ZodType): SpecIssue {
  const known = listFields(schema, issue.path);
  const unknown = issue.keys[0] ?? '';
  const nearest = findNearestWord(unknown, known);
  const within = issue.path.length === 0 ? '' : ` in "${printPath(issue.path)}"`;
  const names = known.length === 0 ? 'none' : known.join(', ');
  return {
    message: `there is no field "${unknown}"${within}; allowed: ${names}`,
    hint: nearest === undefined ? `Fields are: ${names}.` : `Did you mean "${nearest}"?`,
  };
}

function describeAllowed(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return describeExpected(issue);
    case 'invalid_value':
      return issue.values.map((one) => printValue(one)).join(', ');
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unitOf(issue.origin)}`;
    case 'not_multiple_of':
      return `a multiple of ${issue.divisor}`;
    default:
      return issue.message;
  }
}

function describeExpected(issue: Issue & { expected?: string }): string {
  const expected = issue.expected ?? 'a value';
  if (expected === 'int') return 'a whole number';
  return `${/^[aeiou]/.test(expected) ? 'an' : 'a'} ${expected}`;
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' || origin === 'set' ? ' entries' : '';
}

function nearestValue(found: unknown, values: readonly unknown[]): string | undefined {
  if (typeof found !== 'string') return undefined;
  return findNearestWord(
    found,
    values.filter((one) => typeof one === 'string'),
  );
}

function printPath(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'spec' : path.map(String).join('.');
}

function printValue(value: unknown): string {
  const whole = value === undefined ? 'missing' : (JSON.stringify(value) ?? String(value));
  const text = whole.replaceAll(userOfAddress, '$1***@');
  return text.length <= maxValueCharacters ? text : `${text.slice(0, maxValueCharacters)}...`;
}

function readPath(value: unknown, path: readonly PropertyKey[]): unknown {
  let here = value;
  for (const part of path) {
    if (typeof here !== 'object' || here === null) return undefined;
    here = (here as Record<PropertyKey, unknown>)[part];
  }
  return here;
}

/** Names of the fields that the object at a path of a schema has, as far as the schema is made of objects and wrappers. */
function listFields(schema: ZodType, path: readonly PropertyKey[]): string[] {
  let here: unknown = schema;
  for (const part of path) {
    const container = unwrap(here);
    here = container?.shape?.[String(part)] ?? container?.def?.valueType ?? container?.def?.element;
  }
  return Object.keys(unwrap(here)?.shape ?? {});
}

interface Wrapped {
  shape?: Record<string, unknown>;
  def?: { innerType?: unknown; in?: unknown; valueType?: unknown; element?: unknown };
}

function unwrap(schema: unknown): Wrapped | undefined {
  let here = schema as Wrapped | undefined;
  while (here !== undefined && here.shape === undefined) {
    const inner = (here.def?.innerType ?? here.def?.in) as Wrapped | undefined;
    if (inner === undefined) break;
    here = inner;
  }
  return here;
}
