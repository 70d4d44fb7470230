import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** In the table of processes, be it as a zombie. */
export function isListed(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Whether a process is running. A zombie accepts signals but counts as ended. */
export function isAlive(pid: number): boolean {
  return isListed(pid) && !/^[ZX]/.test(stateOf(pid));
}

function stateOf(pid: number): string {
  if (process.platform === 'win32') return '';
  try {
    if (process.platform !== 'linux') {
      return execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2);
  } catch {
    return 'X';
  }
}

/**
 * Every PostgreSQL process of one data folder, orphans of a killed postmaster included.
 * On Linux they are known by their working directory, elsewhere by the cluster name in their title.
 */
export function serverProcesses(data: string, clusterName: string): number[] {
  if (process.platform === 'win32') return [];
  return process.platform === 'linux' ? byWorkingDirectory(data) : byTitle(data, clusterName);
}

function byWorkingDirectory(data: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => linkOf(`/proc/${pid}/cwd`) === data)
    .filter((pid) => /\/postgres( \(deleted\))?$/.test(linkOf(`/proc/${pid}/exe`)))
    .map(Number);
}

function byTitle(data: string, clusterName: string): number[] {
  return execFileSync('ps', ['-axww', '-o', 'pid=,stat=,command='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\S+)\s+(.*)$/.exec(line))
    .filter((found): found is RegExpExecArray => found !== null && !found[2].startsWith('Z'))
    .filter(
      ([, , , command]) =>
        command.startsWith(`postgres: ${clusterName}: `) || command.includes(`-D ${data} `),
    )
    .map((found) => Number(found[1]));
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

export async function until(
  holds: () => boolean | Promise<boolean>,
  milliseconds: number,
  step = 15,
): Promise<boolean> {
  const end = Date.now() + milliseconds;
  while (!(await holds())) {
    if (Date.now() > end) return false;
    await new Promise((next) => setTimeout(next, step));
  }
  return true;
}
