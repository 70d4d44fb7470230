import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { withFolderLock } from '../../modules/platform/database/embedded/folder-lock';
import { isAlive } from '../../modules/platform/database/embedded/processes';

const CHECKOUT = resolve(__dirname, '../..');
const MEMORY = '/dev/shm';
const ROOM = 3 * 1024 ** 3;

/** Memory that is a folder, where the machine has enough of it. */
function hasMemory(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bsize, bavail } = statfsSync(MEMORY);
  return bsize * bavail >= ROOM;
}

/**
 * The test cluster is shared by every test run of this checkout; the last run to end stops it. It lives in
 * memory: each test database is two thousand files, and ext4 goes round every file that was deleted in
 * the last minutes to make a new one, so that after some dozens a database took two seconds instead of
 * a tenth.
 */
const inMemory = hasMemory();
export const FOLDER = inMemory
  ? join(
      MEMORY,
      `mawa-test-${createHash('sha256').update(`${process.getuid?.()} ${CHECKOUT}`).digest('hex').slice(0, 12)}`,
    )
  : join(CHECKOUT, '.mawa/test-postgres');
const RUNS = join(FOLDER, 'runs');

const IN_MEMORY = join(FOLDER, 'cluster');
const ON_DISK = join(CHECKOUT, '.mawa/test-cluster');

/** Frees the memory and keeps the stopped cluster on disk: the next run need not migrate again. */
export function storeCluster(): void {
  if (!inMemory) return;
  rmSync(ON_DISK, { recursive: true, force: true });
  copyFolder(IN_MEMORY, ON_DISK);
  rmSync(IN_MEMORY, { recursive: true, force: true });
}

/** Brings the cluster of an earlier run back into memory. */
export function loadCluster(): void {
  if (inMemory && !existsSync(IN_MEMORY) && existsSync(ON_DISK)) copyFolder(ON_DISK, IN_MEMORY);
}

/** With owners and modes, since PostgreSQL may run as another user; never half of a folder. */
function copyFolder(from: string, to: string): void {
  const unfinished = `${to}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(dirname(to), { recursive: true });
  if (spawnSync('cp', ['-a', from, unfinished]).status === 0) renameSync(unfinished, to);
  else rmSync(unfinished, { recursive: true, force: true });
}

/** What a test file needs to make itself a database. */
export interface RunFacts {
  run: string;
  template: string;
  /** Of the database `postgres`; a test file puts its own in place of it. */
  admin: string;
  owner: string;
  app: string;
}

/** The template's name changes with every file that decides what migrating makes. */
export function templateName(): string {
  const hash = createHash('sha256').update(readFileSync(join(CHECKOUT, 'package-lock.json')));
  hash.update(readFileSync(join(__dirname, 'pristine.sql')));
  for (const folder of ['migrations', 'modules/platform/database', 'modules/platform/queue']) {
    const paths = readdirSync(join(CHECKOUT, folder), { recursive: true, encoding: 'utf8' });
    for (const path of paths.map((name) => join(CHECKOUT, folder, name)).sort()) {
      if (statSync(path).isFile()) hash.update(path).update(readFileSync(path));
    }
  }
  return `mawa_template_${hash.digest('hex').slice(0, 16)}`;
}

export const databasesOf = (run: string) => `mawa_test_${run}_`;

/** Runs that start and runs that stop the cluster take turns. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  mkdirSync(RUNS, { recursive: true });
  return withFolderLock(join(FOLDER, 'runs.lock'), work);
}

export function enter(run: string): void {
  writeFileSync(join(RUNS, `${run}.json`), '{}', { mode: 0o600 });
}

export function writeFacts(facts: RunFacts): void {
  const path = join(RUNS, `${facts.run}.json`);
  writeFileSync(path, JSON.stringify(facts), { mode: 0o600 });
  process.env.MAWA_TEST_RUN = path;
}

export function readFacts(): RunFacts {
  const path = process.env.MAWA_TEST_RUN;
  if (!path || !existsSync(path)) {
    throw new Error('There is no test database: run the tests through jest and its global set-up.');
  }
  return JSON.parse(readFileSync(path, 'utf8')) as RunFacts;
}

export function leave(run: string): void {
  rmSync(join(RUNS, `${run}.json`), { force: true });
}

/** The runs that still go on; those of a killed process are forgotten. */
export function liveRuns(): string[] {
  const runs = readdirSync(RUNS).map((file) => file.replace(/\.json$/, ''));
  return runs.filter((run) => {
    const lives = isAlive(Number(run));
    if (!lives) leave(run);
    return lives;
  });
}
