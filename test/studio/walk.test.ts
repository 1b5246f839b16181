/**
 * What a visitor does: opens stations, reads a passage in its document, asks, keeps a receipt, walks the lineage,
 * changes language and theme, all of it by keyboard where it matters.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hooksDocument } from '../../packages/studio/fixtures/corpus.ts';
import { idOf } from '../../packages/studio/fixtures/identifiers.ts';
import { browserPath, type Stage, setStage, settle } from './browser.ts';

describe.skipIf(!browserPath)('a walk through the studio', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await setStage();
  }, 120_000);
  afterAll(() => stage?.close());

  it('unfolds a station to its picture and its table', async () => {
    const { page, context, errors } = await stage.open('done', '/');
    const station = page.getByRole('button', { name: /^Tuning/ });
    await station.focus();
    await page.keyboard.press('Enter');
    expect(await station.getAttribute('aria-expanded')).toBe('true');
    await page.locator('figure svg').first().waitFor();
    await page.getByRole('button', { name: 'View as table' }).click();
    expect(
      await page
        .getByRole('region', { name: /loss went/ })
        .locator('tbody tr')
        .count(),
    ).toBeGreaterThan(50);
    await page.getByRole('button', { name: /^Scores/ }).click();
    expect(await page.getByText('no difference shown').count()).toBeGreaterThan(0);
    const harmless = page.getByText('worse, within the gate’s bound');
    expect(await harmless.count()).toBe(1);
    expect(await harmless.getAttribute('class')).not.toContain('signal');
    expect(await page.getByText('−0.2044 ± 0.0191').count()).toBe(1);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('shows a running step live from its events, before any new answer of the API', async () => {
    const { page, context, errors } = await stage.open('running', '/');
    const bar = page.getByRole('progressbar');
    await bar.waitFor();
    expect(await bar.getAttribute('aria-valuetext')).toContain('2\u00a0min\u00a037\u00a0s left');
    await page.locator('figure svg').waitFor();
    expect(await page.locator('figure').getAttribute('aria-label')).toContain('over 96 steps');
    expect(errors).toEqual([]);
    await context.close();
  });

  it('says on the page why the tour does not go on', async () => {
    const { page, context } = await stage.open('refusing', '/');
    await page.getByRole('button', { name: 'Go on from here' }).click();
    await page.getByText('no room is left on the disk').waitFor();
    expect(await page.getByText('Make room, then go on.').count()).toBe(1);
    await context.close();
  });

  it('says so where the browser refuses to copy', async () => {
    const { page, context, errors } = await stage.open('done', `/receipts/${idOf('answer', 1)}`);
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error('not allowed'));
    });
    await page.getByRole('button', { name: 'Copy as text' }).click();
    await page.getByRole('button', { name: 'not copied' }).waitFor();
    await page
      .getByRole('button', { name: /Copy the whole of/ })
      .first()
      .click();
    await page.getByText('✕ not copied').waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });

  it('keeps the curve and the warnings of a run that is over', async () => {
    const { page, context, errors } = await stage.open('done', `/runs/${idOf('run', 1)}`);
    await page.getByRole('button', { name: /tune an adapter/ }).click();
    await page.locator('figure svg').waitFor();
    expect(await page.locator('figure').getAttribute('aria-label')).toContain('over 240 steps');
    expect(await page.getByText('3 pairs are longer than 1024 tokens').count()).toBe(1);
    expect(errors).toEqual([]);
    await context.close();
    const chinese = await stage.open('done', `/runs/${idOf('run', 1)}`, { language: 'zh' });
    await chinese.page.getByRole('button', { name: /训练适配器/ }).click();
    await chinese.page.getByText('3 对问答超过 1024 个词元，末尾已截短').waitFor();
    await chinese.context.close();
  });

  it('leads from a step that waits to the run it waits for, and tells an error once', async () => {
    const { page, context, errors } = await stage.open('running', `/runs/${idOf('run', 1)}`);
    await page.getByRole('button', { name: /score the base/ }).click();
    const reason = page.locator('div:has(> dt:text-is("Waits because")) dd');
    expect(await reason.textContent()).toMatch(/^memory: it takes 4\.2 GB, .* by adapter \(run_\w+…\w{4}\)$/);
    expect(await reason.getByRole('link').getAttribute('href')).toBe(`/runs/${idOf('run', 2)}`);
    expect(errors).toEqual([]);
    await context.close();
    const failed = await stage.open('failed', `/runs/${idOf('run', 1)}`, { width: 390 });
    const told = (await failed.page.getByRole('alert').locator('p').first().textContent()) ?? '';
    expect(await failed.page.getByText(told, { exact: true }).count()).toBe(1);
    // What was chosen is brought into sight, where it stands beneath the list.
    await failed.page.getByRole('button', { name: /clean and split/ }).click();
    const title = failed.page.getByRole('heading', { level: 2, name: 'clean and split' });
    await expect.poll(async () => (await title.boundingBox())?.y).toBeLessThan(200);
    await failed.context.close();
  });

  it('draws an answer that was cut, closes its marks and says that it was cut', async () => {
    const { page, context, errors } = await stage.open('again', '/');
    await page.getByText('Cut at the token limit.').waitFor();
    expect(await page.locator('article strong').allTextContents()).toEqual([
      'several hooks',
      'fastify 2',
      'always unde',
    ]);
    expect(await page.locator('article ol').first().locator('li').count()).toBe(3);
    expect(await page.locator('article pre').textContent()).toContain('fastify.addHook');
    expect(await page.getByText('**').count()).toBe(0);
    await page
      .locator('article')
      .getByRole('button', { name: /Open passage 2/ })
      .first()
      .click();
    await page.getByRole('region', { name: 'The passage' }).waitFor();
    expect(errors).toEqual([]);
    await context.close();
  });

  it('opens a cited passage in its document, marked word for word', async () => {
    const { page, context, errors } = await stage.open('done', '/');
    await page
      .getByRole('button', { name: /Open passage 1/ })
      .first()
      .click();
    const marked = page.getByRole('region', { name: 'The passage' });
    await marked.waitFor();
    const text = (await marked.textContent()) ?? '';
    expect(hooksDocument.text.replaceAll('`', '')).toContain(text);
    expect(text).toMatch(/^The onRequest hook runs first/);
    expect(await marked.locator('code').first().textContent()).toBe('onRequest');
    expect(await marked.evaluate((element) => element.getBoundingClientRect().top < innerHeight)).toBe(true);
    await page.keyboard.press('Escape');
    await marked.waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
    await context.close();
  });

  it('asks by keyboard, streams the answer and prints its receipt', async () => {
    const { page, context, server, errors } = await stage.open('done', '/');
    await page.getByLabel('Your question').fill('Where does authentication go?');
    await page.keyboard.press('Enter');
    await page.getByText('just before the route handler').waitFor();
    const receipts = page.getByRole('region', { name: 'receipt of an answer' });
    await expect.poll(() => receipts.first().getByText('verified against the store').count()).toBe(1);
    await receipts.first().getByRole('button', { name: 'Copy as text' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toContain('✓ verified against the store');
    expect(copied).toMatch(/sha256:[0-9a-f]{64}/);
    expect(server.changes).toContain('POST /v1/chat/completions');
    await receipts.first().getByRole('link', { name: 'Open as a page' }).click();
    await page.waitForURL(`**/receipts/${idOf('answer', 2)}`);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('exchanges the token of a one-time link once and leaves it out of the address', async () => {
    for (const path of ['/enter?token=abc', '/#/enter?token=abc']) {
      const { page, context, server, errors } = await stage.open('done', path);
      await page.getByText('searchable passages').waitFor();
      expect(page.url()).toBe(`${server.url}/`);
      expect(server.changes.filter((change) => change === 'POST /api/session')).toHaveLength(1);
      server.changes.length = 0;
      expect(errors).toEqual([]);
      await context.close();
    }
  });

  it('says how to get a link where there is no session', async () => {
    const { page, context } = await stage.open('locked', '/runs');
    await page.getByText('This page opens by a one-time link').waitFor();
    expect(await page.getByText('npx slipway link').count()).toBe(1);
    await context.close();
  });

  it('says that a one-time link was used, and how to get another', async () => {
    const { page, context } = await stage.open('locked', '/enter?token=abc');
    await page.getByText('This link has been used').waitFor();
    expect(await page.getByText('npx slipway link').count()).toBe(1);
    await context.close();
  });

  it('says that an id names nothing, and leads back', async () => {
    const { page, context } = await stage.open('done', '/runs/foo', { language: 'zh' });
    await page.getByRole('heading', { level: 1, name: '没有这次运行' }).waitFor();
    await page.getByRole('link', { name: '全部运行' }).click();
    await page.locator('tbody tr').first().waitFor();
    await context.close();
  });

  it('says that no passage was found, and begins a new conversation', async () => {
    const { page, context, errors } = await stage.open('done', '/');
    await page.getByLabel('Your question').fill('hi');
    await page.keyboard.press('Enter');
    await page.getByText('answered without your documents').waitFor();
    await page.getByRole('button', { name: 'New conversation' }).click();
    expect(await page.getByRole('heading', { level: 3, name: 'hi' }).count()).toBe(0);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('draws the lineage within its frame, the chosen node in sight', async () => {
    const { page, context, errors } = await stage.open('done', `/lineage?of=${idOf('answer', 1)}`);
    await page.locator('button[data-reference]').first().waitFor();
    const numOutside = await page.locator('fieldset:has([data-reference])').evaluate((frame) => {
      const outer = frame.getBoundingClientRect();
      return [...frame.querySelectorAll('button')].filter((node) => {
        const { left, right, top, bottom } = node.getBoundingClientRect();
        return (
          left < outer.left ||
          right > outer.right ||
          top < outer.top ||
          bottom > Math.min(outer.bottom, innerHeight)
        );
      }).length;
    });
    expect(numOutside).toBe(0);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('keeps what was searched for, and lists what it may mean', async () => {
    const { page, context } = await stage.open('done', '/lineage');
    await page.getByRole('searchbox').fill('README.md');
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'fastify/README.md' }).waitFor();
    expect(await page.getByRole('searchbox').inputValue()).toBe('README.md');
    await page.getByRole('searchbox').fill('smollm2-135m-instruct');
    await page.keyboard.press('Enter');
    await page.waitForURL(/of=sha256/);
    await context.close();
  });

  it('walks the lineage with the arrow keys, from the answer to its document', async () => {
    const { page, context, errors } = await stage.open('done', `/lineage?of=${idOf('answer', 1)}`);
    await page.locator('button[aria-current="true"]').focus();
    const seen: string[] = [];
    for (let step = 0; step < 12 && !seen.includes('documents'); step += 1) {
      await page.keyboard.press('ArrowUp');
      seen.push((await page.locator('button[aria-current="true"] span span').first().textContent()) ?? '');
    }
    expect(seen).toContain('documents');
    expect(
      await page.locator('button[aria-current="true"]').evaluate((node) => node === document.activeElement),
    ).toBe(true);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('keeps the keys on a node that was folded among its like', async () => {
    const path = `/lineage?of=${idOf('answer', 1)}&direction=down`;
    const { page, context, errors } = await stage.open('full', path);
    await page.locator(`button[data-reference="${idOf('deployment', 1)}"]`).click();
    const became = page.getByRole('list').filter({ hasText: 'Question number 20 ' });
    await became.getByRole('button', { name: /Question number 20 / }).click();
    const chosen = page.locator('fieldset button[aria-current="true"]');
    await page.locator(`fieldset button[data-reference="${idOf('answer', 119)}"]`).waitFor();
    expect(await page.locator('fieldset button[tabindex="0"]').count()).toBe(1);
    await chosen.focus();
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => chosen.getAttribute('data-reference')).not.toBe(idOf('answer', 119));
    expect(await chosen.evaluate((node) => node === document.activeElement)).toBe(true);
    expect(errors).toEqual([]);
    await context.close();
  });

  it('reaches every page by keyboard, shows the keys, finds the search field, skips the rail', async () => {
    const { page, context, errors } = await stage.open('done', '/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    for (const [key, title] of [
      ['r', 'Runs'],
      ['m', 'Models'],
      ['l', 'Lineage'],
      ['s', 'Statements'],
    ] as const) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      await page.getByRole('heading', { level: 1, name: title }).waitFor();
    }
    await page.goto(`${new URL(page.url()).origin}/runs`);
    await page.locator('tbody a').first().waitFor();
    await page.keyboard.press('/');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search');
    await page.locator('tbody a').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/runs/run_*');
    expect(errors).toEqual([]);
    await context.close();
  });

  it('changes language and theme and remembers both', async () => {
    const { page, context, errors } = await stage.open('done', '/');
    await page.getByRole('button', { name: '中文' }).first().click();
    await page.getByRole('heading', { level: 1, name: '导览' }).waitFor();
    await page.getByRole('button', { name: /主题/ }).first().click();
    await page.getByRole('button', { name: /主题/ }).first().click();
    await page.reload();
    await settle(page);
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    expect(errors).toEqual([]);
    await context.close();
  });

  it('groups a statement and saves it as CSV', async () => {
    const { page, context, errors } = await stage.open('done', '/statements');
    await page.getByRole('button', { name: 'Industry' }).click();
    await page.getByRole('columnheader', { name: 'Industry' }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV' }).click(),
    ]);
    const csv = readFileSync(await download.path(), 'utf8');
    expect(csv.split('\r\n')[0]).toContain('customer,model,industry,numRequests');
    expect(csv).toContain('华东商业银行');
    expect(errors).toEqual([]);
    await context.close();
  });

  it('loads ten thousand runs a hundred at a time', async () => {
    const { page, context } = await stage.open('full', '/runs');
    await page.locator('tbody tr').first().waitFor();
    await page.getByRole('button', { name: 'Show more' }).click();
    await expect.poll(() => page.locator('tbody tr').count()).toBe(200);
    await context.close();
  });
});
