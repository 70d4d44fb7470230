import type { KeyFileFit } from '../../access';
import type { LatestBackup } from '../../platform/backup';
import type { ReplicaState } from '../../platform/database/replica';
import type { UpgradePlan } from '../../platform/database/migrate';
import { refuseOtherSchema, type Release, WrongSchema } from '../../platform/database/release';

/** `note`: to be known, and not wrong yet. `not_asked`: this process cannot ask. */
export type HealthState = 'good' | 'note' | 'wrong' | 'not_asked';

/** What `mawa doctor` and the page of health say: facts in, findings out. */
export interface Finding {
  readonly state: HealthState;
  /** Its sentence is `health:finding.<key>.what`; `.todo` says what to do, where there is something. */
  readonly key: string;
  readonly params?: Readonly<Record<string, string | number>>;
  /** On the server, in the folder of Mawa. */
  readonly command?: string;
}

type More = Pick<Finding, 'params' | 'command'>;
const finding =
  (state: HealthState) =>
  (key: string, more: More = {}): Finding => ({ state, key, ...more });
export const good = finding('good');
export const note = finding('note');
export const wrong = finding('wrong');
const notAsked = finding('not_asked');

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
export const DAY_MS = 24 * HOUR_MS;
export const minutesOf = (ms: number): number => Math.floor(ms / MINUTE_MS);

export const versionFinding = (version: string, node: string): Finding =>
  good('version', { params: { version, node } });

export interface KeyFileFacts {
  readonly path: string;
  readonly state: 'whole' | 'missing' | 'broken';
  readonly othersRead: boolean;
  /** A file of a backup lies in the same folder. */
  readonly besideBackups: boolean;
  /** Earlier master keys that are still in it. */
  readonly previous: number;
  /** The token and its key that wrap the file; null: the file is in clear. */
  readonly wrapping: { readonly device: string; readonly key: string } | null;
  readonly isTokenConfigured: boolean;
  /** Why the token does not open the file that lies there. */
  readonly refusal: string | null;
}

export function keyFileFindings(facts: KeyFileFacts): Finding[] {
  const { path, state, othersRead, besideBackups, previous } = facts;
  const params = { path };
  if (state === 'missing')
    return [wrong('key_file_missing', { params, command: 'mawa keys create' })];
  if (state === 'broken') return [wrong('key_file_broken', { params })];
  return [
    othersRead ? wrong('key_file_open', { command: `chmod 600 ${path}` }) : good('key_file_whole'),
    besideBackups ? wrong('key_file_beside_backups') : good('key_file_apart'),
    ...wrappingFindings(facts),
    ...(previous > 0
      ? [note('key_file_previous', { command: 'mawa keys rewrap && mawa keys forget' })]
      : []),
  ];
}

/** Null: the file is not there, not complete or not opened, which is said elsewhere. */
export function keyUseFindings(fit: KeyFileFit | null): Finding[] {
  if (fit === null) return [];
  return [fit === 'all' ? good('key_file_fits') : wrong(`key_file_opens_${fit}`)];
}

function wrappingFindings({ wrapping, isTokenConfigured, refusal }: KeyFileFacts): Finding[] {
  if (wrapping === null)
    return isTokenConfigured
      ? [wrong('key_file_not_wrapped', { command: 'mawa keys wrap' })]
      : [good('key_file_in_clear')];
  if (refusal !== null) return [wrong('key_file_not_opened', { params: { message: refusal } })];
  const { device, key } = wrapping;
  return [good('key_file_wrapped', { params: { device, key } })];
}

/** Why nothing of the database can be looked at. No such role or another password, no such database, no table yet. */
export const unreachableFinding = ({
  code,
  message,
}: {
  code?: string;
  message: string;
}): Finding =>
  ['28P01', '28000', '3D000', '42P01'].includes(code ?? '')
    ? wrong('database_unprepared', { params: { message }, command: 'mawa migrate' })
    : wrong('database_silent', { params: { message } });

export const postgresFinding = (version: number): Finding =>
  (version >= 150_000 ? good : wrong)('postgres', {
    params: { version: Math.floor(version / 10_000) },
  });

const SCHEMA_COMMANDS = { none: 'mawa migrate', older: 'mawa upgrade', newer: undefined };

/**
 * `no_owner`: who asks may not connect as the owner. `newer`: a newer version upgrades this database. `by_start`: it is
 * the embedded one, which the start of this process took to the present.
 */
export type UpgradeFacts = UpgradePlan | 'no_owner' | 'newer' | 'by_start';

