import { asSystem } from '../database/as-system';

export interface BackupRecord {
  readonly file: string;
  readonly bytes: number;
  readonly rows: number;
  readonly beganAt: Date;
  /** Whether it is lost with the disk of the data. */
  readonly onDataDisk: boolean;
}

export type LatestBackup = Pick<BackupRecord, 'beganAt' | 'onDataDisk'>;

export const recordBackup = (appUrl: string, now: Date, backup: BackupRecord): Promise<void> =>
  asSystem(appUrl, now, async (client) => {
    await client.query(
      'INSERT INTO backups (file, bytes, row_count, began_at, on_data_disk) VALUES ($1, $2, $3, $4, $5)',
      [backup.file, backup.bytes, backup.rows, backup.beganAt, backup.onDataDisk],
    );
  });

/**
 * Latest complete backup; its data are those of the instant at which it began. Also runs on a database that has yet to
 * be upgraded, in which the column of the disk is missing.
 */
export const latestBackup = (appUrl: string, now: Date): Promise<LatestBackup | null> =>
  asSystem(appUrl, now, async (client) => {
    const { rows } = await client.query<LatestBackup>(
      `SELECT began_at AS "beganAt", coalesce((to_jsonb(b) ->> 'on_data_disk')::boolean, false) AS "onDataDisk"
         FROM backups b ORDER BY began_at DESC LIMIT 1`,
    );
    return rows[0] ?? null;
  });

export interface RestoreTrial {
  readonly file: string;
  readonly rows: number;
  readonly beganAt: Date;
}

export const recordRestoreTrial = (
  appUrl: string,
  now: Date,
  { file, rows, beganAt }: RestoreTrial,
): Promise<void> =>
  asSystem(appUrl, now, async (client) => {
    await client.query(
      'INSERT INTO restore_trials (file, row_count, began_at) VALUES ($1, $2, $3)',
      [file, rows, beganAt],
    );
  });

/** When a backup was last restored on trial, with every row as it was. */
export const latestRestoreTrial = (appUrl: string, now: Date): Promise<Date | null> =>
  asSystem(appUrl, now, async (client) => {
    const { rows } = await client.query<{ at: Date | null }>(
      'SELECT max(made_at) AS at FROM restore_trials',
    );
    return rows[0]!.at;
  });
