import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Binaries } from './binaries';
import type { ClusterPaths } from './cluster';
import { EmbeddedError } from './embedded-error';
import { readPostmaster } from './postmaster';
import { until } from './processes';
import type { RunAs } from './run-as';
import { serverSettings, socketFolderOf } from './settings';

interface Launch {
  place: ClusterPaths;
  binaries: Binaries;
  runAs: RunAs;
  environment: NodeJS.ProcessEnv;
  port?: number;
  clusterName: string;
  unsafeFast: boolean;
}

const LARGEST_LOG = 1_000_000;

/** Starts the server so that it outlives this process; resolves to its port once it accepts connections. */
export async function launch(request: Launch): Promise<number> {
  const { place } = request;
  rotate(place.log);
  for (let attempt = 1; ; attempt++) {
    const port = request.port ?? (await choosePort(place, attempt));
    const before = sizeOf(place.log);
    if (await startOn(port, request)) {
      writeFileSync(place.port, String(port));
      return port;
    }
    const said = readFileSync(place.log).subarray(before).toString('utf8').trim();
    const taken = /could not bind|could not create any TCP/i.test(said);
    if (taken && request.port === undefined && attempt < 5) continue;
    if (taken) throw new EmbeddedError(`Port ${port} is taken. Choose another for the database.`);
    throw new EmbeddedError(`The embedded PostgreSQL did not start:\n${said.slice(-2_000)}`);
  }
}

async function startOn(port: number, request: Launch): Promise<boolean> {
  const { place, binaries, runAs, environment } = request;
  const { clusterName, unsafeFast } = request;
  const socketFolder = socketFolderOf(place.data);
  const settings = serverSettings({ port, socketFolder, clusterName, unsafeFast });
  const server = ['-D', place.data, ...settings];
  // On Windows an administrator's rights are dropped by pg_ctl alone.
  const [program, args] =
    process.platform === 'win32'
      ? [binaries.pgCtl, ['start', '-D', place.data, '-l', place.log, '-o', settings.join(' ')]]
      : runAs.command(binaries.postgres, server);
  const log = openSync(place.log, 'a', 0o600);
  const child = spawn(program, args, {
    detached: true,
    stdio: ['ignore', log, log],
    env: environment,
    cwd: place.cluster,
    windowsHide: true,
    ...runAs.ids,
  });
  closeSync(log);
  return isReady(child, place);
}

async function isReady(child: ChildProcess, place: ClusterPaths): Promise<boolean> {
  let ended = false;
  const byPgCtl = process.platform === 'win32';
  child.on('error', () => (ended = true));
  child.on('exit', (code) => (ended = !byPgCtl || code !== 0));
  child.unref();
  let ready = false;
  await until(() => {
    const found = readPostmaster(place.data);
    ready = found !== null && found.ready && (byPgCtl || found.pid === child.pid);
    return ready || ended;
  }, 60_000);
  return ready;
}

/** The port of last time if it is free, so that a running application finds its database again. */
async function choosePort(place: ClusterPaths, attempt: number): Promise<number> {
  const last = attempt === 1 ? Number(textOf(place.port)) : 0;
  return (last && (await freePort(last))) || (await freePort(0)) || 0;
}

function freePort(port: number): Promise<number | null> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once('error', () => done(null));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : null));
    });
  });
}

function rotate(log: string): void {
  if (sizeOf(log) > LARGEST_LOG) renameSync(log, `${log}.1`);
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
