// What the rules need to know of a TypeScript file's syntax: its imports, how long its functions are, and where it uses
// the console or the environment. Parsed once a file with oxc, so comments and strings never mislead a rule.
// Invariant: a file that does not parse has a `fault` and is otherwise empty; one rule reports the faults. Refuses: types (that is the compiler's work).

import { parseSync } from 'oxc-parser';
import type { RepositoryFile } from './repository.ts';

export interface FunctionLength {
  name: string;
  line: number;
  numLines: number;
}

export interface Syntax {
  /** Module names as written, of static, type-only, dynamic and re-exporting imports. */
  imports: string[];
  functions: FunctionLength[];
  usesConsole: boolean;
  readsEnvironment: boolean;
  /** What the parser says where the file does not parse. */
  fault?: string;
}

interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']);
const cache = new Map<RepositoryFile, Syntax>();

function nameOf(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'Identifier') return String(value.name);
  if (value.type === 'Literal') return String(value.value);
  return undefined;
}

function functionName(node: Node, parent: Node | undefined): string {
  return nameOf(node.id) ?? nameOf(parent?.id) ?? nameOf(parent?.key) ?? 'anonymous';
}

function readsProcessEnv(node: Node): boolean {
  if (node.type === 'MemberExpression')
    return nameOf(node.object) === 'process' && nameOf(node.property) === 'env';
  const isImport = node.type === 'ImportDeclaration' && /^(node:)?process$/.test(nameOf(node.source) ?? '');
  if (!isImport) return false;
  const specifiers = node.specifiers as Node[];
  return specifiers.some((specifier) => nameOf(specifier.imported) === 'env');
}

function importedName(node: Node): string | undefined {
  const kinds = [
    'ImportDeclaration',
    'ExportNamedDeclaration',
    'ExportAllDeclaration',
    'ImportExpression',
    'TSImportType',
  ];
  if (!kinds.includes(node.type)) return undefined;
  return nameOf(node.source) ?? nameOf(node.argument);
}

function* children(node: Node): Generator<Node> {
  for (const [key, value] of Object.entries(node)) {
    if (key === 'parent') continue;
    if (Array.isArray(value)) yield* value.filter(isNode);
    else if (isNode(value)) yield value;
  }
}

function lineCounter(text: string): (offset: number) => number {
  const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}

/** Reads a file's syntax. */
export function readSyntax(file: RepositoryFile): Syntax {
  const known = cache.get(file);
  if (known) return known;
  const { program, errors } = parseSync(file.name, file.text);
  const lineOf = lineCounter(file.text);
  const syntax: Syntax = { imports: [], functions: [], usesConsole: false, readsEnvironment: false };
  if (errors[0]) {
    cache.set(file, { ...syntax, fault: errors[0].message });
    return { ...syntax, fault: errors[0].message };
  }
  const visit = (node: Node, parent: Node | undefined): void => {
    const imported = importedName(node);
    if (imported) syntax.imports.push(imported);
    if (functionTypes.has(node.type)) {
      const line = lineOf(node.start);
      syntax.functions.push({
        name: functionName(node, parent),
        line,
        numLines: lineOf(node.end) - line + 1,
      });
    }
    if (node.type === 'MemberExpression' && nameOf(node.object) === 'console') syntax.usesConsole = true;
    if (readsProcessEnv(node)) syntax.readsEnvironment = true;
    for (const child of children(node)) visit(child, node);
  };
  visit(program as unknown as Node, undefined);
  cache.set(file, syntax);
  return syntax;
}
