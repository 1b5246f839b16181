/**
 * Sections of which no question should be made: change logs, licences, credits, lists of links, tables of numbers.
 * Invariant: decides by names and by form, never by meaning; when in doubt a section is left out, for a bad pair costs more than a missing one.
 */

const unwantedHeading =
  /^(?:change ?logs?|release notes?|release history|history|releases|what'?s (?:new|changed)|licen[cs]es?\b.*|copyright.*|legal.*|notices?|credits?|authors?|maintainers?|(?:core )?contributors?|team|(?:past |lead )?collaborators|sponsors?.*|backers?|acknowledge?ments?|thanks|special thanks|support(?:ing)?(?: us)?|donat\w+|funding|related(?: \w+)?|see also|links?|resources|references?|further reading|table of contents|contents|toc|index|badges|status|build status|coverage|community|contact|bug fixes|chores|patch changes|minor changes|major changes|dependencies|additional details|cross-references|features?,? (?:and )?fixes|refactors?|code refactoring|todo|roadmap|更新日志|变更日志|变更记录|修订记录|修订历史|版本历史|版本记录|发布说明|许可证?|许可协议|版权.*|致谢|鸣谢|贡献者|作者|维护者|赞助.*|捐赠.*|相关链接|相关项目|友情链接|参考资料|参考文献|目录|联系方式|联系我们)$/i;
const versionHeading =
  /^(?:version |release |unreleased|版本)?\s*v?\d{1,4}\.(?:\d{1,4}|x)(?:\.(?:\d{1,6}|x))?(?:[-+ .(/–—].*)?$|^\[?unreleased\]?|^\d{4}[-./年]\d{1,2}[-./月]\d{1,2}|^(?:version|v)\s*\d{1,3}$/i;
/** `1.1. Console basics` is a numbered section, `1.1.0 (June 2020)` and `1.1 beta` are versions. */
const numberedSection =
  /^\d{1,3}(?:\.\d{1,3}){0,4}\.?\s+(?!(?:alpha|beta|rc|pre|release|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b)["“《「`]?\p{L}/iu;
const unwantedPath =
  /(?:^|\/)(?:change-?logs?|changes|history|releases?(?:[-_]notes?)?|licen[cs]e|licen[cs]es|copying|notice|authors|contributors|maintainers|third[-_]?party\w*|code[-_]of[-_]conduct|security|governance|sponsors)(?:[-_.][^/]*)?$/i;
const licenceText =
  /permission is hereby granted, free of charge|redistribution and use in source and binary forms|licensed under the apache license|without warrant(?:y|ies) of any kind/i;

/** An answer that only says where the answer is. */
const pointer =
  /^(?:please )?(?:see|refer to|check(?: out)?|read|visit|go to|view)\b.{0,160}$|^(?:请)?(?:参见|参阅|参考|详见|查看|见).{0,60}$/i;
const bareFact = /^[\s*-]*(?:type|default|returns?|required|since|类型|默认值?|返回值?)\s*[:：]/i;

/** Whether a whole document is a change log, a licence or the like, by its path. */
export function isUnsuitablePath(path: string): boolean {
  return unwantedPath.test(path.replace(/#\d+$/, '').replace(/\.(?:md|markdown|mdx|txt|html?|gz)+$/i, ''));
}

/** Whether a section is, by its headings from the outermost down. */
export function isUnsuitableHeading(headings: readonly string[]): boolean {
  return headings.some((heading) => unwantedHeading.test(heading) || isVersion(heading));
}

function isVersion(heading: string): boolean {
  return versionHeading.test(heading) && !numberedSection.test(heading);
}

/** Whether an answer's text is no answer: a licence, bare links, numbers, a list of single words. */
export function isUnsuitableAnswer(answer: string): boolean {
  if (licenceText.test(answer) || pointer.test(answer)) return true;
  const lines = answer.split('\n').filter((line) => line.trim() !== '');
  const numCharacters = answer.length;
  if (lines.every((line) => bareFact.test(line))) return true;
  const table = lines.filter((line) => /^\s*\|/.test(line)).join('').length;
  if (table > numCharacters * 0.5) return true;
  const addresses = (answer.match(/https?:\/\/\S+/g) ?? []).join('').length;
  if (addresses > numCharacters * 0.4) return true;
  const items = lines.filter((line) => /^\s*(?:[-*+]|\d{1,3}[.)])\s/.test(line));
  const terse = items.filter((line) => line.replace(/[^\p{L}\p{N}]+/gu, '').length < 16);
  if (items.length > lines.length * 0.6 && terse.length > items.length * 0.6) return true;
  const letters = answer.match(/[\p{L}\p{M}]/gu)?.length ?? 0;
  return letters < answer.replace(/\s+/g, '').length * 0.45;
}
