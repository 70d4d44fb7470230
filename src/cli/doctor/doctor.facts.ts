import { compareVersions, VERSION } from '../../../modules/platform/config/version';
import { planUpgrade, type UpgradePlan } from '../../../modules/platform/database/migrate';
import type { Release } from '../../../modules/platform/database/release';
import { existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { dirname } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { Client } from 'pg';
import { readKeyFile } from '../../../modules/access';
import type { Env } from '../../../modules/platform/config/env';
import { openJobQueue } from '../../../modules/platform/queue';
import { openMailer } from '../../../modules/platform/mail/mailer';
import type { AddressFacts, KeyFileFacts, QueueFacts, RoleFacts } from './doctor.rules';

export function keyFileFacts(path: string): KeyFileFacts {
  const state = stateOf(path);
  return {
    path,
    state,
    othersRead: state !== 'missing' && (statSync(path).mode & 0o077) !== 0,
    besideBackups:
      state !== 'missing' && readdirSync(dirname(path)).some((one) => /\.age$/.test(one)),
    previous: state === 'whole' ? readKeyFile(path).previous.length : 0,
  };
}

function stateOf(path: string): KeyFileFacts['state'] {
  if (!existsSync(path)) return 'missing';
  try {
    readKeyFile(path);
    return 'whole';
  } catch {
    return 'not whole';
  }
}

/** Connects as the application, and finds a schema there; else the reason why not. */
export async function reach(
  url: string,
): Promise<{ client: Client } | { error: { code?: string; message: string } }> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  try {
    await client.connect();
    await client.query('SELECT FROM public.installation LIMIT 0');
    return { client };
  } catch (error) {
    await client.end().catch(() => undefined);
    return { error: error as { code?: string; message: string } };
  }
}

/** Null: the owner may not be asked, or another version upgrades this database. */
export async function upgradePlan(
  ownerUrl: string | null,
  release: Release | null,
): Promise<UpgradePlan | null> {
  if (ownerUrl === null || release === null) return null;
  return compareVersions(release.version, VERSION) > 0 ? null : planUpgrade(ownerUrl);
}

export async function rolesOf(client: Client, names: readonly string[]): Promise<RoleFacts[]> {
  const { rows } = await client.query<{ name: string; powerful: boolean }>(
    `SELECT rolname AS name, rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication AS powerful
       FROM pg_roles WHERE rolname = ANY ($1) OR rolname = current_user`,
    [names],
  );
  return rows;
}

export async function bareTables(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ relname: string }>(
    `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
        AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'case_id')`,
  );
  return rows.map(({ relname }) => relname);
}

export interface ServerFacts {
  readonly version: number;
  readonly apartMs: number;
  readonly zoneMinutes: number;
  readonly bytes: number;
  readonly lastClosedNight: string | null;
}

export async function serverFacts(client: Client, zone: string): Promise<ServerFacts> {
  const { rows } = await client.query<Omit<ServerFacts, 'apartMs'> & { at: Date }>(
    `SELECT clock_timestamp() AS at, current_setting('server_version_num')::int AS version,
            (extract(epoch FROM (now() AT TIME ZONE $1) - (now() AT TIME ZONE 'UTC')) / 60)::int AS "zoneMinutes",
            pg_database_size(current_database())::float8 AS bytes,
            (SELECT max(night)::text FROM closed_nights) AS "lastClosedNight"`,
    [zone],
  );
  const { at, ...rest } = rows[0]!;
  return { ...rest, apartMs: Math.abs(at.getTime() - Date.now()) };
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
  client: Client,
  env: Env,
  databaseUrl: string,
): Promise<QueueFacts> {
  const queue = openJobQueue({ databaseUrl, redisUrl: env.REDIS_URL });
  try {
    const health = await queue.health();
    const nextChore = health === 'up' ? await queue.dueNext('sweep-jobs') : null;
    const { rows } = await client.query<{ oldest: Date | null; failed: number }>(
      `SELECT min(asked_at) FILTER (WHERE state = 'waiting') AS oldest,
              count(*) FILTER (WHERE state = 'failed' AND finished_at > $1)::int AS failed
         FROM jobs`,
      [new Date(Date.now() - 7 * 24 * 3_600_000)],
    );
    const { oldest, failed } = rows[0]!;
    return { health, nextChore, oldestWaiting: oldest, failedLastWeek: failed };
  } finally {
    await queue.close();
  }
}

export function disk(folder: string): { free: number; all: number } {
  const { bavail, blocks, bsize } = statfsSync(existsSync(folder) ? folder : dirname(folder));
  return { free: bavail * bsize, all: blocks * bsize };
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

const ANSWER_MS = 5_000;
const DAY_MS = 86_400_000;

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
          days: Math.floor(left / DAY_MS),
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
