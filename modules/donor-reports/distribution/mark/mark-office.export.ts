/** Marks an Office file as it lies: header or footer of each page, and nothing else of it. */
import type { Language } from '../../../report-documents';
import { isArabic } from '../../../platform/typeset/fonts';
import { marked } from '../../../platform/typeset/text';
import { zipJs } from '../../../platform/shared/zip-js';
import { escapeText } from './escape';

const QUIET = { useWebWorkers: false } as const;
/** An ordinary file that everyone may read. */
const FILE = { versionMadeBy: 0x0314, externalFileAttributes: (0o100644 << 16) >>> 0 } as const;

/** In the footer of every page, the first one too. */
export const markDocx = (bytes: Buffer, words: string, language: Language): Promise<Buffer> =>
  rewrite(bytes, /^word\/footer\d*\.xml$/, (xml) =>
    before(xml, '</w:ftr>', paragraphOf(words, language)),
  );

/** Excel takes 255 signs of a header, its own included. */
const MOST_SIGNS = 240;

/** In the header of every printed page; cells and formulas stay as they are. */
export const markXlsx = (bytes: Buffer, words: string): Promise<Buffer> => {
  const header = `&C&8${shortened(words).replaceAll('&', '&&')}`;
  return rewrite(bytes, /^xl\/worksheets\/sheet\d+\.xml$/, (xml) =>
    xml.replace(/<headerFooter([^>]*)>/, (open) => {
      return `${open}<oddHeader>${escapeText(header)}</oddHeader>`;
    }),
  );
};

/** A digit at the beginning would be read as the size of the letters. */
const shortened = (words: string): string => {
  const text = /^\d/.test(words) ? ` ${words}` : words;
  return text.length <= MOST_SIGNS ? text : `${[...text].slice(0, MOST_SIGNS - 1).join('')}…`;
};

const RUN =
  '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Arial" w:eastAsia="Calibri"/><w:color w:val="55656A"/><w:sz w:val="14"/><w:szCs w:val="14"/>';

/** Runs of one script each: word processors pick font and order by run. */
function paragraphOf(words: string, language: Language): string {
  const pieces =
    marked(words, language).match(/[\p{Script=Arabic}\s،؛]+|[^\p{Script=Arabic}،؛]+/gu) ?? [];
  const runs = pieces.map((piece) => {
    const direction = isArabic(piece) ? '<w:rtl/>' : '';
    return `<w:r><w:rPr>${RUN}${direction}</w:rPr><w:t xml:space="preserve">${escapeText(piece)}</w:t></w:r>`;
  });
  const bidi = language === 'ar' ? '<w:bidi/>' : '';
  return `<w:p><w:pPr>${bidi}<w:jc w:val="center"/></w:pPr>${runs.join('')}</w:p>`;
}

function before(xml: string, tag: string, added: string): string {
  const at = xml.lastIndexOf(tag);
  // A part without children may be written as one empty tag.
  if (at < 0)
    return xml.replace(/<w:ftr([^>]*)\/>/, (_, rest: string) => `<w:ftr${rest}>${added}</w:ftr>`);
  return xml.slice(0, at) + added + xml.slice(at);
}

/** Every other part is copied; a file without any place for the mark is not handed out. */
async function rewrite(
  bytes: Buffer,
  which: RegExp,
  change: (xml: string) => string,
): Promise<Buffer> {
  const { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter } = zipJs();
  const reader = new ZipReader(new Uint8ArrayReader(bytes), QUIET);
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    ...QUIET,
    extendedTimestamp: false,
    level: 6,
    keepOrder: true,
  });
  let places = 0;
  for (const entry of await reader.getEntries()) {
    if (entry.directory) continue;
    const { filename, lastModDate } = entry;
    let part = await entry.getData(new Uint8ArrayWriter());
    if (which.test(filename)) {
      const xml = Buffer.from(part).toString('utf8');
      const changed = change(xml);
      if (changed === xml) throw new Error(`no place for a mark in ${filename}`);
      part = new Uint8Array(Buffer.from(changed, 'utf8'));
      places += 1;
    }
    await writer.add(filename, new Uint8ArrayReader(part), { lastModDate, ...FILE, ...QUIET });
  }
  await reader.close();
  if (places === 0) throw new Error('this file has no place for a mark');
  return Buffer.from(await writer.close());
}
