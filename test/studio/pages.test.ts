/**
 * Every page in every state, in both languages, themes and widths: it renders without an error, nothing spills sideways,
 * WCAG 2.2 AA holds as far as a machine can tell, and its picture is kept for people to look at.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { citationOf, datasetDigest } from '../../packages/studio/fixtures/corpus.ts';
import { idOf } from '../../packages/studio/fixtures/identifiers.ts';
import type { SceneName } from '../../packages/studio/fixtures/scenes.ts';
import { browserPath, type Stage, screenshots, setStage, settle, type View } from './browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const run = `/runs/${idOf('run', 1)}`;
const answer = idOf('answer', 1);
const dataset = `/datasets/${datasetDigest}`;

interface Case {
  name: string;
  scene: SceneName;
  path: string;
  /** Looked at from all sides. */
  isFromAllSides?: boolean;
  /** What a visitor does first. */
  act?: (page: Page) => Promise<void>;
}

const openSample = async (page: Page) => {
  await page.locator('section[aria-labelledby="samples-title"] li button').first().press('Enter');
  await page.getByRole('dialog').waitFor();
};

const moveBound = async (page: Page) => {
  const board = page.locator('section[aria-labelledby="thresholds-title"]');
  await board.locator('li button', { has: page.getByText(/^(words|词数)$/) }).press('Enter');
  await board.locator('input[type="number"]').fill('30');
  await page.getByText('handbook/note-61.md').waitFor();
};

const openFallen = async (page: Page) => {
  await moveBound(page);
  await page.getByRole('button', { name: 'handbook/note-61.md' }).press('Enter');
  await page.getByRole('dialog').waitFor();
};

const cases: Case[] = [
  { name: 'tour-empty', scene: 'empty', path: '/', isFromAllSides: true },
  { name: 'tour-running', scene: 'running', path: '/', isFromAllSides: true },
  { name: 'tour-failed', scene: 'failed', path: '/', isFromAllSides: true },
  { name: 'tour-done', scene: 'done', path: '/', isFromAllSides: true },
  { name: 'tour-again', scene: 'again', path: '/', isFromAllSides: true },
  { name: 'tour-locked', scene: 'locked', path: '/', isFromAllSides: true },
  { name: 'runs-empty', scene: 'empty', path: '/runs' },
  { name: 'runs-done', scene: 'done', path: '/runs' },
  { name: 'runs-full', scene: 'full', path: '/runs' },
  { name: 'run-running', scene: 'running', path: run },
  { name: 'run-failed', scene: 'failed', path: run },
  { name: 'run-done', scene: 'done', path: run },
  { name: 'datasets-empty', scene: 'empty', path: '/datasets' },
  { name: 'datasets-done', scene: 'done', path: '/datasets' },
  { name: 'datasets-full', scene: 'full', path: '/datasets' },
  { name: 'dataset-done', scene: 'done', path: dataset },
  { name: 'dataset-document', scene: 'done', path: dataset, isFromAllSides: true, act: openSample },
  { name: 'dataset-document-long', scene: 'full', path: dataset, act: openSample },
  { name: 'dataset-document-dropped', scene: 'done', path: dataset, act: openFallen },
  { name: 'dataset-what-if', scene: 'done', path: dataset, isFromAllSides: true, act: moveBound },
  { name: 'dataset-none-kept', scene: 'failed', path: dataset },
  { name: 'dataset-failed', scene: 'refusing', path: dataset },
  { name: 'dataset-full', scene: 'full', path: dataset },
  { name: 'dataset-unknown', scene: 'done', path: `/datasets/${idOf('run', 1)}` },
  { name: 'models-empty', scene: 'empty', path: '/models' },
  { name: 'models-done', scene: 'done', path: '/models' },
  { name: 'models-full', scene: 'full', path: '/models' },
  { name: 'lineage-empty', scene: 'empty', path: '/lineage' },
  { name: 'lineage-start', scene: 'done', path: '/lineage' },
  { name: 'lineage-up', scene: 'done', path: `/lineage?of=${answer}` },
  { name: 'lineage-down', scene: 'done', path: `/lineage?of=${citationOf(1, 1).document}&direction=down` },
  { name: 'lineage-list', scene: 'done', path: `/lineage?of=${answer}&view=list` },
  { name: 'lineage-full', scene: 'full', path: `/lineage?of=${answer}&direction=down` },
  { name: 'lineage-unknown', scene: 'done', path: '/lineage?of=nowhere' },
  { name: 'statements-empty', scene: 'empty', path: '/statements' },
  { name: 'statements-full', scene: 'full', path: '/statements' },
  { name: 'receipt', scene: 'done', path: `/receipts/${answer}` },
  { name: 'receipt-broken', scene: 'done', path: `/receipts/${idOf('answer', 9)}` },
  { name: 'enter', scene: 'done', path: '/enter' },
  { name: 'not-found', scene: 'done', path: '/nowhere' },
];

