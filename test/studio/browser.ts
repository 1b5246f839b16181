/**
 * A Chromium, the built studio and a fixture server for the browser tests.
 * Invariant: the studio is built afresh into a temporary folder once a file; without a browser the tests skip and say so.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { build } from 'vite';
import { type FixtureServer, startFixtureServer } from '../../packages/studio/fixtures/fixture-server.ts';
import type { SceneName } from '../../packages/studio/fixtures/scenes.ts';

const studio = fileURLToPath(new URL('../../packages/studio/', import.meta.url));
export const screenshots = fileURLToPath(new URL('../screenshots/', import.meta.url));

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Where a Chromium is, or undefined. */
export function findBrowser(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  if (named) return existsSync(named) ? named : undefined;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const places = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...places, chromium.executablePath()].find((path) => existsSync(path));
}

export const browserPath = findBrowser();
if (!browserPath) console.warn('Browser tests of the studio skipped: no Chromium found; set CHROMIUM_PATH.');

export interface View {
  width?: number;
  height?: number;
  language?: 'en' | 'zh';
  theme?: 'light' | 'dark';
}

export interface Opened {
  page: Page;
  context: BrowserContext;
  server: FixtureServer;
  /** Console errors and uncaught exceptions. */
  errors: string[];
}

export interface Stage {
  dist: string;
  open: (scene: SceneName, path: string, view?: View) => Promise<Opened>;
  close: () => Promise<void>;
}

/**
 * Builds the studio. For pages the development form, in which React says what is wrong; for sizes the one that ships.
 * @returns the folder it was built to
 */
export async function buildStudio(mode: 'development' | 'production'): Promise<string> {
  const outDir = mkdtempSync(join(tmpdir(), 'slipway-studio-'));
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = mode;
  try {
    await build({ root: studio, mode, logLevel: 'error', build: { outDir, emptyOutDir: true } });
  } finally {
    process.env.NODE_ENV = before;
  }
  return outDir;
}

/** Everything a file of browser tests needs; `close` leaves nothing behind. */
export async function setStage(): Promise<Stage> {
  const dist = await buildStudio('development');
  const browser: Browser = await chromium.launch({
    ...(browserPath ? { executablePath: browserPath } : {}),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  const servers = new Map<SceneName, FixtureServer>();
  async function open(scene: SceneName, path: string, view: View = {}): Promise<Opened> {
    const server = servers.get(scene) ?? (await startFixtureServer(scene, dist));
    servers.set(scene, server);
    const { width = 1440, height = width < 500 ? 780 : 900, language = 'en', theme = 'light' } = view;
    const context = await browser.newContext({
      viewport: { width, height },
      locale: language === 'zh' ? 'zh-CN' : 'en-GB',
      colorScheme: theme,
      reducedMotion: 'reduce',
      timezoneId: 'UTC',
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      // A refusal is the server's answer, not a fault of the page.
      if (message.type() === 'error' && !/status of (?:40[14]|507)/.test(message.text()))
        errors.push(message.text());
    });
    await page.goto(server.url + path);
    await page.locator('h1').waitFor();
    return { page, context, server, errors };
  }
  async function close(): Promise<void> {
    await browser.close();
    for (const server of servers.values()) await server.close();
    rmSync(dist, { recursive: true, force: true });
  }
  return { dist, open, close };
}

/** Waits until nothing is awaited any more and the pictures are drawn. */
export async function settle(page: Page): Promise<void> {
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
  await page.evaluate(() => document.fonts.ready);
}
