/** A file that is read where it is asked for: an archive of gigabytes is never in memory. */
import type { FileHandle } from 'node:fs/promises';
import type { Reader } from '@zip.js/zip.js';
import { zipJs } from '../shared/zip-js';

export function randomAccessReader(handle: FileHandle): Reader<FileHandle> {
  const { Reader } = zipJs();
  class RandomAccessFile extends Reader<FileHandle> {
    override async init(): Promise<void> {
      await super.init?.();
      this.size = (await handle.stat()).size;
    }

    override async readUint8Array(index: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
      const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - index)));
      await handle.read(bytes, 0, bytes.length, index);
      return bytes;
    }
  }
  return new RandomAccessFile(handle);
}
