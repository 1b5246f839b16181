/**
 * Inline content and code of HTML as Markdown.
 * Invariant: white space is collapsed as a browser does, but a line end between two Han characters vanishes; code stays as written.
 */
import { defaultTreeAdapter } from 'parse5';
import { attributeOf, findElement, isNoise, textOf } from './html-noise.ts';
import type { HtmlElement, HtmlNode } from './parse-html.ts';

/** Stands for `br` until white space is collapsed; no text of HTML can hold it. */
const breakMark = '\u0001';
const codeTags = new Set(['code', 'kbd', 'samp', 'tt', 'var']);

/** Nodes side by side as one run of text; `br` ends a line. */
export function renderInline(nodes: readonly HtmlNode[]): string {
  return nodes
    .map(renderNode)
    .join('')
    .replace(/(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])/g, '')
    .replace(/[ \t\n\r\f]+/g, ' ')
    .split(breakMark)
    .map((line) => line.trim())
    .join('\n')
    .trim();
}

function renderNode(node: HtmlNode): string {
  if (defaultTreeAdapter.isTextNode(node)) return node.value.replaceAll(breakMark, '');
  if (!defaultTreeAdapter.isElementNode(node) || isNoise(node, true)) return '';
  if (node.tagName === 'br') return breakMark;
  if (!codeTags.has(node.tagName)) return node.childNodes.map(renderNode).join('');
  const code = textOf(node).replace(/\s+/g, ' ').trim();
  if (code === '') return '';
  return code.includes('`') ? `\`\` ${code} \`\`` : `\`${code}\``;
}

/** A `pre` element as fenced code, with the language that its class or its `code`'s class names. */
export function renderCodeBlock(pre: HtmlElement): string {
  const code = findElement(pre, (element) => element.tagName === 'code');
  const names = `${attributeOf(pre, 'class') ?? ''} ${code === undefined ? '' : (attributeOf(code, 'class') ?? '')}`;
  const language = /(?:language|lang|highlight-source)-([\w+#-]{1,20})/.exec(names)?.[1] ?? '';
  const body = preformattedText(pre).replace(/^\n+|\s+$/g, '');
  if (body === '') return '';
  let longest = 2;
  for (const run of body.matchAll(/`{3,}/g)) longest = Math.max(longest, run[0].length);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${body}\n${fence}`;
}

function preformattedText(node: HtmlNode): string {
  if (defaultTreeAdapter.isTextNode(node)) return node.value;
  if (!('childNodes' in node)) return '';
  if (defaultTreeAdapter.isElementNode(node) && node.tagName === 'br') return '\n';
  return node.childNodes.map(preformattedText).join('');
}
