/**
 * What a Markdown text calls itself in its first heading.
 * Invariant: a line of code is no heading. Refuses headings that could stand over any document.
 */
import { plainHeading } from './plain-heading.ts';
import { scanBlocks } from './scan-blocks.ts';

/** Headings that name a part of any document, not the document. */
const genericHeading =
  /^(?:install(?:ation|ing)?|usage|docs?|documentation|introduction|overview|about|info|readme|features?|api(?: reference)?|table of contents|contents|getting started|quick ?start|licen[cs]e|change ?log|release history|summary|description|examples?|简介|介绍|概述|目录|安装|使用|快速开始|文档|说明)$/i;

/** The plain words of the first `#` heading that names the document, outside fenced code. */
export function firstHeading(text: string): string | undefined {
  for (const { kind, lines } of scanBlocks(text)) {
    const line = lines[0] ?? '';
    if (kind !== 'heading' || !/^\s{0,3}#(?!#)/.test(line)) continue;
    const words = plainHeading(line);
    if (words !== '') return genericHeading.test(words) ? undefined : words;
  }
  return undefined;
}
