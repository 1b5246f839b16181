/**
 * What a visitor does with a dataset: comes to its page, moves the bound of a rule by keyboard, by hand and as a number, puts it back.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetDigest } from '../../packages/studio/fixtures/corpus.ts';
import { browserPath, type Stage, setStage, settle } from './browser.ts';

describe.skipIf(!browserPath)('a dataset in the studio', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  }, 120_000);
  afterAll(() => stage?.close());

  it('is reached from the list, from the tour and from its lineage', async () => {
    const { page, context, errors } = await stage.open('done', '/datasets');
    await page.locator('tbody a').first().click();
    await page.waitForURL(`**/datasets/${encodeURIComponent(datasetDigest)}`);
    await page.getByRole('heading', { level: 2, name: /were kept/ }).waitFor();
    await page.getByRole('link', { name: 'Lineage', exact: true }).last().click();
    await page.getByRole('link', { name: 'What became of each document' }).click();
    await page.getByRole('heading', { level: 2, name: 'Thresholds' }).waitFor();
    await page.goto(`${new URL(page.url()).origin}/`);
    await page.getByRole('button', { name: /^Documents/ }).click();
    await page.getByRole('link', { name: 'What became of each document' }).click();
    await page.waitForURL(/datasets/);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('shows at once what a moved bound does, however it is moved', async () => {
    const { page, context, errors } = await stage.open('done', `/datasets/${datasetDigest}`);
    await settle(page);
    await page.getByRole('button', { name: /^words/ }).click();
    const line = page.getByRole('slider', { name: 'Move the bound of words' });
    const told = page.getByText(/fall by this rule alone/);
    const before = await told.textContent();
    expect(before).toContain('as when it was made');
    await line.focus();
    await page.keyboard.press('ArrowRight');
    expect(await line.inputValue()).toBe('55');
    expect(await told.textContent()).not.toBe(before);
    const box = await line.boundingBox();
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) * 0.11, (box?.y ?? 0) + 60);
    await page.mouse.down();
    await page.mouse.move((box?.x ?? 0) + (box?.width ?? 0) * 0.8, (box?.y ?? 0) + 60, { steps: 6 });
    await page.mouse.up();
    expect(Number(await line.inputValue())).toBeGreaterThan(350);
    await page.getByLabel('At least').fill('30');
    expect(await line.inputValue()).toBe('30');
    await page.getByRole('heading', { name: 'With this bound moved' }).waitFor();
    await page.getByText('1\u2009031 documents would surely be kept').waitFor();
    expect(await page.getByText('handbook/note-61.md').count()).toBe(1);
    await settle(page);
    await page.getByRole('button', { name: 'Put all bounds back' }).press('Enter');
    expect(await told.textContent()).toBe(before);
    // The button is gone, and who pressed it by key goes on at the line.
    expect(await line.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('moves what lists and models are asked as it moves the bounds of rules', async () => {
    const { page, context, errors } = await stage.open('done', `/datasets/${datasetDigest}`);
    await settle(page);
    await page.getByRole('button', { name: 'lists and models' }).press('Enter');
    await page.getByRole('button', { name: /^listed words/ }).press('Enter');
    // Of a count 0 is a bound as any other: every listed word drops a document, and no whole number is cut in two.
    await page.getByText('36 of 897 documents fall by this rule alone').waitFor();
    const line = page.getByRole('slider', { name: 'Move the bound of listed words' });
    await line.press('ArrowRight');
    await page.getByText('12 of 897 documents fall by this rule alone').waitFor();
    await page.getByRole('heading', { name: 'With this bound moved' }).waitFor();
    await page.getByRole('button', { name: /^score of the classifier/ }).press('Enter');
    await page.getByText('classifier.minScore').waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });

  it('opens a document before and after, and closes it by key', async () => {
    const { page, context, errors } = await stage.open('done', `/datasets/${datasetDigest}`);
    await settle(page);
    const opener = page.getByRole('button', { name: /Hooks-1\.md/ });
    await page
      .getByText(/^English · 4\.1.kB · from handbook$/)
      .first()
      .waitFor();
    // What was looked for and not found is named, without a row of its own.
    await page.getByText('Nothing of: arc-easy, gsm8k').waitFor();
    await opener.press('Enter');
    const dialog = page.getByRole('dialog', { name: /Hooks-1\.md/ });
    await dialog.getByText(/personal data masked: 1/).waitFor();
    expect(await dialog.locator('del').allTextContents()).toContain('anna.schmidt@example.org');
    expect(await dialog.locator('ins').allTextContents()).toEqual(['caf\u00e9', '<EMAIL>']);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'The document before and after',
    );
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(await opener.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.getByRole('button', { name: /Hooks-3\.md/ }).press('Enter');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /Hooks-1\.md/ })
      .press('Enter');
    await dialog.getByText(/personal data masked: 1/).waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Close');
    expect(errors).toEqual([]);
    await context.close();
  });

  it('says how many tokens there would be, and lets no two labels of the picture of lengths touch', async () => {
    const { page, context } = await stage.open('full', `/datasets/${datasetDigest}`);
    await settle(page);
    await page.getByRole('heading', { name: /about 7.400.000.000 tokens$/ }).waitFor();
    await page.getByText(/a token of Qwen3 takes in each language, give or take 25.%/).waitFor();
    await page.getByRole('cell', { name: /^310.000.000$/ }).waitFor();
    const figure = page.getByRole('img', { name: /^How long/ });
    for (const width of [360, 800, 1440]) {
      await page.setViewportSize({ width, height: 800 });
      // Drawn anew as wide as its place.
      await figure.evaluate(async (place) => {
        while (Number(place.querySelector('svg')?.getAttribute('width')) !== Math.round(place.clientWidth))
          await new Promise(requestAnimationFrame);
      });
      const { place, labels } = await figure.evaluate((element) => {
        const boxOf = (one: Element) => {
          const { left, right, top, bottom } = one.getBoundingClientRect();
          return { text: one.textContent, left, right, top, bottom };
        };
        return { place: boxOf(element), labels: [...element.querySelectorAll('text')].map(boxOf) };
      });
      expect(labels.length).toBeGreaterThan(5);
      for (const [at, one] of labels.entries()) {
        expect(one.left, `${width} ${one.text}`).toBeGreaterThanOrEqual(place.left);
        expect(one.right, `${width} ${one.text}`).toBeLessThanOrEqual(place.right);
        for (const other of labels.slice(at + 1)) {
          const isBeside = one.right <= other.left || other.right <= one.left;
          const isAbove = one.bottom <= other.top + 1 || other.bottom <= one.top + 1;
          expect(isBeside || isAbove, `${width}: ${one.text} over ${other.text}`).toBe(true);
        }
      }
    }
    await context.close();
  });

  it('says loudly that nothing was kept', async () => {
    const { page, context } = await stage.open('failed', `/datasets/${datasetDigest}`);
    await page.getByText('Nothing was kept').waitFor();
    expect(await page.getByRole('heading', { name: 'Thresholds' }).count()).toBe(0);
    await context.close();
  });
});
