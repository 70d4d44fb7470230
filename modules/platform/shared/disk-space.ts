import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** Bytes of the disk that holds the folder, or will hold it. */
export function diskSpace(folder: string): { readonly free: number; readonly all: number } {
  const { bavail, blocks, bsize } = statfsSync(existsSync(folder) ? folder : dirname(folder));
  return { free: bavail * bsize, all: blocks * bsize };
}
