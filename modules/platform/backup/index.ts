/** Backups: everything of one instant, encrypted for one reader, and back again (docs/backup.md). */
export {
  type LatestBackup,
  latestBackup,
  latestRestoreTrial,
  recordBackup,
  recordRestoreTrial,
} from './backup-record.queries';
export { newBackupKey, readIdentity } from './encryption';
export { makeBackup, type MadeBackup } from './make-backup';
export { restoreBackup } from './restore-backup';
export { tryBackup } from './restore-trial';
