import { randomBytes } from 'node:crypto';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Binaries } from './binaries';
import { EmbeddedError } from './embedded-error';
import { handOver, type RunAs } from './run-as';
import { isAlive } from './processes';

export const ADMIN = 'mawa_admin';

export interface Secrets {
  admin: string;
  owner: string;
  app: string;
}

/** `cluster/` contains data and passwords and is created by one rename, so that it is never incomplete. */
export interface ClusterPaths {
  folder: string;
  cluster: string;
  data: string;
  secrets: string;
  log: string;
  lock: string;
  port: string;
}

export function clusterPathsIn(folder: string): ClusterPaths {
  const cluster = join(folder, 'cluster');
  return {
    folder,
    cluster,
    data: join(cluster, 'data'),
    secrets: join(cluster, 'secrets.json'),
    log: join(folder, 'postgres.log'),
    lock: join(folder, 'starting.lock'),
    port: join(folder, 'port'),
  };
}

interface ClusterCreation {
  place: ClusterPaths;
  binaries: Binaries;
  runAs: RunAs;
  environment: NodeJS.ProcessEnv;
  unsafeFast: boolean;
}

/** Returns true when the cluster was made now. Call it under the folder's lock. */
export async function ensureCluster(making: ClusterCreation): Promise<boolean> {
  const { place } = making;
  if (existsSync(place.cluster)) return false;
  await removeUnfinished(place);
  const draft = `${place.cluster}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  await mkdir(draft, { mode: 0o711 });
  try {
    const secrets: Secrets = { admin: password(), owner: password(), app: password() };
    await writePrivate(join(draft, 'secrets.json'), JSON.stringify(secrets));
    await initialise(making, draft, secrets.admin);
    await rename(draft, place.cluster);
    return true;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Encoding and locale are explicit: without LANG the default would be SQL_ASCII. */
export const INITDB_FLAGS = [
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--data-checksums',
  '--auth=scram-sha-256',
];

async function initialise(making: ClusterCreation, draft: string, secret: string): Promise<void> {
  const { runAs, binaries } = making;
  const data = join(draft, 'data');
  const passwordFile = join(draft, 'admin-password');
  await mkdir(data, { mode: 0o700 });
  await writePrivate(passwordFile, secret);
  handOver(runAs, data);
  handOver(runAs, passwordFile);
  const flags = [
    ...INITDB_FLAGS,
    `--username=${ADMIN}`,
    `--pwfile=${passwordFile}`,
    `--pgdata=${data}`,
    ...(making.unsafeFast ? ['--no-sync'] : []),
  ];
  const { code, output } = await run(making, binaries.initdb, flags);
  if (code !== 0) {
    throw new EmbeddedError(`The embedded database could not be made (initdb):\n${output.trim()}`);
  }
  await rm(passwordFile);
}

function run(
  { runAs, environment }: ClusterCreation,
  program: string,
  args: string[],
): Promise<{ code: number | null; output: string }> {
  const [command, all] = runAs.command(program, args);
  return new Promise((done) => {
    const child = spawn(command, all, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment,
      cwd: '/',
      windowsHide: true,
      ...runAs.ids,
    });
    let output = '';
    const collect = (part: Buffer) => (output += part.toString('utf8'));
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => done({ code: -1, output: error.message }));
    child.on('close', (code) => done({ code, output }));
  });
}

/** Drafts of a process that was killed while it worked. */
async function removeUnfinished(place: ClusterPaths): Promise<void> {
  const draft = new RegExp(`^${basename(place.cluster)}\\.new-(\\d+)-`);
  for (const name of await readdir(place.folder)) {
    const pid = Number(draft.exec(name)?.[1]);
    if (pid && (pid === process.pid || !isAlive(pid))) {
      await rm(join(place.folder, name), { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

export async function readSecrets(place: ClusterPaths): Promise<Secrets> {
  try {
    const found = JSON.parse(await readFile(place.secrets, 'utf8')) as Partial<Secrets>;
    if (found.admin && found.owner && found.app) return found as Secrets;
  } catch {
    // Answered below, the same as an incomplete file.
  }
  throw new EmbeddedError(
    `The passwords of the embedded database (${place.secrets}) are missing or damaged. ` +
      'Restore the file from a backup, or begin anew with an empty folder.',
  );
}

async function writePrivate(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  await file.writeFile(text);
  await file.sync();
  await file.close();
}

const password = () => randomBytes(24).toString('base64url');
