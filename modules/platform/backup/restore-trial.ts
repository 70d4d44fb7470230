import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadArchive } from '../archive';
import { startEmbedded } from '../database/embedded';
import { isAlive } from '../database/embedded/processes';
import { migrate } from '../database/migrate';
import { ensureDatabase } from '../database/roles';
import { restoreBackup, type RestoreOrder } from './restore-backup';

const TRIAL = 'trial-';
const DATABASE = 'mawa';

/**
 * Tests whether a backup can be restored: restores it into a temporary embedded database, compares every row, and
 * removes everything. `inspect` may query the restored database as its administrator. Needs as much disk space as the
 * programme; the data are decrypted in `workFolder` meanwhile.
 */
export async function tryBackup<T>(
  order: Omit<RestoreOrder, 'url' | 'verify'>,
  inspect: (url: string) => Promise<T>,
): Promise<ReadArchive & { readonly inspected: T }> {
  await removeAbandoned(order.workFolder);
  const folder = join(order.workFolder, `${TRIAL}${process.pid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const server = await startEmbedded({ folder, unsafeFast: true });
  try {
    await ensureDatabase(server.adminUrl(), DATABASE);
    await migrate(server.ownerUrl(DATABASE));
    const workFolder = join(folder, 'files');
    const url = server.adminUrl(DATABASE);
    const read = await restoreBackup({ ...order, url, workFolder, verify: true });
    return { ...read, inspected: await inspect(url) };
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Removes folders of interrupted trials, whose servers may still be running. */
async function removeAbandoned(workFolder: string): Promise<void> {
  if (!existsSync(workFolder)) return;
  for (const name of readdirSync(workFolder)) {
    if (!name.startsWith(TRIAL)) continue;
    const pid = Number(name.slice(TRIAL.length));
    // A container gives the same number to each of its runs.
    if (pid !== process.pid && isAlive(pid)) continue;
    const folder = join(workFolder, name);
    await (await startEmbedded({ folder, unsafeFast: true })).stop();
    rmSync(folder, { recursive: true });
  }
}
