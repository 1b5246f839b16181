/**
 * XML to a tree of its elements and texts, by local names; and the walks over it that the formats need.
 * Invariant: entities are XML's five and character references: no other is expanded, so that none can swell. Attributes keep their prefix,
 * elements lose theirs.
 * Refuses (throws `ConversionFault`) what is not well-formed, `damaged`, and trees beyond the bounds, `too-complex`.
 */
import { SaxesParser } from 'saxes';
import { ConversionFault } from '../records/conversion.ts';
import { decodeXml } from './decode-xml.ts';

export interface XmlElement {
  name: string;
  attributes: Record<string, string>;
  children: (XmlElement | string)[];
}

const maxNodes = 4_000_000;
const maxDepth = 512;

/** @throws ConversionFault `damaged`, `too-complex` */
export function parseXml(bytes: Uint8Array): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [] };
  const stack = [root];
  let numNodes = 0;
  const append = (node: XmlElement | string) => {
    numNodes += 1;
    if (numNodes > maxNodes) throw new ConversionFault('too-complex', `XML of more than ${maxNodes} nodes`);
    stack.at(-1)?.children.push(node);
  };
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw new ConversionFault('damaged', `XML that is not well-formed: ${error.message}`);
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: XmlElement = { name: localName(name), attributes, children: [] };
    append(element);
    stack.push(element);
    if (stack.length > maxDepth) throw new ConversionFault('too-complex', `XML nested beyond ${maxDepth}`);
  });
  parser.on('closetag', () => stack.pop());
  parser.on('text', append);
  parser.on('cdata', append);
  for (const text of decodeXml(bytes)) parser.write(text);
  parser.close();
  return root.children.find((child): child is XmlElement => typeof child !== 'string') ?? root;
}

export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The child elements of a name. */
export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return elementsOf(element).filter((child) => child.name === name);
}

/** The first child element of a name, followed through several names. */
export function childOf(element: XmlElement | undefined, ...names: string[]): XmlElement | undefined {
  return names.reduce<XmlElement | undefined>(
    (at, name) => elementsOf(at).find((child) => child.name === name),
    element,
  );
}

export function elementsOf(element: XmlElement | undefined): XmlElement[] {
  return element?.children.filter((child): child is XmlElement => typeof child !== 'string') ?? [];
}

/** All elements of a name below one, in the order of the text; what stands inside one that was found is not searched. */
export function findAll(element: XmlElement | undefined, name: string): XmlElement[] {
  return elementsOf(element).flatMap((child) => (child.name === name ? [child] : findAll(child, name)));
}

/** All text below an element. */
export function textOf(element: XmlElement | undefined): string {
  return element?.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('') ?? '';
}
