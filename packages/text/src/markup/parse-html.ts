/**
 * HTML to a tree by parse5 (the WHATWG algorithm), with bounds.
 * Invariant: a tree is at most 512 elements deep and has at most 2 million elements, so that what walks it may recurse.
 * Refuses (throws `HtmlFault`) what passes the bounds: such input also makes the algorithm itself take quadratic time.
 */
import { type DefaultTreeAdapterTypes, defaultTreeAdapter, parse, parseFragment } from 'parse5';

export type HtmlNode = DefaultTreeAdapterTypes.Node;
export type HtmlElement = DefaultTreeAdapterTypes.Element;
export type HtmlParent = DefaultTreeAdapterTypes.ParentNode;

const maxDepth = 512;
const maxElements = 2_000_000;

export class HtmlFault extends Error {
  readonly reason: 'too-deep' | 'too-complex';
  constructor(reason: 'too-deep' | 'too-complex', message: string) {
    super(message);
    this.name = 'HtmlFault';
    this.reason = reason;
  }
}

/**
 * Parses a whole page, or a piece of one.
 * @throws HtmlFault `too-deep` beyond 512 levels, `too-complex` beyond 2 million elements
 */
export function parseHtml(html: string, kind: 'page' | 'piece'): HtmlParent {
  let depth = 0;
  let numElements = 0;
  const treeAdapter: typeof defaultTreeAdapter = {
    ...defaultTreeAdapter,
    createElement: (...element) => {
      numElements += 1;
      if (numElements > maxElements) throw new HtmlFault('too-complex', `more than ${maxElements} elements`);
      return defaultTreeAdapter.createElement(...element);
    },
    onItemPush: () => {
      depth += 1;
      if (depth > maxDepth) throw new HtmlFault('too-deep', `elements nested more than ${maxDepth} deep`);
    },
    onItemPop: () => {
      depth -= 1;
    },
  };
  return kind === 'page' ? parse(html, { treeAdapter }) : parseFragment(html, { treeAdapter });
}
