/** A backup: everything of one instant in two encrypted files, read back before it counts (docs/backup.md). */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeArchive } from '../archive';
import { abandoned, backupNames, outdated, UNPROVEN } from './backup-files.rules';
import { digestOfDecrypted, encryptedSink, newBackupKey } from './encryption';

export interface BackupOrder {
  /** Connection of a role that bypasses row-level security. */
  readonly url: string;
  readonly folder: string;
  readonly erasures: string;
  /** Who can read it: the recipient of the backup key. */
  readonly recipient: string;
  /** Backups older than so many days are removed once this one is whole. */
  readonly keepDays: number;
  readonly now: Date;
}

export interface MadeBackup {
  readonly file: string;
  readonly keys: string;
  readonly bytes: number;
  readonly tables: number;
  readonly rows: number;
  readonly removed: readonly string[];
}

/** With its parents. The option `recursive` of mkdirSync never returns where a folder cannot be made in /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // Another run may have made it meanwhile.
    if (!existsSync(path)) throw error;
  }
}

export async function makeBackup(order: BackupOrder): Promise<MadeBackup> {
  const { folder, recipient, now, keepDays } = order;
  makeFolder(folder);
  // Removes encrypted, incomplete files of interrupted runs.
  for (const name of abandoned(readdirSync(folder), now)) rmSync(join(folder, name));
  const names = backupNames(now);
  // A second reader for this run alone, whose key is in memory only: what is on the disk is read back with it.
  const proof = await newBackupKey();
  const made = await writeArchive({
    ...order,
    names: { file: `${names.file}${UNPROVEN}`, keys: `${names.keys}${UNPROVEN}` },
    openSink: encryptedSink([recipient, proof.recipient]),
  });
  try {
    for (const part of ['file', 'keys'] as const) {
      if ((await digestOfDecrypted(made[part], proof.identity)) !== made.digests[part])
        throw new Error(`${made[part]} does not hold what was written`);
    }
    const paths = { file: join(folder, names.file), keys: join(folder, names.keys) };
    renameSync(made.keys, paths.keys);
    renameSync(made.file, paths.file);
    const removed = outdated(readdirSync(folder), now, keepDays);
    for (const name of removed) rmSync(join(folder, name));
    const bytes = statSync(paths.file).size + statSync(paths.keys).size;
    return { ...paths, bytes, tables: made.tables, rows: made.rows, removed };
  } finally {
    for (const path of [made.file, made.keys]) rmSync(path, { force: true });
  }
}
