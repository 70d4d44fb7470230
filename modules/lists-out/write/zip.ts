/**
 * A ZIP archive that is written as its parts come, so that none of them is ever whole in memory. Each
 * piece is packed on its own and joined by a flush, off the event loop; sizes follow the data.
 */
import { promisify } from 'node:util';
import { constants, crc32, deflateRaw } from 'node:zlib';

export interface Entry {
  readonly name: string;
  readonly pieces: AsyncIterable<string> | Iterable<string>;
}

interface Written {
  readonly name: Buffer;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

const pack = promisify<Buffer, object, Buffer>(deflateRaw);
const LEVEL = 3;
const VERSION = 20;
/** Names in UTF-8; sum and sizes stand behind the data. */
const FLAGS = 0x0808;
const DEFLATED = 8;

export async function* zipOf(entries: readonly Entry[], at: Date): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  const when = dosTime(at);
  let offset = 0;
  for (const { name: text, pieces } of entries) {
    const name = Buffer.from(text, 'utf8');
    const start = offset;
    const head = localHead(name, when);
    yield head;
    offset += head.length;
    let [crc, size, packed] = [0, 0, 0];
    for await (const piece of pieces) {
      const bytes = Buffer.from(piece, 'utf8');
      crc = crc32(bytes, crc);
      size += bytes.length;
      const part = await pack(bytes, { level: LEVEL, finishFlush: constants.Z_SYNC_FLUSH });
      packed += part.length;
      yield part;
    }
    const last = await pack(Buffer.alloc(0), { level: LEVEL });
    packed += last.length;
    yield last;
    yield sizes({ crc, packed, size });
    offset += packed + 16;
    written.push({ name, crc, packed, size, offset: start });
  }
  const directory = written.map((one) => directoryLine(one, when));
  const length = directory.reduce((sum, line) => sum + line.length, 0);
  yield Buffer.concat([...directory, closing(written.length, length, offset)]);
}

/** MS-DOS writes seconds by two and years from 1980. */
function dosTime(at: Date): number {
  const day = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  return ((day << 16) | time) >>> 0;
}

function localHead(name: Buffer, when: number): Buffer {
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(VERSION, 4);
  head.writeUInt16LE(FLAGS, 6);
  head.writeUInt16LE(DEFLATED, 8);
  head.writeUInt32LE(when, 10);
  head.writeUInt16LE(name.length, 26);
  return Buffer.concat([head, name]);
}

function sizes({ crc, packed, size }: Pick<Written, 'crc' | 'packed' | 'size'>): Buffer {
  const line = Buffer.alloc(16);
  line.writeUInt32LE(0x08074b50, 0);
  line.writeUInt32LE(crc, 4);
  line.writeUInt32LE(packed, 8);
  line.writeUInt32LE(size, 12);
  return line;
}

function directoryLine({ name, crc, packed, size, offset }: Written, when: number): Buffer {
  const line = Buffer.alloc(46);
  line.writeUInt32LE(0x02014b50, 0);
  line.writeUInt16LE(VERSION, 4);
  line.writeUInt16LE(VERSION, 6);
  line.writeUInt16LE(FLAGS, 8);
  line.writeUInt16LE(DEFLATED, 10);
  line.writeUInt32LE(when, 12);
  line.writeUInt32LE(crc, 16);
  line.writeUInt32LE(packed, 20);
  line.writeUInt32LE(size, 24);
  line.writeUInt16LE(name.length, 28);
  line.writeUInt32LE(offset, 42);
  return Buffer.concat([line, name]);
}

function closing(count: number, length: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}
