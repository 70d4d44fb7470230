/** Writes XML: elements with attributes and either elements or one text. Nothing that was typed becomes markup. */
export interface XmlElement {
  readonly name: string;
  /** Those without a value are left out. */
  readonly attributes?: Readonly<Record<string, string | null | undefined>>;
  readonly children?: readonly XmlElement[];
  readonly text?: string;
}

type Attributes = XmlElement['attributes'];

export const element = (
  name: string,
  attributes: Attributes = {},
  children: readonly XmlElement[] = [],
): XmlElement => ({ name, attributes, children });

export const textElement = (
  name: string,
  text: string,
  attributes: Attributes = {},
): XmlElement => ({ name, attributes, text });

export const writeXml = (root: XmlElement): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${written(root, '')}`;

/** Control characters and halves of characters have no place in XML 1.0, escaped or not. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  // A reader would make a space of them.
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};
const escaped = (text: string, pattern: RegExp): string =>
  text.replace(FORBIDDEN, '').replace(pattern, (found) => ENTITIES[found]!);

function written(
  { name, attributes = {}, children = [], text }: XmlElement,
  indent: string,
): string {
  const attributeText = Object.entries(attributes)
    .filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    .map(([key, value]) => ` ${key}="${escaped(value, /[&<>"\t\n\r]/g)}"`)
    .join('');
  if (text !== undefined)
    return `${indent}<${name}${attributeText}>${escaped(text, /[&<>\r]/g)}</${name}>\n`;
  if (children.length === 0) return `${indent}<${name}${attributeText}/>\n`;
  const inside = children.map((child) => written(child, `${indent}  `)).join('');
  return `${indent}<${name}${attributeText}>\n${inside}${indent}</${name}>\n`;
}
