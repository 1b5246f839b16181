// Rules of size: source files at most 400 lines, tests 500, functions 60 (tests' own callbacks aside).
// Invariant: an exception is named in `exceptions.json`, and one that is no longer needed is itself a break, so the
// list only shrinks. Refuses: generated files, which the repository reader leaves out.

import type { Repository, RepositoryFile } from './repository.ts';
import { type FunctionLength, readSyntax } from './syntax.ts';

export interface Exceptions {
  fileLines: string[];
  /** As "path name". */
  functionLines: string[];
  names: string[];
}

const maxSourceLines = 400;
const maxTestLines = 500;
const maxFunctionLines = 60;

const countLines = (text: string) => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

/** Lengths of a Python file's functions, from `def` to the last line indented deeper. */
export function measurePythonFunctions(text: string): FunctionLength[] {
  const lines = text.split('\n');
  const indentOf = (line: string) => line.length - line.trimStart().length;
  return lines.flatMap((line, start) => {
    const name = /^\s*(?:async\s+)?def\s+(\w+)/.exec(line)?.[1];
    if (!name) return [];
    let end = start;
    // A signature that is broken over lines ends with a line no deeper than its `def`.
    let isInSignature = line.split('(').length !== line.split(')').length;
    for (let at = start + 1; at < lines.length; at += 1) {
      const next = lines[at] ?? '';
      if (next.trim() === '') continue;
      if (!isInSignature && indentOf(next) <= indentOf(line)) break;
      if (isInSignature && /^\s*\).*:\s*(#.*)?$/.test(next)) isInSignature = false;
      end = at;
    }
    return [{ name, line: start + 1, numLines: end - start + 1 }];
  });
}

function measureFunctions(file: RepositoryFile): FunctionLength[] {
  if (file.language === 'typescript') return readSyntax(file).functions;
  return measurePythonFunctions(file.text);
}

const isCode = (file: RepositoryFile) => file.language !== 'other';

/** Files and functions over their limit, and exceptions that nothing needs. */
export function findSizeBreaks(repository: Repository, exceptions: Exceptions): string[] {
  const unused = new Set([...exceptions.fileLines, ...exceptions.functionLines]);
  const breaks: string[] = [];
  for (const file of repository.files.filter(isCode)) {
    const numLines = countLines(file.text);
    const limit = file.isTest ? maxTestLines : maxSourceLines;
    if (numLines > limit) {
      if (exceptions.fileLines.includes(file.path)) unused.delete(file.path);
      else breaks.push(`${file.path} has ${numLines} lines; at most ${limit}`);
    }
    if (file.isTest) continue;
    for (const found of measureFunctions(file)) {
      if (found.numLines <= maxFunctionLines) continue;
      const key = `${file.path} ${found.name}`;
      if (exceptions.functionLines.includes(key)) unused.delete(key);
      else
        breaks.push(
          `${file.path}:${found.line} ${found.name} has ${found.numLines} lines; at most ${maxFunctionLines}`,
        );
    }
  }
  return [
    ...breaks,
    ...[...unused].map((key) => `tools/house/exceptions.json lists ${key}, which needs no exception`),
  ];
}
