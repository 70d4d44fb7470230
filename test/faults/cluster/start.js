/**
 * Mawa as several machines run it, on one: two web processes and two workers, PostgreSQL with a synchronous replica,
 * Redis or Valkey, and nginx with the site of deploy/nginx before them. Everything is in a folder of its own and on free
 * ports of loopback. The database is the demonstration of the last release, taken to this version.
 */
const { spawnSync } = require('node:child_process');
const {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} = require('node:fs');
const { connect, createServer } = require('node:net');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { Client } = require('pg');
const { loadRelease, releases, writeReleaseKey } = require('../../support/release-fixture.js');
const support = require('../support.js');
const {
  baseBackup,
  initialise,
  makeDatabase,
  PASSWORD,
  PostgresServer,
} = require('./postgres-server.js');
const { Supervised } = require('./supervised.js');

const DATABASE = 'mawa';
/** The name by which the primary knows its replica. */
const REPLICA = 'mawa_replica';
/** How long a web process serves after it was told to end. */
const DRAIN_SECONDS = 2;

/** `nodeArguments`: of each web process and worker, before its file. */
async function startCluster(say = () => undefined, nodeArguments = []) {
  const folder = mkdtempSync(join(tmpdir(), 'mawa-cluster-'));
  chmodSync(folder, 0o711);
  const running = [];
  // Whoever ends the script ends all that it started.
  const killAll = () => running.forEach((each) => each.kill());
  process.once('exit', killAll);
  const stop = async () => {
    for (const each of running.reverse()) await each.stop();
    process.off('exit', killAll);
    rmSync(folder, { recursive: true, force: true });
  };
  /** What `stop` ends, the latest first. */
  const added = (each) => {
    running.push(each);
    return each;
  };
  const started = async (each) => {
    added(each);
    if (each.start) await each.start();
    return each;
  };
  try {
    const primary = await started(await makePrimary(folder));
    await fill(primary, folder);
    say(`primary    127.0.0.1:${primary.port}`);
    const replica = await started(await makeReplica(primary, join(folder, 'replica')));
    await requireReplica(primary);
    say(`replica    127.0.0.1:${replica.port}, synchronous`);
    const address = await started(await MovableAddress.at(primary.port));
    say(`database   127.0.0.1:${address.port}, the address that leads to the primary`);
    const redis = await started(await makeRedis(folder));
    say(`redis      127.0.0.1:${redis.port}`);
    const settings = environment({ folder, address, redis });
    const parts = { folder, settings, nodeArguments };
    const webs = [await makeWeb(parts, 'web-1'), await makeWeb(parts, 'web-2')];
    const workers = [await makeWorker(parts, 'worker-1'), await makeWorker(parts, 'worker-2')];
    await Promise.all([...webs, ...workers].map(started));
    for (const { name, port } of [...webs, ...workers]) say(`${name.padEnd(10)} 127.0.0.1:${port}`);
    const balancer = await started(await makeBalancer(folder, webs));
    say(`nginx      https://127.0.0.1:${balancer.port}, with a self-signed certificate`);
    return {
      folder,
      primary,
      replica,
      address,
      redis,
      webs,
      workers,
      balancer,
      settings,
      started: added,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makePrimary(folder) {
  const home = join(folder, 'primary');
  initialise(home);
  return new PostgresServer('primary', home, await support.freePort());
}

/** Roles, and the database of the last release, taken to this version. */
async function fill(primary, folder) {
  const { migrate } = support.from('modules/platform/database/migrate.js');
  await makeDatabase(primary, DATABASE);
  writeReleaseKey(join(folder, 'mawa.key.json'));
  const admin = new Client({ connectionString: primary.url(DATABASE) });
  await admin.connect();
  try {
    await loadRelease(admin, releases().at(-1));
  } finally {
    await admin.end();
  }
  await migrate(primary.url(DATABASE, 'mawa_owner'));
}

/** A copy that follows the primary, with a slot that keeps what it still needs: docs/operation.md. */
async function makeReplica(primary, home) {
  rmSync(home, { recursive: true, force: true });
  baseBackup(`${primary.url('postgres')}?application_name=${REPLICA}`, home, [
    '--wal-method=stream',
    '--write-recovery-conf',
    '--create-slot',
    `--slot=${REPLICA}`,
  ]);
  return new PostgresServer('replica', home, await support.freePort());
}

/** From here on a commit is acknowledged once the replica has it on its disk. */
async function requireReplica(primary) {
  await primary.set('synchronous_standby_names', REPLICA);
  await until(() => isSynchronous(primary), 30, 'the replica is not synchronous');
}

const isSynchronous = async (primary) =>
  (await primary.query(`SELECT FROM pg_stat_replication WHERE sync_state = 'sync'`)).length === 1;

async function until(isSo, seconds, what) {
  for (const end = Date.now() + seconds * 1_000; Date.now() < end; await support.pause(100)) {
    if (await isSo().catch(() => false)) return;
  }
  throw new Error(`${what} after ${seconds} s`);
}

/** Stands for the address that an operator moves: what comes in is led to one server, and is cut when it moves. */
class MovableAddress {
  #server;
  #lines = new Set();

  static async at(target) {
    const address = new MovableAddress();
    address.target = target;
    address.#server = createServer((from) => address.#lead(from));
    await new Promise((done) => address.#server.listen(0, '127.0.0.1', done));
    address.port = address.#server.address().port;
    return address;
  }

  #lead(from) {
    const to = connect(this.target, '127.0.0.1');
    const line = [from, to];
    this.#lines.add(line);
    const cut = () => {
      this.#lines.delete(line);
      for (const end of line) end.destroy();
    };
    for (const end of line) end.on('error', cut).on('close', cut).setNoDelay(true);
    from.pipe(to);
    to.pipe(from);
  }

  moveTo(target) {
    this.target = target;
    for (const line of this.#lines) for (const end of line) end.destroy();
  }

  kill() {
    this.moveTo(this.target);
  }

  stop() {
    this.moveTo(this.target);
    return new Promise((done) => this.#server.close(done));
  }
}

async function makeRedis(folder) {
  const port = await support.freePort();
  const home = join(folder, 'redis');
  mkdirSync(home);
  const command = ['valkey-server', 'redis-server'].find(
    (name) => spawnSync(name, ['--version']).status === 0,
  );
  if (!command)
    throw new Error('valkey-server or redis-server is missing: apt-get install redis-server');
  const redis = new Supervised({
    name: 'redis',
    command,
    args: [
      '--port',
      String(port),
      '--bind',
      '127.0.0.1',
      '--dir',
      home,
      '--save',
      '',
      '--appendonly',
      'yes',
      '--maxmemory-policy',
      'noeviction',
    ],
    env: { PATH: process.env.PATH },
    log: join(folder, 'redis.log'),
    isReady: () => accepts(port),
    restarts: false,
  });
  const wipe = () => rmSync(join(home, 'appendonlydir'), { recursive: true, force: true });
  return Object.assign(redis, { port, wipe });
}

const accepts = (port) =>
  new Promise((done) => {
    const probe = connect(port, '127.0.0.1', () => done(true));
    probe.on('error', () => done(false)).on('connect', () => probe.destroy());
  });

const environment = ({ folder, address, redis }) => ({
  PATH: process.env.PATH,
  NODE_ENV: 'production',
  DATABASE_URL: `postgresql://mawa_app:${PASSWORD}@127.0.0.1:${address.port}/${DATABASE}`,
  REDIS_URL: `redis://127.0.0.1:${redis.port}`,
  MAWA_DATA: folder,
  MAWA_TLS: 'true',
  TRUST_PROXY: '127.0.0.1',
  MAWA_SYNTHETIC: 'true',
  MAWA_DRAIN_SECONDS: String(DRAIN_SECONDS),
  LOG_LEVEL: process.env.CLUSTER_LOG ?? 'warn',
});

async function makeWeb({ folder, settings, nodeArguments }, name) {
  const port = await support.freePort();
  const web = new Supervised({
    name,
    command: process.execPath,
    args: [...nodeArguments, join(support.ROOT, 'dist/src/main.js')],
    env: { ...settings, MAWA_ROLE: 'web', PORT: String(port) },
    log: join(folder, `${name}.log`),
    isReady: async () => (await support.call(port, 'GET', '/readyz')).status === 200,
  });
  return Object.assign(web, { port });
}

async function makeWorker({ folder, settings, nodeArguments }, name) {
  const port = await support.freePort();
  const worker = new Supervised({
    name,
    command: process.execPath,
    args: [...nodeArguments, join(support.ROOT, 'dist/src/worker.js')],
    env: { ...settings, MAWA_METRICS_PORT: String(port) },
    log: join(folder, `${name}.log`),
    isReady: async () => (await support.call(port, 'GET', '/healthz')).status === 200,
  });
  return Object.assign(worker, { port });
}

/** The site of deploy/nginx as it is, but for addresses, the certificate and its folder. */
async function makeBalancer(folder, webs) {
  const port = await support.freePort();
  const home = join(folder, 'nginx');
  mkdirSync(home, { mode: 0o711 });
  const [certificate, key] = [join(home, 'cert.pem'), join(home, 'key.pem')];
  const made = spawnSync('openssl', [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:prime256v1',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=127.0.0.1',
    '-keyout',
    key,
    '-out',
    certificate,
  ]);
  if (made.status !== 0) throw new Error('openssl is missing, or made no certificate');
  const log = join(folder, 'nginx.log');
  const site = readFileSync(join(support.ROOT, 'deploy/nginx/mawa.conf'), 'utf8')
    .replace(/^server \{\n {4}listen 80;[\s\S]*?^\}\n/m, '')
    .replace(/^ {4}server 127\.0\.0\.1:3000(.*);\n/m, (_, more) =>
      webs.map((web) => `    server 127.0.0.1:${web.port}${more};\n`).join(''),
    )
    .replace('    listen [::]:443 ssl;\n', '')
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port} ssl;`)
    .replace(/ssl_certificate .*;/, `ssl_certificate ${certificate};`)
    .replace(/error_log .*;/, `error_log ${log} crit;`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`);
  writeFileSync(join(home, 'site.conf'), site);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `  ${kind}_temp_path ${join(home, kind)};`,
  );
  writeFileSync(
    join(home, 'nginx.conf'),
    [
      `pid ${join(home, 'nginx.pid')};`,
      'events { worker_connections 1024; }',
      'http {',
      ...temporary,
      `  include ${join(home, 'site.conf')};`,
      '}',
    ].join('\n'),
  );
  const command = ['/usr/sbin/nginx', '/usr/bin/nginx'].find(existsSync);
  if (!command) throw new Error('nginx is missing: apt-get install nginx-light');
  const balancer = new Supervised({
    name: 'nginx',
    command,
    args: ['-p', home, '-c', join(home, 'nginx.conf'), '-e', log, '-g', 'daemon off;'],
    env: { PATH: process.env.PATH },
    log,
    isReady: () => accepts(port),
  });
  return Object.assign(balancer, { port });
}

module.exports = {
  DATABASE,
  fill,
  makePrimary,
  requireReplica,
  isSynchronous,
  makeReplica,
  REPLICA,
  startCluster,
  until,
};
