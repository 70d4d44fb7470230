import { existsSync, readdirSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { dirname } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { Client, type ClientBase, Pool } from 'pg';
import {
  fitOf,
  type KeyFileFit,
  keyRingOf,
  KeyWrappingError,
  masterKeysInUse,
  readKeyFile,
  readKeyFileText,
} from '../../access';
import type { Env } from '../../platform/config/env';
import { compareVersions, VERSION } from '../../platform/config/version';
import { planUpgrade } from '../../platform/database/migrate';
import {
  type AskPosition,
  awaitReplica,
  POSITION,
  positionOf,
} from '../../platform/database/replica';
import type { Release } from '../../platform/database/release';
import { openJobQueue } from '../../platform/queue';
import { openMailer } from '../../platform/mail/mailer';
import { type ScannerVersion, scannerVersion } from '../../platform/virus-scan/clamd';
import type {
  KeyFileFacts,
  QueueFacts,
  ReplicaFacts,
  RoleFacts,
  UpgradeFacts,
} from './health.rules';
import type { AddressFacts } from './machine.rules';

const DAY_MS = 86_400_000;

export function keyFileFacts(env: Env): KeyFileFacts {
  const path = env.keyFile;
  const { state, wrapping = null, previous = 0, refusal = null } = stateOf(env);
  return {
    path,
    state,
    wrapping,
    isTokenConfigured: env.MAWA_PKCS11_MODULE !== undefined,
    refusal,
    othersRead: state !== 'missing' && (statSync(path).mode & 0o077) !== 0,
    besideBackups:
      state !== 'missing' && readdirSync(dirname(path)).some((one) => /\.age$/.test(one)),
    previous,
  };
}

/** A server asks no token for this: it says whether the file that lies there is the one that it opened. */
function stateOf(
  env: Env,
): Pick<KeyFileFacts, 'state'> & Partial<Pick<KeyFileFacts, 'wrapping' | 'previous' | 'refusal'>> {
  if (!existsSync(env.keyFile)) return { state: 'missing' };
  try {
    const { wrapping } = readKeyFileText(env.keyFile);
    if (wrapping === null)
      return { state: 'whole', previous: readKeyFile(env.keyFile).previous.length };
    const ring = keyRingOf(env);
    const refusal = ring.refusal?.message ?? null;
    return { state: 'whole', wrapping, previous: ring.previous.length, refusal };
  } catch (error) {
    if (!(error instanceof KeyWrappingError)) return { state: 'broken' };
    const { wrapping } = readKeyFileText(env.keyFile);
    return { state: 'whole', wrapping, refusal: error.message };
  }
}

/** Whether the file that lies there opens what this database holds; null where it is not opened. */
export async function keyFileFit(client: ClientBase, env: Env): Promise<KeyFileFit | null> {
  const { state, wrapping, refusal } = keyFileFacts(env);
  if (state !== 'whole' || refusal !== null) return null;
  const file = wrapping === null ? readKeyFile(env.keyFile) : keyRingOf(env);
  return fitOf(await masterKeysInUse(client), file);
}

const CONNECTIONS = 4;

/** Connects as the application, and finds a schema there; else the reason why not. Statements end by themselves. */
export async function reach(
  url: string,
  limitMs: number,
): Promise<{ pool: Pool } | { error: { code?: string; message: string } }> {
  const pool = new Pool({
    connectionString: url,
    application_name: 'mawa-health',
    max: CONNECTIONS,
    connectionTimeoutMillis: limitMs,
    statement_timeout: limitMs,
    query_timeout: limitMs, // A server that is stopped ends no statement.
  });
  // A connection that is lost fails what is asked of it; nothing else listens.
  pool.on('error', () => undefined);
  try {
    await pool.query('SELECT FROM public.installation LIMIT 0');
    return { pool };
  } catch (error) {
    void pool.end().catch(() => undefined);
    return { error: error as { code?: string; message: string } };
  }
}

/** Runs `work` on a connection of its own: several are asked at once. */
export async function onConnection<T>(
  pool: Pool,
  work: (client: ClientBase) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  try {
    return await work(client);
  } finally {
    client.release();
  }
}

export async function upgradeFacts(
  ownerUrl: string | null,
  release: Release | null,
  isEmbedded: boolean,
): Promise<UpgradeFacts> {
  if (release !== null && compareVersions(release.version, VERSION) > 0) return 'newer';
  if (ownerUrl === null && isEmbedded) return 'by_start';
  return ownerUrl === null || release === null ? 'no_owner' : planUpgrade(ownerUrl);
}

export async function rolesOf(client: ClientBase, names: readonly string[]): Promise<RoleFacts[]> {
  const { rows } = await client.query<{ name: string; powerful: boolean }>(
    `SELECT rolname AS name, rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication AS powerful
       FROM pg_roles WHERE rolname = ANY ($1) OR rolname = current_user`,
    [names],
  );
  return rows;
}

export async function tablesWithoutRowSecurity(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ relname: string }>(
    `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
        AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'case_id')`,
  );
  return rows.map(({ relname }) => relname);
}

export interface ServerFacts {
  readonly version: number;
  readonly clockDifferenceMs: number;
  readonly zoneMinutes: number;
  readonly bytes: number;
}

