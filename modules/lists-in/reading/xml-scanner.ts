/** Reads XML piece by piece as it arrives, for the few signs that a workbook needs; no entity is ever followed. */
export interface XmlHandler {
  open(name: string, attribute: (name: string) => string | undefined, isEmpty: boolean): void;
  close(name: string): void;
  text(text: string): void;
}

export class BrokenXml extends Error {}

/** A tag or a text longer than this is none that a spreadsheet writes; looking on for its end would be. */
const LONGEST = 200_000;
const DEEPEST = 64;
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

export class XmlScanner {
  private rest = '';
  private readonly path: string[] = [];

  constructor(private readonly handler: XmlHandler) {}

  push(chunk: string): void {
    this.rest += chunk;
    let at = 0;
    for (;;) {
      const open = this.rest.indexOf('<', at);
      if (open < 0) break;
      if (open > at) this.passText(at, open);
      const end = this.endOf(open);
      if (end < 0) {
        at = open;
        break;
      }
      this.tag(this.rest.slice(open + 1, end - 1));
      at = end;
    }
    this.rest = this.rest.slice(at);
    if (this.rest.length > LONGEST) throw new BrokenXml('a tag or a text without end');
  }

  end(): void {
    if (this.path.length > 0 || this.rest.trim() !== '') throw new BrokenXml('it breaks off');
  }

  private passText(from: number, to: number): void {
    if (this.path.length > 0) this.handler.text(decoded(this.rest.slice(from, to)));
  }

  /** Behind the sign that closes it; -1 where it has not arrived yet. */
  private endOf(open: number): number {
    if (this.rest.startsWith('<!--', open)) return after(this.rest, '-->', open + 4);
    if (this.rest.startsWith('<![CDATA[', open)) {
      const end = after(this.rest, ']]>', open + 9);
      if (end > 0 && this.path.length > 0) this.handler.text(this.rest.slice(open + 9, end - 3));
      return end;
    }
    return after(this.rest, '>', open);
  }

  private tag(inner: string): void {
    if (inner.startsWith('!--') || inner.startsWith('![CDATA[') || inner.startsWith('?')) return;
    if (inner.startsWith('!')) throw new BrokenXml('a document type is declared');
    if (inner.startsWith('/')) {
      const name = local(inner.slice(1).trim());
      if (this.path.pop() !== name) throw new BrokenXml('tags that do not match');
      return this.handler.close(name);
    }
    const isEmpty = inner.endsWith('/');
    const body = isEmpty ? inner.slice(0, -1) : inner;
    const space = body.search(/\s/);
    const name = local(space < 0 ? body : body.slice(0, space));
    this.handler.open(name, (wanted) => attributeOf(body, wanted), isEmpty);
    if (isEmpty) return this.handler.close(name);
    this.path.push(name);
    if (this.path.length > DEEPEST) throw new BrokenXml('tags in tags in tags');
  }
}

const after = (text: string, sign: string, from: number): number => {
  const at = text.indexOf(sign, from);
  return at < 0 ? -1 : at + sign.length;
};

const local = (name: string): string => name.slice(name.indexOf(':') + 1);

function attributeOf(body: string, wanted: string): string | undefined {
  for (let at = body.indexOf(wanted); at >= 0; at = body.indexOf(wanted, at + 1)) {
    if (!/[\s:]/.test(body[at - 1] ?? '')) continue;
    const [, quote] =
      /^\s*=\s*(["'])/.exec(body.slice(at + wanted.length, at + wanted.length + 10)) ?? [];
    if (!quote) continue;
    const from = body.indexOf(quote, at + wanted.length) + 1;
    const end = body.indexOf(quote, from);
    return end < 0 ? undefined : decoded(body.slice(from, end));
  }
  return undefined;
}

/** The five names that XML has and characters by number; any other name is refused. */
function decoded(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&([^;]{0,12};?)/g, (_all, found: string) => {
    const name = found.endsWith(';') ? found.slice(0, -1) : '';
    const [, hex, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name) ?? [];
    const code = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : -1;
    if (code >= 0 && code <= 0x10ffff) return String.fromCodePoint(code);
    const known = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
    if (known === undefined) throw new BrokenXml('a sign that is not known');
    return known;
  });
}
