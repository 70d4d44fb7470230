import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readArchive, type ReadArchive } from '../archive';
import { keysOf } from './backup-files.rules';
import { decryptTo } from './encryption';

export interface RestoreOrder {
  /** Administrator connection to an empty, migrated database. */
  readonly url: string;
  /** File of the data; the key file is expected beside it unless given. */
  readonly file: string;
  readonly keys?: string;
  readonly identity: string;
  /** Where the decrypted files are while they are read; on an encrypted disk where there is one. */
  readonly workFolder: string;
  /** Reads every row back and compares it with the backup before anything is kept. */
  readonly verify?: boolean;
}

const WORK = 'restore-';

/** Reads a backup into an empty Mawa: all of it or nothing. Nothing of it stays decrypted. */
export async function restoreBackup(order: RestoreOrder): Promise<ReadArchive> {
  const { file, keys = keysOf(file), identity, url, verify } = order;
  mkdirSync(order.workFolder, { recursive: true, mode: 0o700 });
  // A restore that was killed left its files decrypted.
  for (const name of readdirSync(order.workFolder))
    if (name.startsWith(WORK)) rmSync(join(order.workFolder, name), { recursive: true });
  const folder = mkdtempSync(join(order.workFolder, WORK));
  try {
    const plain = { file: join(folder, 'data.zip'), keys: join(folder, 'keys.jsonl') };
    await decryptTo(file, identity, plain.file);
    await decryptTo(keys, identity, plain.keys);
    return await readArchive({ url, verify, ...plain });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