/** Whether this version works with the schema; and, where the owner may be asked, what an upgrade has left to do. */
export function schemaFindings(release: Release | null, plan: UpgradeFacts): Finding[] {
  try {
    refuseOtherSchema(release);
  } catch (error) {
    if (!(error instanceof WrongSchema)) throw error;
    const params = { made: release?.version ?? '', version: error.version };
    return [wrong(`schema_${error.why}`, { params, command: SCHEMA_COMMANDS[error.why] })];
  }
  if (plan === 'newer') return [good('schema_of_newer', { params: { made: release!.version } })];
  if (plan === 'by_start') return [good('schema_up_to_date')];
  if (plan === 'no_owner')
    return [good('schema_works'), notAsked('schema_not_compared', { command: 'mawa doctor' })];
  if (plan.steps.length + plan.changed.length + plan.gone.length > 0)
    return [wrong('schema_differs', { command: 'mawa upgrade' })];
  if (plan.later.length > 0)
    return [note('schema_unfinished', { command: 'mawa upgrade --finish' })];
  return [good('schema_up_to_date')];
}

export interface RoleFacts {
  readonly name: string;
  readonly powerful: boolean;
}

export function roleFindings(expected: readonly string[], roles: readonly RoleFacts[]): Finding[] {
  const absent = expected.filter((name) => !roles.some((role) => role.name === name));
  const powerful = roles.filter((role) => role.powerful).map(({ name }) => name);
  return [
    absent.length > 0
      ? wrong('roles_missing', { params: { names: absent.join(', ') }, command: 'mawa migrate' })
      : good('roles_there'),
    powerful.length > 0
      ? wrong('roles_powerful', { params: { names: powerful.join(', ') } })
      : good('roles_bounded'),
  ];
}

export const rowSecurityFinding = (tables: readonly string[]): Finding =>
  tables.length > 0
    ? wrong('row_security_missing', {
        params: { names: tables.join(', ') },
        command: 'mawa upgrade',
      })
    : good('row_security');

export function clockFinding(differenceMs: number): Finding {
  const params = { ms: Math.round(differenceMs) };
  return differenceMs < 5_000
    ? good('clocks_agree', { params })
    : wrong('clocks_differ', { params });
}

/** Minutes ahead of UTC of one zone, as each of the two has it at the same instant. */
export function zoneFinding(zone: string, minutes: { node: number; postgres: number }): Finding {
  const { node, postgres } = minutes;
  if (node === postgres) return good('zone_agrees', { params: { zone } });
  return note('zone_differs', { params: { zone, node, postgres } });
}

export interface QueueFacts {
  readonly health: 'up' | 'down';
  /** Next run of the task of each minute; null: no worker ever registered it. */
  readonly nextScheduledTask: Date | null;
  readonly oldestWaiting: Date | null;
  readonly failedLastWeek: number;
}

const CHORE_LATE_MS = 3 * MINUTE_MS;
const JOB_LATE_MS = 10 * MINUTE_MS;

export function queueFindings(facts: QueueFacts, now: Date): Finding[] {
  if (facts.health === 'down') return [wrong('queue_silent')];
  const late = facts.nextScheduledTask ? now.getTime() - facts.nextScheduledTask.getTime() : 0;
  const waited = facts.oldestWaiting ? now.getTime() - facts.oldestWaiting.getTime() : 0;
  const minutes = (ms: number) => ({ params: { minutes: minutesOf(ms) } });
  return [
    good('queue'),
    facts.nextScheduledTask === null
      ? note('workers_none_yet')
      : late > CHORE_LATE_MS
        ? wrong('workers_silent', minutes(late))
        : good('workers'),
    waited > JOB_LATE_MS ? wrong('jobs_wait', minutes(waited)) : good('jobs_flow'),
    facts.failedLastWeek > 0
      ? note('jobs_failed', { params: { failed: facts.failedLastWeek } })
      : good('jobs_succeed'),
  ];
}

/** A night is closed two hours after its end at the latest; before the first one there is nothing to say. */
export function nightFinding(lastClosed: string | null, due: string): Finding {
  if (lastClosed === null) return note('nights_none');
  const params = { last: lastClosed, due };
  return lastClosed >= due ? good('nights_closed', { params }) : wrong('nights_late', { params });
}

export interface ReplicaFacts {
  readonly state: ReplicaState;
  /** How long it took until it had what the primary had. */
  readonly ms: number;
  /** It tells the primary which rows it still reads (hot_standby_feedback). */
  readonly tellsPrimary: boolean;
}

