import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { constants, existsSync } from 'node:fs';
import { access, mkdir, realpath } from 'node:fs/promises';
import { Client } from 'pg';
import { APP_ROLE, ensureRoles, OWNER_ROLE } from '../roles';
import { findBinaries, type Binaries } from './binaries';
import {
  ADMIN,
  ensureCluster,
  clusterPathsIn,
  readSecrets,
  type ClusterPaths,
  type Secrets,
} from './cluster';
import { EmbeddedError } from './embedded-error';
import { withFolderLock } from './folder-lock';
import { launch } from './launch';
import { endOrphans, livingPostmaster, removeStaleLock, stopPostmaster } from './postmaster';
import { isAlive, until } from './processes';
import { checkReach, chooseRunAs, handOver, allowTraversal, returnToOwner } from './run-as';
import { socketFolderOf, socketIn } from './settings';

export interface EmbeddedOptions {
  /** Everything lives here: data, passwords, log. */
  folder: string;
  /** A fixed port; without it the last one used, or a free one. A running server keeps its own. */
  port?: number;
  /** For test clusters only: no fsync, so a power cut may ruin the data. */
  unsafeFast?: boolean;
}

export interface EmbeddedPostgres {
  /** The cluster's superuser: for set-up alone, it bypasses row level security. */
  adminUrl(database?: string): string;
  ownerUrl(database: string): string;
  appUrl(database: string): string;
  port: number;
  folder: string;
  /** True when the server was already running. */
  reused: boolean;
  /** Stops the server, also one started by another process. */
  stop(): Promise<void>;
}

export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const place = clusterPathsIn(await writableFolder(options.folder));
  chooseRunAs(place.data); // Says at once when the data belong to somebody else.
  const clusterName = nameOf(place);
  const { port, secrets, reused } = await withFolderLock(place.lock, () =>
    startLocked(place, clusterName, options),
  );
  // The server of an older Mawa that still runs has no socket.
  const socketFolder = socketFolderOf(place.data);
  const hasSocket = socketFolder !== null && existsSync(socketIn(socketFolder, port));
  const host = hasSocket ? `?host=${encodeURIComponent(socketFolder)}` : '';
  const url = (user: string, secret: string, database: string) =>
    `postgresql://${user}:${secret}@127.0.0.1:${port}/${encodeURIComponent(database)}${host}`;
  return {
    adminUrl: (database = 'postgres') => url(ADMIN, secrets.admin, database),
    ownerUrl: (database) => url(OWNER_ROLE, secrets.owner, database),
    appUrl: (database) => url(APP_ROLE, secrets.app, database),
    port,
    folder: place.folder,
    reused,
    stop: () => stop(place, clusterName),
  };
}

async function writableFolder(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK | constants.X_OK);
    return await realpath(folder);
  } catch (error) {
    throw new EmbeddedError(
      `The database folder ${folder} cannot be written (${(error as NodeJS.ErrnoException).code}). ` +
        'Choose another folder, or start Mawa as the user it belongs to.',
    );
  }
}

async function startLocked(
  place: ClusterPaths,
  clusterName: string,
  options: EmbeddedOptions,
): Promise<{ port: number; secrets: Secrets; reused: boolean }> {
  const binaries = findBinaries();
  const runAs = chooseRunAs(place.data);
  const unsafeFast = options.unsafeFast ?? false;
  const environment = cleanEnvironment();
  allowTraversal(runAs, place.folder);
  checkReach(runAs, [place.folder, binaries.native]);
  await ensureCluster({ place, binaries, runAs, environment, unsafeFast });
  handOver(runAs, place.data);
  const secrets = await readSecrets(place);

  const running = await runningPort(place, clusterName, secrets);
  if (running !== null) return { port: running, secrets, reused: true };

  await endOrphans(place.data, clusterName);
  await removeStaleLock(place.data);
  const wanted = { port: options.port, clusterName, unsafeFast };
  const port = await launch({ place, binaries, runAs, environment, ...wanted });
  returnToOwner(runAs, place.folder);
  const passwords = { ownerPassword: secrets.owner, appPassword: secrets.app };
  await ensureRoles(adminUrl(port, secrets), passwords);
  return { port, secrets, reused: false };
}

/** The port of a server that already runs on this very folder, once it answers. */
async function runningPort(
  place: ClusterPaths,
  clusterName: string,
  secrets: Secrets,
): Promise<number | null> {
  const found: { port: number | null } = { port: null };
  const settled = async () => {
    const server = livingPostmaster(place.data, clusterName);
    if (!server) return true;
    if (!server.ready || !server.port || !(await isOurs(server.port, place, secrets))) return false;
    found.port = server.port;
    return true;
  };
  if (await until(settled, 60_000)) return found.port;
  throw new EmbeddedError(
    `A PostgreSQL server runs on ${place.data} but does not answer. See ${place.log}.`,
  );
}

async function isOurs(port: number, place: ClusterPaths, secrets: Secrets): Promise<boolean> {
  const client = new Client({
    connectionString: adminUrl(port, secrets),
    connectionTimeoutMillis: 3_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query('SHOW data_directory');
    return (await realpath(rows[0].data_directory)) === place.data;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const adminUrl = (port: number, secrets: Secrets) =>
  `postgresql://${ADMIN}:${secrets.admin}@127.0.0.1:${port}/postgres`;

async function stop(place: ClusterPaths, clusterName: string): Promise<void> {
  await withFolderLock(place.lock, async () => {
    if (process.platform === 'win32') return stopOnWindows(place, findBinaries());
    if (await stopPostmaster(place.data, clusterName)) return;
    throw new EmbeddedError(`The embedded PostgreSQL did not stop. See ${place.log}.`);
  });
}

function stopOnWindows(place: ClusterPaths, binaries: Binaries): void {
  const found = livingPostmaster(place.data, '');
  if (!found || !isAlive(found.pid)) return;
  spawnSync(binaries.pgCtl, ['stop', '-m', 'fast', '-w', '-D', place.data], { windowsHide: true });
}

/** Cluster name, shown in process titles; unique per folder. */
const nameOf = (place: ClusterPaths) =>
  `mawa-${createHash('sha256').update(place.data).digest('hex').slice(0, 10)}`;

/** No PGPORT, PGDATA or locale of the caller may change what the server does. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'HOME'];
  return Object.fromEntries(
    kept.filter((name) => process.env[name]).map((name) => [name, process.env[name]]),
  );
}
