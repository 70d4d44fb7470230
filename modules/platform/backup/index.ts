/** Backups: everything of one instant, encrypted for one reader, and back again (docs/backup.md). */
export { latestBackup, recordBackup } from './backup-record.queries';
export { newBackupKey, readIdentity } from './encryption';
export { makeBackup, type MadeBackup } from './make-backup';
export { restoreBackup } from './restore-backup';
