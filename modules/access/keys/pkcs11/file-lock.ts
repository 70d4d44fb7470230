import * as koffi from 'koffi';

/** flock(2) of the C library; a process that ends in whatever way lets go. */
const LOCK_EX = 2;

/** Waits until no other process holds the file; closing it lets go. */
export function lockFile(file: number): void {
  const flock = koffi.load(null).func('flock', 'int', ['int', 'int']);
  if (flock(file, LOCK_EX) !== 0) throw new Error(`flock failed (${koffi.errno()})`);
}
