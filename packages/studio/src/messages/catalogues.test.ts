import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { zh } from './zh.ts';

const source = fileURLToPath(new URL('../', import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /\.tsx?$/.test(path),
);
const code = files
  .filter((path) => !path.startsWith('messages') && !path.includes('.test.'))
  .map((path) => readFileSync(source + path, 'utf8'))
  .join('\n');

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
const names = Object.keys(en) as (keyof typeof en)[];

describe('the catalogues', () => {
  it('have the same names, and no message is empty', () => {
    expect(Object.keys(zh).sort()).toEqual([...names].sort());
    for (const name of names) {
      expect(en[name].trim(), name).not.toBe('');
      expect(zh[name].trim(), name).not.toBe('');
    }
  });

  it('take the same values, and mark the same number', () => {
    for (const name of names) {
      expect(placeholders(zh[name]), name).toEqual(placeholders(en[name]));
      expect(zh[name].includes('<b>'), name).toBe(en[name].includes('<b>'));
    }
  });

  it('write Chinese as Chinese', () => {
    const latin = names.filter((name) => zh[name] === en[name] && /[a-z]{3}/.test(zh[name]));
    expect(latin).toEqual([]);
    for (const name of names) expect(zh[name], name).not.toMatch(/[\u4e00-\u9fff][,;:!?]/);
  });

  it('shout at nobody', () => {
    for (const name of names) expect(`${en[name]}${zh[name]}`, name).not.toMatch(/[!！]|Oops/);
  });

  it('hold every name that the pages use', () => {
    const used = [...code.matchAll(/\bt\(\s*'([\w.-]+)'/g)].map(([, name]) => name ?? '');
    expect(used.length).toBeGreaterThan(100);
    const known = new Set<string>(names.map((name) => name.replace(/_(one|other)$/, '')));
    expect(used.filter((name) => !known.has(name))).toEqual([]);
  });
});
