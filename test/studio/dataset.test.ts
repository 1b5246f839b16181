/**
 * What a visitor does with a dataset: comes to its page, moves the bound of a rule by keyboard, by hand and as a number, puts it back.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetDigest } from '../../packages/studio/fixtures/corpus.ts';
import { browserPath, type Stage, screenshots, setStage, settle } from './browser.ts';

describe.skipIf(!browserPath)('a dataset in the studio', () => {
  let stage: Stage;
  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
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
    await page.screenshot({ path: join(screenshots, 'dataset-what-if-wide-light-en.png'), fullPage: true });
    await page.getByRole('button', { name: 'Put all bounds back' }).click();
    expect(await told.textContent()).toBe(before);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('opens a document before and after, and closes it by key', async () => {
    const { page, context, errors } = await stage.open('done', `/datasets/${datasetDigest}`);
    await settle(page);
    await page.getByRole('button', { name: /Hooks-1\.md/ }).click();
    const dialog = page.getByRole('dialog', { name: /Hooks-1\.md/ });
    await dialog.getByText(/personal data masked: 1/).waitFor();
    expect(await dialog.locator('del').allTextContents()).toContain('anna.schmidt@example.org');
    expect(await dialog.locator('ins').allTextContents()).toEqual(['caf\u00e9', '<EMAIL>']);
    await page.screenshot({ path: join(screenshots, 'dataset-document-wide-light-en.png') });
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('says loudly that nothing was kept', async () => {
    const { page, context } = await stage.open('failed', `/datasets/${datasetDigest}`);
    await page.getByText('Nothing was kept').waitFor();
    expect(await page.getByRole('heading', { name: 'Thresholds' }).count()).toBe(0);
    await context.close();
  });
});
