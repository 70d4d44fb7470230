import * as koffi from 'koffi';

/** Exclusive lock of flock(2); the kernel releases it when the process ends, however it ends. */
const LOCK_EX = 2;

/** Waits for the exclusive lock of the file; closing the file releases it. */
export function lockFile(file: number): void {
  const flock = koffi.load(null).func('flock', 'int', ['int', 'int']);
  if (flock(file, LOCK_EX) !== 0) throw new Error(`flock failed (${koffi.errno()})`);
}
