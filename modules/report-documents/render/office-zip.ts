/** Rewrites an Office file so that the same document gives the same bytes: order, times, properties. */
import type { CivilDate } from '../document';
import { zipJs } from '../../platform/shared/zip-js';

const escapeXml = (text: string): string =>
  text.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]!);

export interface CoreProperties {
  readonly title: string;
  readonly language: string;
  readonly date: CivilDate;
  /** Alternative texts of the pictures, by drawing of the workbook. */
  readonly pictures?: readonly (readonly string[])[];
}

/** Neutral: nobody's name, no machine, no hour. */
function coreXml({ title, language, date }: CoreProperties): string {
  const instant = `<dcterms:%s xsi:type="dcterms:W3CDTF">${date}T00:00:00Z</dcterms:%s>`;
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" ' +
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" ' +
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<dc:title>${escapeXml(title)}</dc:title><dc:creator>Mawa</dc:creator>` +
    `<cp:lastModifiedBy>Mawa</cp:lastModifiedBy><dc:language>${language}</dc:language>` +
    `${instant.replaceAll('%s', 'created')}${instant.replaceAll('%s', 'modified')}</cp:coreProperties>`
  );
}

/** Replaces counters and times written by the libraries, so that the bytes are deterministic. */
function settled(name: string, part: Uint8Array, core: CoreProperties): Uint8Array {
  if (name === 'docProps/core.xml') return Buffer.from(coreXml(core));
  if (name === 'word/fontTable.xml') return Buffer.from(FONT_TABLE);
  const drawing = /^xl\/drawings\/drawing(\d+)\.xml$/.exec(name);
  if (drawing) return spoken(part, core.pictures?.[Number(drawing[1]) - 1] ?? []);
  if (name !== 'word/document.xml') return part;
  let picture = 0;
  const text = Buffer.from(part).toString('utf8');
  return Buffer.from(text.replace(/(<wp:docPr id=")\d+/g, (_, tag: string) => tag + ++picture));
}

/** The library of workbooks knows no alternative text. */
function spoken(part: Uint8Array, alts: readonly string[]): Uint8Array {
  let picture = 0;
  const text = Buffer.from(part).toString('utf8');
  return Buffer.from(
    text.replace(/<xdr:cNvPr (?=id=)/g, (tag) => {
      const alt = alts[picture++];
      return alt ? `${tag}descr="${escapeXml(alt).replaceAll('"', '&quot;')}" ` : tag;
    }),
  );
}

/** Declares the fonts as sans-serif, for machines that lack them. */
const FONT_TABLE =
  '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
  '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">' +
  ['Calibri', 'Arial']
    .map(
      (name) =>
        `<w:font w:name="${name}"><w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font>`,
    )
    .join('') +
  '</w:fonts>';

/** An ordinary file that everyone may read. */
const FILE = { versionMadeBy: 0x0314, externalFileAttributes: (0o100644 << 16) >>> 0 } as const;
const QUIET = { useWebWorkers: false } as const;

export async function settleOfficeFile(bytes: Uint8Array, core: CoreProperties): Promise<Buffer> {
  const { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter } = zipJs();
  const reader = new ZipReader(new Uint8ArrayReader(bytes), QUIET);
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    ...QUIET,
    extendedTimestamp: false,
    level: 6,
    keepOrder: true,
  });
  // The zip format keeps local time without a zone: built from parts, so no zone matters.
  const [year, month, day] = core.date.split('-').map(Number) as [number, number, number];
  const lastModDate = new Date(year, month - 1, day, 0, 0, 0);
  const entries = (await reader.getEntries()).filter((entry) => !entry.directory);
  entries.sort((a, b) => rank(a.filename) - rank(b.filename) || (a.filename < b.filename ? -1 : 1));
  for (const entry of entries) {
    const part = await entry.getData(new Uint8ArrayWriter());
    const content = new Uint8ArrayReader(settled(entry.filename, part, core));
    await writer.add(entry.filename, content, { lastModDate, ...FILE, ...QUIET });
  }
  await reader.close();
  return Buffer.from(await writer.close());
}

/** Readers expect the list of types first. */
const rank = (name: string): number =>
  name === '[Content_Types].xml' ? 0 : name.startsWith('_rels/') ? 1 : 2;

/** The text of one part, for tests and checks. */
export async function readPart(bytes: Uint8Array, name: string): Promise<string> {
  const { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } = zipJs();
  const reader = new ZipReader(new Uint8ArrayReader(bytes), QUIET);
  const entry = (await reader.getEntries()).find((candidate) => candidate.filename === name);
  if (!entry || entry.directory) throw new Error(`no part ${name}`);
  const part = await entry.getData(new Uint8ArrayWriter());
  await reader.close();
  return Buffer.from(part).toString('utf8');
}
