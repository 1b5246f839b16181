/**
 * The card's page in a browser: WCAG 2.2 AA, nothing cut from a telephone to a wide screen, in both languages, light and dark, and no
 * request to anybody.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { smallCard, smallSubject } from '../../packages/cli/src/data-card/__fixtures__/small-card.ts';
import { renderCardPage } from '../../packages/cli/src/data-card/page/render-card-page.ts';
import { fullCard } from '../../packages/studio/fixtures/data-card.ts';
import { browserPath } from '../studio/browser.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const cards = { small: smallCard, full: fullCard() };

describe.skipIf(!browserPath)('the page of a card', () => {
  let browser: Browser;
  let folder = '';
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'slipway-card-'));
    browser = await chromium.launch({
      ...(browserPath ? { executablePath: browserPath } : {}),
      args: ['--no-sandbox', '--disable-dev-shm-usage'],
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each([
    ['small', 360, 'zh', 'light'],
    ['small', 1440, 'en', 'dark'],
    ['full', 360, 'en', 'dark'],
    ['full', 800, 'zh', 'light'],
  ] as const)('%s, %i pixels wide, %s, %s', async (name, width, language, colorScheme) => {
    const path = join(folder, `${name}-${language}.html`);
    writeFileSync(path, renderCardPage({ card: cards[name], subject: smallSubject, language }));
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.goto(pathToFileURL(path).href);
    expect(asked).toHaveLength(1);
    expect(await findCut(page)).toEqual([]);
    expect(await findViolations(page)).toEqual([]);
    await page.close();
  });
});

/** What stands beyond the right edge, outside of what scrolls by itself. */
async function findCut(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('body *')]
      .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.scroll'))
      .map((one) => one.outerHTML.slice(0, 120)),
  );
}

async function findViolations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe: checker } = window as unknown as {
      axe: {
        run: (
          context: Document,
          options: object,
        ) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
      };
    };
    const values = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
    const { violations } = await checker.run(document, { runOnly: { type: 'tag', values } });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  });
}
