import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { flushFolder } from '../platform/shared/flush-folder';

const LINE = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) \d{4}-\d{2}-\d{2}T[\d:.]+Z$/;

/**
 * Who was erased, in a file beside the key file: ids and times, nothing else. It outlives a restore of
 * the database, which would otherwise bring the erased back.
 */
export class ErasureLog {
  readonly path: string;

  constructor(keyFile: string) {
    this.path = join(dirname(keyFile), 'mawa.erasures.log');
  }

  /** On the disk when it returns. */
  append(caseId: string, at: Date): void {
    this.appendAll([caseId], at);
  }

  appendAll(caseIds: readonly string[], at: Date): void {
    const lines = caseIds.map((id) => `${id} ${at.toISOString()}\n`).join('');
    const isNew = !existsSync(this.path);
    const file = openSync(this.path, 'a+', 0o600);
    try {
      // A line truncated by a crash or a full disk stays a line of its own.
      const written = Buffer.from(endsWithin(file) ? `\n${lines}` : lines);
      if (writeSync(file, written) < written.length) throw diskFull();
      fsyncSync(file);
      if (isNew) flushFolder(dirname(this.path));
    } finally {
      closeSync(file);
    }
  }

  /** A line that was cut off by a crash names nobody. */
  caseIds(): string[] {
    if (!existsSync(this.path)) return [];
    const ids = readFileSync(this.path, 'utf8')
      .split('\n')
      .flatMap((line) => LINE.exec(line)?.[1] ?? []);
    return [...new Set(ids)];
  }
}

/** Whether the last line of the file has no end. */
function endsWithin(file: number): boolean {
  const { size } = fstatSync(file);
  const last = Buffer.alloc(1);
  return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last.toString() !== '\n';
}

/** A partial write is reported as a full disk. */
const diskFull = (): Error => Object.assign(new Error('the disk is full'), { code: 'ENOSPC' });