/** Of the replica for long reads: where it is not near enough, they go to the primary. */
export function replicaFindings(facts: ReplicaFacts | { readonly error: string }): Finding[] {
  if ('error' in facts) return [wrong('replica_silent', { params: { message: facts.error } })];
  const { state, ms, tellsPrimary } = facts;
  if (state !== 'ready') return [wrong(`replica_${state}`)];
  return [good('replica', { params: { ms } }), ...(tellsPrimary ? [] : [note('replica_feedback')])];
}

/** A night without a backup is noticed the next morning. */
const BACKUP_HOURS = 26;

export function backupFinding(last: LatestBackup | null, now: Date): Finding {
  const command = 'mawa backup --to FOLDER';
  if (last === null) return note('backup_none', { command });
  const age = now.getTime() - last.beganAt.getTime();
  const params = { minutes: minutesOf(age) };
  if (age >= BACKUP_HOURS * HOUR_MS) return wrong('backup_old', { params, command });
  return last.onDataDisk
    ? note('backup_on_data_disk', { params, command })
    : good('backup', { params });
}

/** docs/backup.md asks for a trial every month. */
const TRIAL_DAYS = 35;

export function restoreTrialFinding(last: Date | null, now: Date): Finding {
  const command = 'mawa restore FILE --identity FILE --trial';
  if (last === null) return note('trial_none', { command });
  const age = now.getTime() - last.getTime();
  const params = { minutes: minutesOf(age) };
  return age < TRIAL_DAYS * DAY_MS
    ? good('trial', { params })
    : note('trial_old', { params, command });
}

/** It is verified each night. */
const AUDIT_HOURS = 50;
/** Rows are sealed within seconds where a worker runs. */
const AUDIT_WAITS_MS = 10 * MINUTE_MS;

export interface AuditFacts {
  readonly verifiedAt: Date | null;
  readonly findings: number;
  readonly waitingMs: number;
}

export function auditFindings(
  { verifiedAt, findings, waitingMs }: AuditFacts,
  now: Date,
): Finding[] {
  const command = 'mawa audit verify';
  const sealing =
    waitingMs > AUDIT_WAITS_MS
      ? wrong('audit_waits', { params: { minutes: minutesOf(waitingMs) } })
      : good('audit_sealed');
  if (verifiedAt === null) return [sealing, note('audit_unverified', { command })];
  const age = now.getTime() - verifiedAt.getTime();
  const params = { findings, minutes: minutesOf(age) };
  if (findings > 0) return [sealing, wrong('audit_changed', { params, command })];
  return [
    sealing,
    age < AUDIT_HOURS * HOUR_MS
      ? good('audit_verified', { params })
      : wrong('audit_verified_long_ago', { params, command }),
  ];
}

export interface PartitionFacts {
  readonly lastYear: number | null;
  readonly hasRowsBeyond: boolean;
}

/** Of the audit log: each night the partition of next year is made, so that no row ends in the default one. */
export function partitionFindings(facts: PartitionFacts, now: Date): Finding[] {
  const next = now.getUTCFullYear() + 1;
  return [
    (facts.lastYear ?? 0) < next
      ? wrong('partition_missing', { params: { year: String(next) } })
      : good('partitions', { params: { year: String(facts.lastYear) } }),
    ...(facts.hasRowsBeyond ? [wrong('partition_default_used')] : []),
  ];
}

export const SECTIONS = [
  'installation',
  'keys',
  'database',
  'background',
  'records',
  'machine',
  'address',
] as const;
export type HealthSection = (typeof SECTIONS)[number];

/** What is looked at at once, in the section in which it is shown. */
export const CHECKS = {
  version: 'installation',
  key_file: 'keys',
  key_use: 'keys',
  database: 'database',
  schema: 'database',
  rights: 'database',
  replica: 'database',
  queue: 'background',
  nights: 'records',
  backups: 'records',
  audit: 'records',
  partitions: 'records',
  disk: 'machine',
  mail: 'machine',
  scanner: 'machine',
  address: 'address',
} as const satisfies Record<string, HealthSection>;
export type HealthCheck = keyof typeof CHECKS;

export const lateFinding = (check: HealthCheck, limitMs: number): Finding =>
  note('late', { params: { check, seconds: limitMs / 1000 }, command: 'mawa doctor' });

/** `message`: technical detail for the operator. */
export const brokenFinding = (check: HealthCheck, message: string): Finding =>
  wrong('broken', { params: { check, message }, command: 'mawa doctor' });

/** The worst of them: what is wrong, then what is to be known. */
export function worstOf(findings: readonly Finding[]): HealthState {
  const order = ['wrong', 'note', 'not_asked'] as const;
  return order.find((state) => findings.some((one) => one.state === state)) ?? 'good';
}
