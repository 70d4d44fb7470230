import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, lchownSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { EmbeddedError } from './embedded-error';

/** PostgreSQL refuses to run as root: the user to run it as. */
export interface RunAs {
  kind: 'self' | 'namespace' | 'other-user';
  command(program: string, args: string[]): [string, string[]];
  /** Set when the process is started under another uid, which must then own the data. */
  ids: { uid: number; gid: number } | null;
}

const NOBODY = 65534;
const NAMESPACE = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

const self: RunAs = { kind: 'self', command: (program, args) => [program, args], ids: null };

/** User namespace: root outside is "nobody" inside, so that no file changes its owner. */
const namespace: RunAs = {
  kind: 'namespace',
  command: (program, args) => ['unshare', [...NAMESPACE, program, ...args]],
  ids: null,
};

const otherUser = (uid: number, gid: number): RunAs => ({
  kind: 'other-user',
  command: (program, args) => [program, args],
  ids: { uid, gid },
});

/** The owner of an existing data folder decides; a new one goes to the first way that works. */
export function chooseRunAs(data: string): RunAs {
  const me = process.geteuid?.();
  const owner = existsSync(data) ? statSync(data) : null;
  if (me !== 0) {
    if (me !== undefined && owner && owner.uid !== me) {
      throw new EmbeddedError(
        `The database folder ${data} belongs to another user (uid ${owner.uid}). ` +
          'Start Mawa as that user, or choose another folder.',
      );
    }
    return self;
  }
  if (owner && owner.uid !== 0) return otherUser(owner.uid, owner.gid);
  return namespaceWorks() ? namespace : otherUser(NOBODY, NOBODY);
}

function namespaceWorks(): boolean {
  return spawnSync('unshare', [...NAMESPACE, 'true'], { stdio: 'ignore' }).status === 0;
}

/** Lets the other user through our own folder, not into its private files. */
export function allowTraversal(runAs: RunAs, folder: string): void {
  if (!runAs.ids || !isClosed(folder, runAs.ids)) return;
  chmodSync(folder, (statSync(folder).mode & 0o777) | 0o111);
}

/** Root looked after somebody's folder: leave no file there that its owner could not use. */
export function returnToOwner(runAs: RunAs, folder: string): void {
  if (runAs.ids && statSync(folder).uid === runAs.ids.uid) handOver(runAs, folder);
}

/** Another uid needs access to every parent folder: reports the one that denies it. */
export function checkReach(runAs: RunAs, paths: string[]): void {
  if (!runAs.ids) return;
  for (const path of paths) {
    const closed = firstClosedFolder(path, runAs.ids);
    if (!closed) continue;
    throw new EmbeddedError(
      'PostgreSQL does not run as root, and this machine allows no user namespace, ' +
        `so it runs as uid ${runAs.ids.uid}; but that user may not enter ${closed} on the way to ${path}. ` +
        `Start Mawa as an ordinary user, allow entry (chmod o+x ${closed}), or choose another folder.`,
    );
  }
}

function firstClosedFolder(path: string, ids: { uid: number; gid: number }): string | null {
  const way: string[] = [];
  for (let at = resolve(path); ; at = dirname(at)) {
    way.unshift(at);
    if (dirname(at) === at) break;
  }
  return way.find((at) => existsSync(at) && isClosed(at, ids)) ?? null;
}

function isClosed(path: string, { uid, gid }: { uid: number; gid: number }): boolean {
  const stat = statSync(path);
  if (stat.uid === uid) return (stat.mode & 0o100) === 0;
  if (stat.gid === gid) return (stat.mode & 0o010) === 0;
  return (stat.mode & 0o001) === 0;
}

/** Hands a folder to the user that the server runs as. */
export function handOver(runAs: RunAs, path: string): void {
  if (!runAs.ids) return;
  const { uid, gid } = runAs.ids;
  const stat = lstatSync(path);
  // A link of either kind could lead to somebody else's file.
  if (stat.isSymbolicLink() || (stat.isFile() && stat.nlink > 1)) return;
  if (stat.uid !== uid || stat.gid !== gid) lchownSync(path, uid, gid);
  if (stat.isDirectory()) for (const name of readdirSync(path)) handOver(runAs, join(path, name));
}
