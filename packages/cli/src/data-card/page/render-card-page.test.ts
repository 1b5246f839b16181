import { expect, it } from 'vitest';
import { smallCard, smallSubject } from '../__fixtures__/small-card.ts';
import { renderCardPage } from './render-card-page.ts';

const render = (language: 'en' | 'zh') =>
  renderCardPage({ card: smallCard, subject: smallSubject, language });

it('is of the reader’s language, says whose card it is, and when and by what it was made', () => {
  expect(render('en')).toContain('<html lang="en">');
  const page = render('zh');
  expect(page).toContain('<html lang="zh-Hans">');
  for (const told of [
    smallSubject.digest,
    '2026年11月30日 10:26 UTC',
    '版本 8',
    'Slipway 0.1.0',
    '英文：FineWeb 配方',
  ])
    expect(page).toContain(told);
});

it('says of documents that lie in no folder that they are at the top', () => {
  const card = { ...smallCard, sources: { '.': smallCard.sources.handbook ?? expect.fail('no source') } };
  const page = renderCardPage({ card, subject: smallSubject, language: 'zh' });
  expect(page).toContain('<bdi>最上层</bdi>');
  expect(page).not.toContain('<bdi>.</bdi>');
});

it('escapes every text, runs no script and asks for nothing', () => {
  const page = render('en');
  expect(page).not.toMatch(/<script|alert\("/);
  expect(page).toContain('&#60;script&#62;alert(&#34;1&#34;)&#60;/script&#62; &#38; &#39;so on&#39;');
  expect(page).not.toMatch(/\b(?:src|href)=|url\(|@import|https?:/);
});

it('draws the bounds by which documents fall, names all in a table, and labels what it draws', () => {
  const page = render('en');
  expect(page.match(/class="bound"/g)).toHaveLength(1);
  expect(page).toContain('aria-label="words: 240 of 1\u2009200 documents fall (20 %), asked for ≥ 50"');
  expect(page).toContain('d="M10.00 0V40"');
  expect(page).toContain('share of repeated paragraphs');
  for (const svg of page.match(/<svg[^>]*>/g) ?? []) expect(svg).toMatch(/role="img" aria-label="[^"]+"/);
});

it('shows no name of the inside but those that a command takes', () => {
  for (const language of ['en', 'zh'] as const)
    expect(render(language).replace(/<code>[^<]*<\/code>|<style>[^<]*<\/style>/g, '')).not.toMatch(
      /gopher_|dup_|fineweb2-|exact-|zh-Hans(?!">\n<head)/,
    );
});

it('says that personal data is counted in documents that fall later, too', () => {
  const note = '<p class="note">in all documents that came to this step, those dropped later among them</p>';
  expect(render('en').split(note)).toHaveLength(2);
});