export async function serverFacts(client: ClientBase, zone: string): Promise<ServerFacts> {
  const { rows } = await client.query<Omit<ServerFacts, 'clockDifferenceMs'> & { at: Date }>(
    `SELECT clock_timestamp() AS at, current_setting('server_version_num')::int AS version,
            (extract(epoch FROM (now() AT TIME ZONE $1) - (now() AT TIME ZONE 'UTC')) / 60)::int AS "zoneMinutes",
            pg_database_size(current_database())::float8 AS bytes`,
    [zone],
  );
  const { at, ...rest } = rows[0]!;
  return { ...rest, clockDifferenceMs: Math.abs(at.getTime() - Date.now()) };
}

/** Asks both servers, as long reads do, and waits for the replica no longer than `withinMs`. */
export async function replicaFacts(
  primary: ClientBase,
  url: string,
  withinMs: number,
): Promise<ReplicaFacts | { error: string }> {
  const replica = new Client({
    connectionString: url,
    application_name: 'mawa-health',
    connectionTimeoutMillis: withinMs,
    statement_timeout: withinMs,
    query_timeout: withinMs,
  });
  replica.on('error', () => undefined);
  try {
    await replica.connect();
    const began = performance.now();
    const ask =
      (client: ClientBase): AskPosition =>
      async () =>
        (await client.query(POSITION)).rows;
    const position = await positionOf(ask(primary));
    const state = await awaitReplica(position, ask(replica), withinMs, withinMs);
    const ms = Math.round(performance.now() - began);
    const { rows } = await replica.query<{ on: boolean }>(
      `SELECT current_setting('hot_standby_feedback')::boolean AS on`,
    );
    return { state, ms, tellsPrimary: rows[0]!.on };
  } catch (error) {
    return { error: (error as Error).message };
  } finally {
    void replica.end().catch(() => undefined);
  }
}

export async function lastClosedNight(client: ClientBase): Promise<string | null> {
  const { rows } = await client.query<{ last: string | null }>(
    'SELECT max(night)::text AS last FROM closed_nights',
  );
  return rows[0]!.last;
}

/** Minutes ahead of UTC, as the time-zone data of Node have it. */
export function zoneMinutes(zone: string, at: Date): number {
  const said = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')!.value;
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(said) ?? [];
  if (!sign) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

export async function queueFacts(
  client: ClientBase,
  env: Env,
  databaseUrl: string,
  now: Date,
): Promise<QueueFacts> {
  const queue = openJobQueue({ databaseUrl, redisUrl: env.REDIS_URL });
  try {
    // A machine that is busy may take longer than the queue waits: it is asked once more.
    const health = (await queue.health()) === 'up' ? 'up' : await queue.health();
    const nextScheduledTask = health === 'up' ? await queue.dueNext('sweep-jobs') : null;
    const { rows } = await client.query<{ oldest: Date | null; failed: number }>(
      `SELECT min(asked_at) FILTER (WHERE state = 'waiting') AS oldest,
              count(*) FILTER (WHERE state = 'failed' AND finished_at > $1)::int AS failed
         FROM jobs`,
      [new Date(now.getTime() - 7 * DAY_MS)],
    );
    const { oldest, failed } = rows[0]!;
    return { health, nextScheduledTask, oldestWaiting: oldest, failedLastWeek: failed };
  } finally {
    void queue.close(); // Where Redis is gone, that takes as long as asking it.
  }
}

export async function mail(env: Env): Promise<'none' | 'up' | { error: string }> {
  if (!env.MAWA_MAIL_URL) return 'none';
  return openMailer(env)
    .verify()
    .then(
      () => 'up' as const,
      (error: Error) => ({ error: error.message }),
    );
}

export const scanner = async ({ MAWA_CLAMD }: Env): Promise<'none' | ScannerVersion> =>
  MAWA_CLAMD ? scannerVersion(MAWA_CLAMD) : 'none';

/** Less than a page waits (installation-health.service.ts). */
const ANSWER_MS = 4_000;

/** Asks as a browser would, and looks at the certificate even where its signer is not known here. */
export async function address(env: Env): Promise<AddressFacts> {
  const url = env.MAWA_PUBLIC_URL ?? null;
  const facts = { url, behindTls: env.MAWA_TLS, trustsProxy: env.TRUST_PROXY !== undefined };
  if (!url?.startsWith('https:')) return { ...facts, answer: null, error: null };
  return new Promise((done) => {
    const asked = request(
      new URL('/healthz', url),
      { rejectUnauthorized: false, timeout: ANSWER_MS, agent: false },
      (response) => {
        const socket = response.socket as TLSSocket;
        const { valid_from, valid_to } = socket.getPeerCertificate();
        const left = Date.parse(valid_to) - Date.now();
        response.resume();
        const answer = {
          status: response.statusCode!,
          leftMs: left,
          share: left / (Date.parse(valid_to) - Date.parse(valid_from)),
          trusted: socket.authorized,
        };
        done({ ...facts, answer, error: null });
      },
    );
    asked.on('timeout', () => asked.destroy(new Error('no answer')));
    asked.on('error', ({ message }) => done({ ...facts, answer: null, error: message }));
    asked.end();
  });
}
