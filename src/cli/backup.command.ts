import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { keyFileFit, type KeyFileFit, keyRingOf, Keys } from '../../modules/access';
import {
  anchorFile,
  type AuditKeys,
  auditKeysOf,
  chainAfterRestore,
  recordRestore,
  type RestoredChain,
} from '../../modules/audit';
import { ErasureLog } from '../../modules/rights';
import {
  makeBackup,
  newBackupKey,
  readIdentity,
  recordBackup,
  recordRestoreTrial,
  restoreBackup,
  tryBackup,
} from '../../modules/platform/backup';
import { type Env, readEnv } from '../../modules/platform/config/env';
import { connect } from '../../modules/platform/database/connect';
import { COMMANDS } from './command-list.data';
import { withDatabase } from './database-role';

/** As long as the key of an erased person may live on in backups (docs/rights.md). */
const KEEP_DAYS = 7;

interface BackupOptions {
  readonly to?: string;
  readonly recipient?: string;
  readonly keepDays?: number;
}

@SubCommand({
  name: 'key',
  // No option: `backup` has one of the same name, and would take it.
  arguments: '<file>',
  description: 'Make the key that reads backups; keep its file away from this machine',
})
export class BackupKeyCommand extends CommandRunner {
  async run([file]: string[]): Promise<void> {
    const { identity, recipient } = await newBackupKey();
    writeFileSync(file!, `# Mawa backup key. Reads: ${recipient}\n${identity}\n`, {
      mode: 0o600,
      flag: 'wx',
    });
    process.stdout.write(
      `${file}\nWithout this file no backup can be read. Keep two copies, none of them on this machine.\n` +
        `MAWA_BACKUP_RECIPIENT=${recipient}\n`,
    );
  }
}

@Command({ name: 'backup', description: COMMANDS.backup, subCommands: [BackupKeyCommand] })
export class BackupCommand extends CommandRunner {
  async run(_: string[], { to, recipient, keepDays = KEEP_DAYS }: BackupOptions): Promise<void> {
    const env = readEnv();
    const reader = recipient ?? env.MAWA_BACKUP_RECIPIENT;
    if (!to) throw new Error('--to FOLDER: where backups are kept');
    if (!reader)
      throw new Error('MAWA_BACKUP_RECIPIENT is not set: npx mawa backup key FILE prints it');
    const { path } = new ErasureLog(env.keyFile);
    const erasures = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const now = new Date();
    const made = await withDatabase(env, 'BACKUP_URL', (url) =>
      makeBackup({ url, folder: to, erasures, recipient: reader, keepDays, now }),
    );
    const onDataDisk = statSync(to).dev === statSync(env.MAWA_DATA).dev;
    const connection = await connect(env);
    try {
      const file = basename(made.file);
      await recordBackup(connection.appUrl, new Date(), {
        ...made,
        file,
        beganAt: now,
        onDataDisk,
      });
    } finally {
      await connection.stop();
    }
    const seconds = Math.round((Date.now() - now.getTime()) / 1000);
    process.stdout.write(
      `${made.file}\n${made.keys}\n${made.rows} rows of ${made.tables} tables, ${made.bytes} bytes, ` +
        `read back, ${seconds} s; ${made.removed.length} older files removed\n`,
    );
    if (onDataDisk)
      process.stderr.write(
        `${to} is on the disk of MAWA_DATA: with that disk the backups are lost as well. Keep a copy elsewhere (docs/backup.md).\n`,
      );
  }

  @Option({ flags: '--to <folder>', description: 'A folder; it is made where it is not there' })
  to(value: string): string {
    return value;
  }

  @Option({
    flags: '--recipient <recipient>',
    description:
      'Who can read it, as `mawa backup key` prints it; MAWA_BACKUP_RECIPIENT without it',
  })
  recipient(value: string): string {
    return value;
  }

  @Option({
    flags: '--keep-days <days>',
    description: `Remove backups of this folder that are older; ${KEEP_DAYS} without it`,
  })
  keepDays(value: string): number {
    const days = Number(value);
    if (!Number.isInteger(days) || days < 1 || days > 3650)
      throw new Error('--keep-days: a whole number of days from 1 to 3650');
    return days;
  }
}

/** Null: the key file is not on this machine. */
const auditKeysHere = (env: Env): AuditKeys | null =>
  existsSync(env.keyFile) ? auditKeysOf(new Keys(keyRingOf(env))) : null;

/** Of a restored database, against the anchors and the key file of this machine. */
const chainOf = (env: Env, keys: AuditKeys | null, url: string): Promise<RestoredChain> =>
  chainAfterRestore({ url, keys, anchors: anchorFile(env), now: new Date() });

