/**
 * What the first page costs: its JavaScript stays under 250 kB compressed, pictures and graphs come when they are needed.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildStudio } from './browser.ts';

const limitBytes = 250_000;

describe('the built studio', () => {
  let dist = '';
  beforeAll(async () => {
    dist = await buildStudio('production');
  }, 120_000);
  afterAll(() => rmSync(dist, { recursive: true, force: true }));

  it('keeps its initial JavaScript under 250 kB compressed', () => {
    const page = readFileSync(join(dist, 'index.html'), 'utf8');
    const scripts = [...page.matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map(([, path]) => path ?? '');
    expect(scripts.length).toBeGreaterThan(0);
    const total = scripts.reduce((sum, path) => sum + gzipSync(readFileSync(join(dist, path))).length, 0);
    expect(total).toBeLessThan(limitBytes);
  });

  it('leaves the drawing libraries out of it', () => {
    const page = readFileSync(join(dist, 'index.html'), 'utf8');
    const assets = readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.js'));
    const lazy = assets.filter((name) => !page.includes(name));
    const initial = assets
      .filter((name) => page.includes(name))
      .map((name) => readFileSync(join(dist, 'assets', name), 'utf8'));
    expect(lazy.some((name) => name.startsWith('lineage-page'))).toBe(true);
    expect(initial.join('')).not.toContain('network-simplex');
  });

  it('asks nothing of other servers', () => {
    const page = readFileSync(join(dist, 'index.html'), 'utf8');
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });
});