const views: (View & { name: string })[] = [
  { name: 'wide-light-en', width: 1440, theme: 'light', language: 'en' },
  { name: 'narrow-dark-zh', width: 360, theme: 'dark', language: 'zh' },
];
/** The first page anyone sees, and what opens over or under another page. */
const otherViews: typeof views = [
  { name: 'narrow-light-en', width: 360, theme: 'light', language: 'en' },
  { name: 'wide-dark-zh', width: 1440, theme: 'dark', language: 'zh' },
  { name: 'middle-light-zh', width: 800, theme: 'light', language: 'zh' },
];

async function findBreaches(page: Page): Promise<string[]> {
  // Evaluated through the debugger: the page's own content policy lets no script be added.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: {
        run: (
          context: Document,
          options: object,
        ) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    // Breaches alone are asked for: every rule runs, and no time is spent on describing what passed.
    const { violations } = await axe.run(document, {
      runOnly: { type: 'tag', values: tags },
      resultTypes: ['violations'],
    });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  });
}

/** What reads as an English sentence on a page, outside names, code and words that are marked as English or as another's. */
async function findEnglish(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent ?? '';
      const isOthers = walker.currentNode.parentElement?.closest(
        'bdi, code, pre, style, script, noscript, [dir=auto], .font-mono, [lang=en]',
      );
      if (!isOthers && /[a-z]{2,} [a-z]{2,} [a-z]{2,}/i.test(text)) found.push(text);
    }
    return found;
  });
}

describe.skipIf(!browserPath)('pages of the studio', () => {
  let stage: Stage;
  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    stage = await setStage();
  }, 120_000);
  afterAll(() => stage?.close());

  for (const { name, scene, path, isFromAllSides, act } of cases) {
    it(`${name} stands in both languages, themes and widths`, { timeout: 240_000 }, async () => {
      for (const view of isFromAllSides ? [...views, ...otherViews] : views) {
        const { page, context, errors } = await stage.open(scene, path, view);
        await settle(page);
        if (act) await act(page).then(() => settle(page));
        const label = `${name} ${view.name}`;
        await page.screenshot({ path: join(screenshots, `${name}-${view.name}.png`), fullPage: true });
        expect(errors, label).toEqual([]);
        expect(
          await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
          label,
        ).toBeLessThanOrEqual(0);
        expect(await page.locator('html').getAttribute('lang')).toBe(view.language === 'zh' ? 'zh-CN' : 'en');
        if (view.language === 'zh') expect(await findEnglish(page), label).toEqual([]);
        expect(await findBreaches(page), label).toEqual([]);
        await context.close();
      }
    });
  }

  it('loading keeps the place without moving it', async () => {
    const { page, context, errors } = await stage.open('loading', '/runs');
    expect(await page.locator('[role="status"][aria-busy="true"]').count()).toBe(1);
    await page.screenshot({ path: join(screenshots, 'runs-loading-wide-light-en.png') });
    expect(errors).toEqual([]);
    await context.close();
  });
});
