/** Reads a template as HTML with expressions in it, and says where an expression stands in which its escaping is not enough. */
import Handlebars from 'handlebars';

/** Where in the HTML an expression stands. */
type Where =
  | { readonly in: 'text' | 'tag' | 'comment' | 'raw' | 'unquoted' }
  | {
      readonly in: 'value';
      readonly quote: string;
      readonly name: string;
      readonly isStart: boolean;
    };

interface Reading {
  where: Where;
  /** The tag that is being read, and what of its text is not yet a whole attribute. */
  tag: string;
  rest: string;
  /** The text so far ends with `<` or `</`. */
  isName: boolean;
}

const TEXT: Where = { in: 'text' };
const RAW = /^(script|style)$/;
const ADDRESSES = /^(href|src|action|formaction|poster|data|srcset|hx-get|hx-post|xlink:href)$/;
/** No expression may stand in these: code, styles and whole pages. */
const CODE = /^(on|style$|srcdoc$|hx-on|hx-vals$|hx-headers$|hx-vars$|hx-trigger$)/;
/** Helpers that write markup of their own: right between elements alone. */
const MARKUP = new Set(['icon', 'iconUse', 'iconSheet', 'csrf', 'whole', 'remember']);

/** French alone writes a space before these, and after an expression a colon stands in two ways. */
const SPACED = /[\s\u00a0\u202f][:;!?»](?=[\s<"']|$)|^:(?=\s)|«/;

/** Between two words: Arabic has a comma of its own. */
const COMMA = /(^|>),\s/;

export interface AddressRules {
  /** Names, beside paths, of what the code made as an address: a value may begin with them. */
  readonly addresses: ReadonlySet<string>;
}

export function lintTemplate(source: string, { addresses }: AddressRules): string[] {
  const found: string[] = [];
  const lines = (statement: hbs.AST.Node) => `line ${statement.loc.start.line}`;

  const expression = (statement: hbs.AST.MustacheStatement, reading: Reading): void => {
    const name = nameOf(statement.path);
    const note = (what: string) => found.push(`${lines(statement)}: {{${name}}} ${what}`);
    if (!statement.escaped) note('is not escaped');
    const { where } = reading;
    if (where.in === 'text' && reading.isName) note('is the name of a tag');
    else if (where.in === 'raw') note(`in <${reading.tag}>`);
    else if (where.in === 'comment') note('in a comment');
    else if (where.in === 'tag') note('as a part of a tag');
    else if (where.in === 'unquoted') note('in a value without quotes');
    else if (where.in === 'value') {
      if (CODE.test(where.name)) note(`in ${where.name}`);
      if (MARKUP.has(name)) note('writes markup in a value');
      const begins = ADDRESSES.test(where.name) && where.isStart;
      if (begins && !leads(statement, addresses)) note(`begins ${where.name}`);
      reading.where = { ...where, isStart: false };
    }
  };

  const content = (statement: hbs.AST.ContentStatement, reading: Reading): void => {
    const [sign] = SPACED.exec(statement.value) ?? [];
    if (sign !== undefined)
      found.push(
        `${lines(statement)}: “${sign.trim()}” of one language: {{colon}}, or a word of the locales`,
      );
    if (COMMA.test(statement.value))
      found.push(`${lines(statement)}: “,” of one language: {{comma}}, or a word of the locales`);
    advance(reading, statement.value);
  };

  const program = (body: hbs.AST.Statement[], reading: Reading): void => {
    for (const statement of body) {
      if (statement.type === 'ContentStatement')
        content(statement as hbs.AST.ContentStatement, reading);
      else if (statement.type === 'MustacheStatement')
        expression(statement as hbs.AST.MustacheStatement, reading);
      else if (statement.type === 'PartialStatement' && reading.where.in !== 'text')
        found.push(`${lines(statement)}: a partial that is not between elements`);
      else if (statement.type === 'BlockStatement')
        block(statement as hbs.AST.BlockStatement, reading);
      else if (!/^(CommentStatement|PartialStatement)$/.test(statement.type))
        found.push(`${lines(statement)}: ${statement.type} is not known`);
    }
  };

  /** Each way through it begins where the block stands, and all end in the same place. */
  const block = (statement: hbs.AST.BlockStatement, reading: Reading): void => {
    const ends = [statement.program, statement.inverse].filter(Boolean).map((one) => {
      const own = { ...reading };
      program(one.body, own);
      return own;
    });
    const [first = reading, ...others] = ends;
    const differs = others.some(({ where }) => where.in !== first.where.in);
    const isOpen = !statement.inverse && first.where.in !== reading.where.in;
    if (differs || isOpen) found.push(`${lines(statement)}: ends in another place than it begins`);
    const isStart = [...ends, reading].every(({ where }) => where.in === 'value' && where.isStart);
    Object.assign(reading, first);
    if (reading.where.in === 'value') reading.where = { ...reading.where, isStart };
  };

  const reading: Reading = { where: TEXT, tag: '', rest: '', isName: false };
  program(Handlebars.parse(source).body, reading);
  if (reading.where.in !== 'text') found.push('the end stands within a tag');
  return found;
}

const nameOf = (path: hbs.AST.Expression): string =>
  (path as Partial<hbs.AST.PathExpression>).original ?? path.type;

/** An asset, a literal beginning, or by its name an address that the code made: a path, one of `paths`, or one of the list. */
function leads(
  { path, params }: hbs.AST.MustacheStatement,
  addresses: ReadonlySet<string>,
): boolean {
  const name = nameOf(path);
  if (name === 'asset') return true;
  if (name === 'concat' && params[0]?.type === 'StringLiteral')
    return /^[/?#]/.test((params[0] as hbs.AST.StringLiteral).value);
  const [own = '', above] = name.split(/[./]/).toReversed();
  return params.length === 0 && (/(^p|P)ath$/.test(own) || above === 'paths' || addresses.has(own));
}

/** Goes on through literal HTML, character by character. */
function advance(reading: Reading, html: string): void {
  reading.isName = /<\/?$/.test(html);
  for (let at = 0; at < html.length; at += 1) {
    const letter = html[at]!;
    const { where } = reading;
    if (where.in === 'text') {
      if (html.startsWith('<!--', at)) reading.where = { in: 'comment' };
      else if (letter === '<' && /[a-z/]/i.test(html[at + 1] ?? '')) {
        reading.tag = /^[a-z0-9-]*/i.exec(html.slice(at + 1))![0].toLowerCase();
        reading.rest = '';
        reading.where = { in: 'tag' };
      }
    } else if (where.in === 'comment') {
      if (html.startsWith('-->', at)) reading.where = TEXT;
    } else if (where.in === 'raw') {
      if (html.slice(at).toLowerCase().startsWith(`</${reading.tag}`)) {
        reading.where = { in: 'tag' };
        reading.tag = '';
      }
    } else if (where.in === 'value') {
      if (letter === where.quote) {
        reading.where = { in: 'tag' };
        reading.rest = '';
      } else if (where.isStart) reading.where = { ...where, isStart: false };
    } else if (letter === '>') {
      reading.where = RAW.test(reading.tag) ? { in: 'raw' } : TEXT;
    } else if (where.in === 'unquoted') {
      if (/\s/.test(letter)) {
        reading.where = { in: 'tag' };
        reading.rest = '';
      }
    } else if ((letter === '"' || letter === "'") && reading.rest.trimEnd().endsWith('=')) {
      const name = /([^\s"'=<>]+)\s*=\s*$/.exec(reading.rest)?.[1] ?? '';
      reading.where = { in: 'value', quote: letter, name: name.toLowerCase(), isStart: true };
    } else {
      reading.rest += letter;
      if (letter === '=' && !/["'\s]/.test(html[at + 1] ?? ' ')) reading.where = { in: 'unquoted' };
      // The value is an expression: what comes next in the template is no text.
      if (letter === '=' && at + 1 === html.length) reading.where = { in: 'unquoted' };
    }
  }
}