interface RestoredState {
  readonly chain: RestoredChain;
  /** Null: no key file is on this machine. */
  readonly keyFile: KeyFileFit | null;
}

const stateOf = async (env: Env, keys: AuditKeys | null, url: string): Promise<RestoredState> => ({
  chain: await chainOf(env, keys, url),
  keyFile: keys && (await keyFileFit(env, url)),
});

/** Who was erased stays erased, here too: the log of this Mawa, which is empty, has them from now on. */
function keepErasures(env: Env, erasures: string): void {
  const { path } = new ErasureLog(env.keyFile);
  if (erasures !== '') writeFileSync(path, erasures, { flag: 'a', mode: 0o600, flush: true });
}

const KEY_FILE_SENTENCES: Readonly<Record<KeyFileFit, string>> = {
  all: 'opens the names of this backup',
  some: 'opens some names of this backup and not the others: bring the key file of the day of the backup (docs/keys.md)',
  none: 'opens no name of this backup: it is another key file; bring that of the day of the backup (docs/keys.md)',
};

function sayState(env: Env, { chain, keyFile }: RestoredState): void {
  process.stdout.write(chain.sentences.map((sentence) => `${sentence}\n`).join(''));
  process.stdout.write(
    keyFile
      ? `The key file ${env.keyFile} ${KEY_FILE_SENTENCES[keyFile]}.\n`
      : `No key file is at ${env.keyFile}: whether the right one is kept was not tried.\n`,
  );
  if (!chain.isWhole) process.exitCode = 1;
}

interface RestoreOptions {
  readonly identity: string;
  readonly keys?: string;
  readonly verify?: boolean;
  readonly trial?: boolean;
}

@Command({ name: 'restore', arguments: '<file>', description: COMMANDS.restore })
export class RestoreCommand extends CommandRunner {
  async run(
    [file]: string[],
    { identity, keys, verify, trial = false }: RestoreOptions,
  ): Promise<void> {
    const env = readEnv();
    const order = {
      file: file!,
      keys,
      identity: readIdentity(identity),
      workFolder: join(env.MAWA_DATA, 'restore'),
    };
    // A key file that its token does not open is said before anything is read.
    const auditKeys = auditKeysHere(env);
    if (trial) return this.try(env, auditKeys, order);
    const [done, state] = await withDatabase(env, 'RESTORE_URL', async (url) => {
      const read = await restoreBackup({ ...order, url, verify });
      keepErasures(env, read.erasures);
      return [read, await stateOf(env, auditKeys, url)];
    });
    if (auditKeys) await recordRestore(env, auditKeys, state.chain.marks);
    const compared = verify ? ', each read back and equal to the backup' : '';
    process.stdout.write(
      `${done.rows} rows of ${done.tables} tables${compared}. The key file of before belongs at ${env.keyFile}.\n`,
    );
    sayState(env, state);
  }

  private async try(
    env: Env,
    auditKeys: AuditKeys | null,
    order: Parameters<typeof tryBackup>[0],
  ): Promise<void> {
    const beganAt = new Date();
    const { rows, tables, inspected } = await tryBackup(order, (url) =>
      stateOf(env, auditKeys, url),
    );
    sayState(env, inspected);
    if (inspected.keyFile !== null && inspected.keyFile !== 'all') {
      // A backup whose names stay closed cannot be used: no trial that succeeded.
      process.exitCode = 1;
      return;
    }
    const connection = await connect(env);
    try {
      const file = basename(order.file);
      await recordRestoreTrial(connection.appUrl, new Date(), { file, rows, beganAt });
    } finally {
      await connection.stop();
    }
    const seconds = Math.round((Date.now() - beganAt.getTime()) / 1000);
    process.stdout.write(
      `${order.file} can be restored: ${rows} rows of ${tables} tables, each equal to the backup, ${seconds} s\n`,
    );
  }

  @Option({ flags: '--identity <file>', description: 'The file of the backup key', required: true })
  identity(value: string): string {
    return value;
  }

  @Option({
    flags: '--keys <file>',
    description: 'The file of the wrapped keys; the one beside the file of the data without it',
  })
  keys(value: string): string {
    return value;
  }

  @Option({
    flags: '--verify',
    description: 'Read every row back and compare it with the backup before anything is kept',
  })
  verify(): boolean {
    return true;
  }

  @Option({
    flags: '--trial',
    description: 'Restore into a database of its own, compare every row, and remove it again',
  })
  trial(): boolean {
    return true;
  }
}
