import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

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
    const file = openSync(this.path, 'a', 0o600);
    try {
      writeSync(file, caseIds.map((id) => `${id} ${at.toISOString()}\n`).join(''));
      fsyncSync(file);
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
