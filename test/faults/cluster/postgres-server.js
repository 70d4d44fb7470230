/** PostgreSQL servers of drills: the binaries that come with the libraries, on loopback, ended as a power cut ends them. */
const { spawn, spawnSync } = require('node:child_process');
const {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} = require('node:fs');
const { join } = require('node:path');
const { Client } = require('pg');
const support = require('../support.js');

const ADMIN = 'mawa_admin';
/** Of a drill, on loopback. */
const PASSWORD = 'exercice';

const runsAs = (data) =>
  support.from('modules/platform/database/embedded/run-as.js').chooseRunAs(data);

/** Runs a program as whoever the server runs as; throws what it said where it fails. */
function runAs(data, program, args) {
  const as = runsAs(data);
  const [command, all] = as.command(program, args);
  const { status, stderr, stdout } = spawnSync(command, all, {
    encoding: 'utf8',
    cwd: '/',
    env: { PATH: process.env.PATH, PGPASSWORD: PASSWORD },
    ...as.ids,
  });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}${stdout}`);
}

/** An empty folder for the data of a server, which it can enter. */
function dataFolder(folder) {
  mkdirSync(folder, { recursive: true, mode: 0o711 });
  const data = join(folder, 'data');
  mkdirSync(data, { mode: 0o700 });
  handOver(data);
  return data;
}

function handOver(path) {
  support
    .from('modules/platform/database/embedded/run-as.js')
    .handOver(runsAs(join(path, 'nowhere')), path);
}

/** A new cluster in `folder`. */
function initialise(folder) {
  const { findBinaries } = support.from('modules/platform/database/embedded/binaries.js');
  const data = dataFolder(folder);
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD, { mode: 0o644 });
  runAs(data, findBinaries().initdb, [
    ...support.from('modules/platform/database/embedded/cluster.js').INITDB_FLAGS,
    `--username=${ADMIN}`,
    `--pwfile=${passwordFile}`,
    `--pgdata=${data}`,
  ]);
  return data;
}

/** `pg_basebackup` of Debian's postgresql-client: the package of the libraries has none. */
function baseBackup(url, folder, more) {
  const data = dataFolder(folder);
  runAs(data, join(clientPrograms(), 'pg_basebackup'), [
    '--dbname',
    url,
    '--pgdata',
    data,
    '--checkpoint=fast',
    ...more,
  ]);
  return data;
}

/** The folder of the newest client programs of Debian. */
function clientPrograms() {
  const versions = '/usr/lib/postgresql';
  const newest = existsSync(versions)
    ? readdirSync(versions)
        .map(Number)
        .filter((version) => version >= 17)
        .sort((a, b) => b - a)[0]
    : undefined;
  if (!newest) throw new Error('pg_basebackup is missing: apt-get install postgresql-client-17');
  return join(versions, String(newest), 'bin');
}

class PostgresServer {
  #process = null;

  constructor(name, folder, port, settings = {}) {
    Object.assign(this, { name, folder, port, settings, data: join(folder, 'data') });
    this.log = join(folder, 'postgres.log');
  }

  url(database, user = ADMIN) {
    return `postgresql://${user}:${PASSWORD}@127.0.0.1:${this.port}/${database}`;
  }

  get pid() {
    return this.#process?.pid;
  }

  get isRunning() {
    return this.#process !== null;
  }

  /** Resolves when it accepts connections, or rejects with the end of its log. */
  async start(seconds = 60) {
    const { findBinaries } = support.from('modules/platform/database/embedded/binaries.js');
    const settings = {
      listen_addresses: '127.0.0.1',
      port: this.port,
      unix_socket_directories: '',
      max_connections: 120,
      wal_level: 'replica',
      log_min_messages: 'log',
      log_min_error_statement: 'panic',
      ...this.settings,
    };
    const as = runsAs(this.data);
    const [command, args] = as.command(findBinaries().postgres, [
      '-D',
      this.data,
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ]);
    const log = openSync(this.log, 'a', 0o600);
    // Ctrl+C is answered by the script, which ends all in order.
    const child = spawn(command, args, {
      detached: true,
      stdio: ['ignore', log, log],
      cwd: '/',
      env: { PATH: process.env.PATH },
      ...as.ids,
    });
    this.#process = child;
    child.on('exit', () => {
      if (this.#process === child) this.#process = null;
    });
    for (const end = Date.now() + seconds * 1_000; Date.now() < end; await support.pause(50)) {
      if (!this.isRunning) break;
      if (await this.answers()) return;
    }
    const end = readFileSync(this.log, 'utf8').trim().split('\n').slice(-5).join('\n');
    throw new Error(`${this.name} did not start:\n${end}`);
  }

  answers() {
    return this.query('SELECT 1').then(
      () => true,
      () => false,
    );
  }

  /** One statement on a connection of its own, as the administrator. */
  async query(text, values = [], database = 'postgres') {
    const client = new Client({
      connectionString: this.url(database),
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return (await client.query(text, values)).rows;
    } finally {
      await client.end().catch(() => undefined);
    }
  }

  /** As `ALTER SYSTEM` by an operator; an empty value takes it away. */
  async set(name, value) {
    await this.query(
      value ? `ALTER SYSTEM SET ${name} = '${value}'` : `ALTER SYSTEM RESET ${name}`,
    );
    await this.query('SELECT pg_reload_conf()');
  }

  /** Everything of it at once, as when the machine loses its power. */
  kill() {
    const { pid } = this;
    if (!pid) return;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    process.kill(pid, 'SIGSTOP');
    for (const each of [...children.split(' ').filter(Boolean).map(Number), pid]) {
      try {
        process.kill(each, 'SIGKILL');
      } catch (error) {
        if (error.code !== 'ESRCH') throw error; // ended meanwhile
      }
    }
  }

  async stop() {
    const child = this.#process;
    if (!child) return;
    const ended = new Promise((done) => child.once('exit', done));
    child.kill('SIGINT');
    const late = setTimeout(() => this.kill(), 20_000);
    await ended;
    clearTimeout(late);
  }
}

/** A migrated, empty database on `server`, with a key file in `folder`. */
async function prepareDatabase(server, folder, database) {
  const { migrate } = support.from('modules/platform/database/migrate.js');
  const { createKeyFile } = support.from('modules/access/keys/index.js');
  await makeDatabase(server, database);
  await migrate(server.url(database, 'mawa_owner'));
  createKeyFile(join(folder, 'mawa.key.json'));
}

/** The roles of Mawa, and a database without a schema. */
async function makeDatabase(server, database) {
  const { ensureDatabase, ensureRoles } = support.from('modules/platform/database/roles.js');
  await ensureRoles(server.url('postgres'), { ownerPassword: PASSWORD, appPassword: PASSWORD });
  await ensureDatabase(server.url('postgres'), database);
}

module.exports = {
  baseBackup,
  clientPrograms,
  handOver,
  initialise,
  makeDatabase,
  PASSWORD,
  PostgresServer,
  prepareDatabase,
};
