/**
 * Drops documents that are a form, not a text: filler, error pages, "enable JavaScript" pages.
 * After C4 (Raffel et al. 2020, arXiv:1910.10683, section 2.2), which drops pages with "lorem ipsum" and lines asking for JavaScript; here
 * only where such a phrase stands in a text short enough to consist of it, so that documentation about these things stays.
 */
import { type Filter, kept } from './filter.ts';

const maxCharacters = 1500;
const phrases: readonly RegExp[] = [
  /lorem ipsum dolor sit amet/i,
  /\b(?:please )?(?:enable|turn on) javascript\b/i,
  /\byou need to enable javascript\b/i,
  /\b(?:404|403|500)\b.{0,20}\b(?:not found|forbidden|internal server error)\b/i,
  /请(?:启用|开启|打开)\s*JavaScript/i,
  /(?:页面不存在|您访问的页面|系统繁忙，请稍后)/,
];

export const dropBoilerplate: Filter = {
  name: 'boilerplate',
  judge({ text }) {
    if (text.length > maxCharacters) return kept;
    const found = phrases.map((phrase) => phrase.exec(text)?.[0]).find((match) => match !== undefined);
    return found === undefined ? kept : { isKept: false, reason: 'boilerplate', detail: `"${found}"` };
  },
};
