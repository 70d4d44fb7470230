/** A file that is read where it is asked for: an archive of gigabytes is never in memory. */
import type { FileHandle } from 'node:fs/promises';
import { Reader } from '@zip.js/zip.js';

export class RandomAccessFile extends Reader<FileHandle> {
  constructor(private readonly file: FileHandle) {
    super(file);
  }

  override async init(): Promise<void> {
    await super.init?.();
    this.size = (await this.file.stat()).size;
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - index)));
    await this.file.read(bytes, 0, bytes.length, index);
    return bytes;
  }
}
