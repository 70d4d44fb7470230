import { readFileSync } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, isListed, serverProcesses, until } from './processes';

/** Contents of `postmaster.pid`, written by a running (or killed) server. */
export interface Postmaster {
  pid: number;
  port: number | null;
  ready: boolean;
}

export function parsePostmaster(text: string): Postmaster | null {
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, port: Number(lines[3]) || null, ready: lines[7] === 'ready' };
}

export function readPostmaster(data: string): Postmaster | null {
  try {
    return parsePostmaster(readFileSync(join(data, 'postmaster.pid'), 'utf8'));
  } catch {
    return null;
  }
}

/** The postmaster of this data folder if it still lives: a recycled process number is somebody else. */
export function livingPostmaster(data: string, clusterName: string): Postmaster | null {
  const found = readPostmaster(data);
  if (!found || !isAlive(found.pid)) return null;
  if (process.platform === 'win32') return found;
  return serverProcesses(data, clusterName).includes(found.pid) ? found : null;
}

/**
 * After a kill -9 of the postmaster its child processes end by themselves, busy ones only after their statement. They
 * hold the shared memory, so that no new server may start before the last has ended.
 */
export async function endOrphans(data: string, clusterName: string): Promise<void> {
  const gone = () => serverProcesses(data, clusterName).length === 0;
  if (await until(gone, 1_000)) return;
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    for (const pid of serverProcesses(data, clusterName)) {
      try {
        process.kill(pid, signal);
      } catch {
        // Ended in between.
      }
    }
    if (await until(gone, 3_000)) return;
  }
}

/**
 * Removes a stale lock file. PostgreSQL does this itself, more carefully, except for zombies and recycled pids. Only
 * call it when no process of the folder is left.
 */
export async function removeStaleLock(data: string): Promise<void> {
  const path = join(data, 'postmaster.pid');
  const judged = await readFile(path, 'utf8').catch(() => null);
  const pid = parsePostmaster(judged ?? '')?.pid;
  if (pid === undefined || !isListed(pid)) return;
  const aside = `${path}.stale`;
  await rename(path, aside);
  if ((await readFile(aside, 'utf8')) === judged) await rm(aside, { force: true });
  else await rename(aside, path);
}

export async function stopPostmaster(data: string, clusterName: string): Promise<boolean> {
  const found = livingPostmaster(data, clusterName);
  if (!found) return true;
  for (const [signal, patience] of [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
  ] as const) {
    try {
      process.kill(found.pid, signal);
    } catch {
      // Ended in between.
    }
    const gone = () =>
      !isAlive(found.pid) && serverProcesses(data, clusterName).every((pid) => !isAlive(pid));
    if (await until(gone, patience)) return true;
  }
  return false;
}
