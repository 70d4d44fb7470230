import { open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { EmbeddedError } from './embedded-error';
import { isAlive } from './processes';

const REFRESH = 2_000;
const FORGOTTEN = 15_000;

/**
 * Runs `work` in one process at a time. The lock is a file with the holder's pid, refreshed while held. It expires when
 * the holder has ended or, in case the pid was recycled, when it is no longer refreshed.
 */
export async function withFolderLock<T>(
  path: string,
  work: () => Promise<T>,
  patience = 90_000,
): Promise<T> {
  await acquire(path, Date.now() + patience);
  const refresh = setInterval(() => void utimes(path, new Date(), new Date()).catch(noop), REFRESH);
  refresh.unref();
  try {
    return await work();
  } finally {
    clearInterval(refresh);
    await rm(path, { force: true });
  }
}

async function acquire(path: string, deadline: number): Promise<void> {
  for (;;) {
    try {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(`${process.pid}\n`);
      await file.close();
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (await hasLapsed(path)) await setAside(path);
    else if (Date.now() > deadline) {
      throw new EmbeddedError(
        `Another process holds ${path}. Wait until it is done, or remove the file.`,
      );
    } else await new Promise((next) => setTimeout(next, 30));
  }
}

async function hasLapsed(path: string): Promise<boolean> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const age = Date.now() - mtimeMs;
    const pid = Number(text);
    // An empty file is one that its holder is just writing.
    if (!pid) return age > REFRESH;
    // The holder may be another call in this very process.
    return age > FORGOTTEN || (pid !== process.pid && !isAlive(pid));
  } catch {
    return false;
  }
}

/** Two waiters may judge the same file: the one that moves it away must find it still lapsed. */
async function setAside(path: string): Promise<void> {
  const aside = `${path}.${process.pid}.${Date.now()}`;
  try {
    await rename(path, aside);
    if (await hasLapsed(aside)) await rm(aside, { force: true });
    else await rename(aside, path);
  } catch {
    // Somebody else was quicker.
  }
}

function noop(): void {}
