/**
 * Which elements of a page are not its reading matter.
 * Invariant: decides by the element and its own subtree alone. Navigation, scripts, forms and hidden parts are noise; so are lists of five
 * and more links outside the main part, and boxes whose class or id calls them a menu, a footer or a cookie notice.
 */
import { defaultTreeAdapter } from 'parse5';
import type { HtmlElement, HtmlNode } from './parse-html.ts';

const noiseTags = new Set(
  'script style noscript template nav footer aside form button select textarea input iframe object embed svg canvas audio video dialog menu head'.split(
    ' ',
  ),
);
const noiseRoles = new Set([
  'navigation',
  'banner',
  'contentinfo',
  'search',
  'complementary',
  'dialog',
  'menu',
]);
const noiseNames =
  /(?:^|[\s_-])(?:nav|navbar|navigation|navheader|navfooter|docnav|menu|sidebar|breadcrumbs?|footer|cookies?|toc|table-of-contents|pagination|pager|skip-?(?:link|to-content)|adverts?|ads|share|social|newsletter|edit-link)(?:$|[\s_-])/i;
const boxTags = new Set(['div', 'ul', 'ol', 'section', 'p', 'header', 'table']);
const minLinks = 5;
const linkShare = 0.8;

/** Whether an element and all in it should be left out. */
export function isNoise(element: HtmlElement, isInMain: boolean): boolean {
  const { tagName } = element;
  if (noiseTags.has(tagName)) return true;
  if (attributeOf(element, 'hidden') !== undefined || attributeOf(element, 'aria-hidden') === 'true')
    return true;
  if (noiseRoles.has(attributeOf(element, 'role') ?? '')) return true;
  if (/display:\s*none/i.test(attributeOf(element, 'style') ?? '')) return true;
  if (tagName === 'a') return /^[¶#§🔗\s]*$/u.test(textOf(element)) && textOf(element) !== '';
  if (!boxTags.has(tagName)) return false;
  const names = `${attributeOf(element, 'class') ?? ''} ${attributeOf(element, 'id') ?? ''}`;
  const isList = tagName === 'ul' || tagName === 'ol';
  if (!noiseNames.test(names)) return !isInMain && isList && isLinkList(element);
  return findElement(element, (inner) => inner.tagName === 'h1' || inner.tagName === 'main') === undefined;
}

/** An attribute's value; empty where it has none; `undefined` where it is absent. */
export function attributeOf(element: HtmlElement, name: string): string | undefined {
  return element.attrs.find((attribute) => attribute.name === name)?.value;
}

/** All text in a node, as it stands. */
export function textOf(node: HtmlNode): string {
  if (defaultTreeAdapter.isTextNode(node)) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}

/** The first element in document order for which the test holds. */
export function findElement(
  node: HtmlNode,
  test: (element: HtmlElement) => boolean,
): HtmlElement | undefined {
  if (!('childNodes' in node)) return undefined;
  for (const child of node.childNodes) {
    if (!defaultTreeAdapter.isElementNode(child)) continue;
    if (test(child)) return child;
    const found = findElement(child, test);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isLinkList(element: HtmlElement): boolean {
  let numLinks = 0;
  let numLinked = 0;
  const visit = (node: HtmlNode): void => {
    if (!('childNodes' in node)) return;
    for (const child of node.childNodes) {
      if (defaultTreeAdapter.isElementNode(child) && child.tagName === 'a') {
        numLinks += 1;
        numLinked += textOf(child).trim().length;
      } else visit(child);
    }
  };
  visit(element);
  const numAll = textOf(element).replace(/\s+/g, '').length;
  return numLinks >= minLinks && numLinked >= numAll * linkShare;
}
