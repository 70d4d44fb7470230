/** The parts of a workbook: looked at before anything is unpacked, unpacked piece by piece and counted. */
import type { Entry, FileEntry } from '@zip.js/zip.js';
import { zipJs } from '../../platform/shared/zip-js';
import { MOST, unreadable } from './table.rules';
import { type XmlHandler, xmlParser } from './xml.rules';

const MACROS = /vbaProject|vbaData|activeX|oleObject|xl\/macrosheets|xl\/dialogsheets|customUI/i;
const LINKS = /^xl\/externalLinks\//i;
/** Unpacked, more than a hundredfold of something large is a bomb. */
const MOST_TIMES = 150;
const SMALL = 4 * 1024 * 1024;

export class Parts {
  private unpacked = 0;

  private constructor(private readonly entries: ReadonlyMap<string, FileEntry>) {}

  static async of(bytes: Uint8Array): Promise<Parts> {
    const entries = await listed(bytes);
    const files = entries.filter((entry): entry is FileEntry => !entry.directory);
    const names = new Set(files.map(({ filename }) => filename));
    if (
      names.size !== files.length ||
      !names.has('[Content_Types].xml') ||
      !names.has('xl/workbook.xml')
    )
      throw unreadable('not_a_table');
    if (files.some(({ encrypted }) => encrypted)) throw unreadable('locked');
    if (files.some(({ filename }) => MACROS.test(filename))) throw unreadable('macros');
    if (files.some(({ filename }) => LINKS.test(filename))) throw unreadable('links_out');
    const declared = files.reduce((all, { uncompressedSize }) => all + uncompressedSize, 0);
    if (declared > MOST.unpacked || files.some(isBomb)) throw bomb();
    return new Parts(new Map(files.map((entry) => [entry.filename, entry])));
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** Counts the unpacked bytes, whatever sizes the archive declares. */
  async read(name: string, handler: XmlHandler): Promise<void> {
    const entry = this.entries.get(name);
    if (!entry) throw unreadable('broken_workbook');
    const parser = xmlParser(handler);
    const decoder = new TextDecoder('utf-8', { fatal: true });
    const writable = new WritableStream<Uint8Array>({
      write: (chunk) => {
        this.unpacked += chunk.length;
        if (this.unpacked > MOST.unpacked) throw bomb();
        parser.write(decoder.decode(chunk, { stream: true }));
      },
    });
    await entry.getData(writable, { useWebWorkers: false, checkSignature: true });
    parser.write(decoder.decode()).close();
  }
}

const bomb = () => unreadable('too_much_inside', { max: MOST.unpacked / 1024 / 1024 });

const isBomb = ({ uncompressedSize, compressedSize }: FileEntry): boolean =>
  uncompressedSize > SMALL && uncompressedSize > compressedSize * MOST_TIMES;

async function listed(bytes: Uint8Array): Promise<Entry[]> {
  const { Uint8ArrayReader, ZipReader } = zipJs();
  const reader = new ZipReader(new Uint8ArrayReader(bytes), {
    useWebWorkers: false,
    checkOverlappingEntry: true,
  });
  const entries: Entry[] = [];
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      entries.push(entry);
      if (entries.length > MOST.parts) throw unreadable('too_many_parts', { max: MOST.parts });
    }
  } catch (error) {
    throw isSaid(error) ? error : unreadable('broken_workbook');
  }
  return entries;
}

const isSaid = (error: unknown): boolean => error instanceof Error && error.name === 'DomainError';
