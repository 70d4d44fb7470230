import { closeSync, fsyncSync, openSync } from 'node:fs';

/** A file that was made or renamed in the folder is found there after a power cut. */
export function flushFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
