/** A DOCX, XLSX or ODT, known by the list of its parts; nothing of it is ever unpacked here. */
import type { Entry } from '@zip.js/zip.js';
import { zipJs } from '../platform/shared/zip-js';
import { rejectDocument } from './documents.errors';
import type { Media } from './media.rules';

const MOST_PARTS = 5_000;
/** Larger unpacked contents, or a ratio above 100, count as a ZIP bomb. */
const MOST_BYTES = 200_000_000;
const MOST_TIMES = 100;
const SMALL = 1_000_000;

const ACTIVE =
  /(^|\/)(vbaProject|vbaData|activeX|oleObject)[^/]*|\.(exe|dll|js|jse|vbs|vbe|wsf|hta|cmd|bat|ps1|lnk|scr|jar|html?|svg|zip|rar|7z)$|^Basic\/|^Scripts\//i;

export async function officeKind(bytes: Buffer): Promise<Media> {
  const parts = await partsOf(bytes);
  if (parts === null) throw rejectDocument('broken');
  const names = new Set(parts.map(({ filename }) => filename));
  const kind = kindOf(names);
  if (kind === null) throw rejectDocument('archive');
  if (parts.length > MOST_PARTS || isBomb(parts)) throw rejectDocument('bomb');
  if (parts.some(({ encrypted }) => encrypted)) throw rejectDocument('archive');
  if (parts.some(({ filename }) => ACTIVE.test(filename))) throw rejectDocument('active');
  return kind;
}

async function partsOf(bytes: Buffer): Promise<Entry[] | null> {
  const { Uint8ArrayReader, ZipReader } = zipJs();
  const reader = new ZipReader(new Uint8ArrayReader(bytes), {
    useWebWorkers: false,
    checkOverlappingEntry: true,
    extractPrependedData: true,
    extractAppendedData: true,
  });
  try {
    const entries: Entry[] = [];
    for await (const entry of reader.getEntriesGenerator()) {
      entries.push(entry);
      if (entries.length > MOST_PARTS) break;
    }
    const hidden = (reader.prependedData?.length ?? 0) + (reader.appendedData?.length ?? 0);
    return hidden > 0 ? null : entries;
  } catch {
    return null;
  } finally {
    await reader.close().catch(() => undefined);
  }
}

function kindOf(names: ReadonlySet<string>): Media | null {
  if (names.has('[Content_Types].xml')) {
    if (names.has('word/document.xml')) return 'docx';
    if (names.has('xl/workbook.xml')) return 'xlsx';
    return null;
  }
  return names.has('mimetype') && names.has('content.xml') && names.has('META-INF/manifest.xml')
    ? 'odt'
    : null;
}

function isBomb(parts: readonly Entry[]): boolean {
  const sum = parts.reduce((all, { uncompressedSize }) => all + uncompressedSize, 0);
  return (
    sum > MOST_BYTES ||
    parts.some(
      ({ uncompressedSize, compressedSize }) =>
        uncompressedSize > SMALL && uncompressedSize > compressedSize * MOST_TIMES,
    )
  );
}
