/**
 * A visitor of the real page: enters by a one-time link, asks one question, and waits for the verified receipt beside the answer.
 * Invariant: no answer is scripted; what the page shows came from the server that made the link.
 */
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { browserPath } from '../studio/browser.ts';

export interface Visit {
  /** Where the link led. */
  path: string;
  receipt: string;
  /** What the page shows to a second visitor with the same link. */
  secondVisit: string;
  /** Uncaught exceptions and errors on the console. */
  errors: string[];
}

/** How long an answer of a small model may take on a busy machine. */
const answerPatienceMs = 120_000;

export async function visitPage(link: string, question: string): Promise<Visit> {
  const browser = await chromium.launch({
    ...(browserPath ? { executablePath: browserPath } : {}),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  });
  const open = async () => {
    const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1440, height: 900 } });
    return { context, page: await context.newPage() };
  };
  try {
    const errors: string[] = [];
    const { page } = await open();
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') errors.push(message.text());
    });
    await page.goto(link);
    const receipt = await ask(page, question);
    return { path: new URL(page.url()).pathname, receipt, secondVisit: await enterAgain(link, open), errors };
  } finally {
    await browser.close();
  }
}

async function ask(page: Page, question: string): Promise<string> {
  const receipts = page.getByRole('region', { name: 'receipt of an answer' });
  await receipts.first().waitFor();
  const before = await receipts.allInnerTexts();
  await page.getByLabel('Your question').fill(question);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: question }).last().waitFor();
  const giveUpAt = Date.now() + answerPatienceMs;
  while (Date.now() < giveUpAt) {
    const added = (await receipts.allInnerTexts()).find((text) => text !== '' && !before.includes(text));
    if (added !== undefined) return added;
    await page.waitForTimeout(250);
  }
  throw new Error(`no receipt came:\n${await page.locator('main').textContent()}`);
}

async function enterAgain(
  link: string,
  open: () => Promise<{ context: BrowserContext; page: Page }>,
): Promise<string> {
  const { page } = await open();
  await page.goto(link);
  await page.getByText('This link has been used').waitFor();
  return (await page.locator('main').textContent()) ?? '';
}
