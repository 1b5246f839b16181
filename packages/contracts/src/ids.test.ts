import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { z } from 'zod';
import { artifactFile } from './artifact.ts';
import * as ids from './ids.ts';

const schemas = {
  run: ids.runId,
  attempt: ids.attemptId,
  deployment: ids.deploymentId,
  replica: ids.replicaId,
  answer: ids.answerId,
  key: ids.keyId,
  customer: ids.customerId,
  usage: ids.usageId,
} satisfies Record<ids.IdKind, z.ZodType>;
const kinds = Object.keys(ids.idPrefixes) as ids.IdKind[];

test('a new id is of its kind and of no other', () => {
  for (const kind of kinds) {
    const id = ids.newId(kind);
    for (const other of kinds) expect(schemas[other].safeParse(id).success).toBe(other === kind);
  }
});

test('ids sort by the time they were made', () => {
  const instant = fc.integer({ min: 0, max: 36 ** 9 - 2 });
  fc.assert(
    fc.property(instant, (nowMs) => {
      expect(ids.newId('run', nowMs) < ids.newId('run', nowMs + 1)).toBe(true);
    }),
  );
});

test('a thousand of one instant are all different', () => {
  const made = Array.from({ length: 1000 }, () => ids.newId('answer', 1_700_000_000_000));
  expect(new Set(made).size).toBe(1000);
});

test('prefixes are pinned: they stand in databases and logs', () => {
  expect(ids.idPrefixes).toEqual({
    run: 'run',
    attempt: 'att',
    deployment: 'dep',
    replica: 'rep',
    answer: 'ans',
    key: 'key',
    customer: 'cus',
    usage: 'use',
  });
});

test('a digest is SHA-256 in lower case, and nothing else', () => {
  const hex = 'a1'.repeat(32);
  expect(ids.digest.safeParse(`sha256:${hex}`).success).toBe(true);
  for (const wrong of [
    hex,
    `sha256:${hex.toUpperCase()}`,
    `sha256:${hex}0`,
    `sha1:${hex}`,
    `sha256:${hex}\n`,
  ]) {
    expect(ids.digest.safeParse(wrong).success).toBe(false);
  }
});

const { path } = artifactFile.shape;

test.each(['/etc/passwd', '../up', 'a/../b', 'a//b', './a', 'a/.', 'a\\b', 'a\0b', '', '/', 'a/'])(
  'path %j is not safe',
  (wrong) => {
    expect(path.safeParse(wrong).success).toBe(false);
  },
);

test('a safe path stays inside, whatever folder it is joined to', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      if (!path.safeParse(text).success) return;
      const base = 'https://host/folder/';
      const encoded = text.split('/').map(encodeURIComponent).join('/');
      expect(new URL(encoded, base).href.startsWith(base)).toBe(true);
    }),
  );
  for (const right of ['a', 'a/b.md', '...', 'a/..b', '中文/文档.md'])
    expect(path.safeParse(right).success).toBe(true);
});
