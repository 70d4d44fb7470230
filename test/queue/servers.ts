import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { QueueOptions } from '../../modules/platform/queue';
import { migrateQueue } from '../../modules/platform/queue';
import { freshDatabase } from '../support/database';

/** Where the bells hang in a test: an address and how to take it down. */
export interface BellServer {
  address: URL;
  options(address: URL): QueueOptions;
  stop(): Promise<void>;
}

export const SERVERS: { name: string; start: () => Promise<BellServer> }[] = [
  { name: 'PostgreSQL', start: postgres },
  ...redisBinary().map((binary) => ({ name: 'Redis', start: () => redis(binary) })),
];

async function postgres(): Promise<BellServer> {
  const database = await freshDatabase();
  const owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
  await migrateQueue(owner);
  await owner.end();
  return {
    address: new URL(database.appUrl),
    options: (address) => ({ databaseUrl: address.href }),
    stop: () => database.drop(),
  };
}

/** `npm test` needs no system package, so Redis is tested where it is; MAWA_TEST_REDIS=required insists. */
function redisBinary(): string[] {
  const found = ['redis-server', 'valkey-server'].filter(
    (name) => spawnSync(name, ['--version']).status === 0,
  );
  if (!found.length && process.env.MAWA_TEST_REDIS === 'required') {
    throw new Error('MAWA_TEST_REDIS=required, and there is no redis-server or valkey-server');
  }
  if (!found.length) {
    process.stderr.write('No redis-server here: the doorbell is tested over PostgreSQL alone.\n');
  }
  return found.slice(0, 1);
}

async function redis(binary: string): Promise<BellServer> {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-redis-'));
  const port = await freePort();
  const server = spawn(
    binary,
    ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '']
      .concat(['--appendonly', 'yes', '--maxmemory-policy', 'noeviction'])
      .concat(['--loglevel', 'warning']),
    { stdio: 'ignore' },
  );
  await answers(port, server);
  return {
    address: new URL(`redis://127.0.0.1:${port}`),
    options: (address) => ({ databaseUrl: 'postgres://nowhere.invalid/', redisUrl: address.href }),
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(port: number, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 100 && server.exitCode === null; tries += 1) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () =>
        resolve(false),
      );
      socket.on('connect', () => socket.destroy());
    });
    if (open) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('redis-server did not start');
}
