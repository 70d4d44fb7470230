/** XML piece by piece as it arrives, by the names without their prefixes; a document type is refused, and with it every entity of one's own. */
import { SaxesParser } from 'saxes';

export interface XmlHandler {
  open(name: string, attribute: (name: string) => string | undefined): void;
  close(name: string): void;
  text(text: string): void;
}

const DEEPEST = 64;

/** Throws if the XML is not well-formed. */
export function xmlParser(handler: XmlHandler) {
  const parser = new SaxesParser({ xmlns: false, position: false } as const);
  let depth = 0;
  parser.on('doctype', () => {
    throw new Error('a document type is declared');
  });
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > DEEPEST) throw new Error('tags in tags in tags');
    handler.open(local(name), (wanted) => valueOf(attributes, wanted));
  });
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    handler.close(local(name));
  });
  parser.on('text', (text) => handler.text(text));
  parser.on('cdata', (text) => handler.text(text));
  return parser;
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

const valueOf = (attributes: Readonly<Record<string, string>>, wanted: string) =>
  attributes[wanted] ?? Object.entries(attributes).find(([name]) => local(name) === wanted)?.[1];
