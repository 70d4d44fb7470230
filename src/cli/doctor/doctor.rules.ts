import type { UpgradePlan } from '../../../modules/platform/database/migrate';
import {
  refuseOtherSchema,
  type Release,
  WrongSchema,
} from '../../../modules/platform/database/release';

/** What `mawa doctor` calls right, wrong or worth knowing: facts in, sentences out. */
export interface Finding {
  /** Null: to be known, and not wrong yet. */
  readonly good: boolean | null;
  readonly text: string;
}

const right = (text: string): Finding => ({ good: true, text });
const wrong = (text: string): Finding => ({ good: false, text });
const note = (text: string): Finding => ({ good: null, text });

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

export interface KeyFileFacts {
  readonly path: string;
  readonly state: 'whole' | 'missing' | 'not whole';
  readonly othersRead: boolean;
  /** A file of a backup lies in the same folder. */
  readonly besideBackups: boolean;
  /** Master keys of before that are still in it. */
  readonly previous: number;
}

export function keyFileFindings({
  path,
  state,
  othersRead,
  besideBackups,
  previous,
}: KeyFileFacts): Finding[] {
  if (state === 'missing') return [wrong(`key file: none at ${path} (mawa keys create)`)];
  if (state === 'not whole') return [wrong(`key file: ${path} is no key file, or not a whole one`)];
  return [
    othersRead ? wrong('key file: others can read it (chmod 600)') : right('key file'),
    besideBackups
      ? wrong('key file: backups lie beside it, and whoever takes both can open names')
      : right('key file: no backup beside it'),
    ...(previous > 0
      ? [note('key file: holds master keys of before: mawa keys rewrap, then mawa keys forget')]
      : []),
  ];
}

/** Why nothing of the database can be looked at; null: it can. */
export function unreachable(error: { code?: string; message: string } | null): Finding | null {
  if (error === null) return null;
  // No such role or another password, no such database, no table yet.
  if (['28P01', '28000', '3D000', '42P01'].includes(error.code ?? ''))
    return wrong(`the database is not prepared: run mawa migrate (${error.message})`);
  return wrong(`the database does not answer: ${error.message}`);
}

/** Whether this version works with the schema; and, where the owner may be asked, what an upgrade has left to do. */
export function schemaFinding(release: Release | null, plan: UpgradePlan | null): Finding {
  try {
    refuseOtherSchema(release);
  } catch (error) {
    if (error instanceof WrongSchema) return wrong(`schema: ${error.message}`);
    throw error;
  }
  if (plan && plan.steps.length + plan.changed.length + plan.gone.length > 0)
    return wrong('schema: not as this version has it: run mawa upgrade');
  if (plan && plan.later.length > 0)
    return note('schema: once no older server runs, run mawa upgrade --finish');
  return right('schema: up to date');
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
      ? wrong(`roles of the database: ${absent.join(', ')} missing: run mawa migrate`)
      : right('roles of the database'),
    powerful.length > 0
      ? wrong(`roles that can bypass row-level security or make roles: ${powerful.join(', ')}`)
      : right('no role of Mawa can bypass row-level security'),
  ];
}

export const rowLevelSecurity = (bare: readonly string[]): Finding =>
  bare.length > 0
    ? wrong(`tables of case data without row-level security: ${bare.join(', ')}`)
    : right('row-level security on every table of case data');

export const clockFinding = (apartMs: number): Finding =>
  (apartMs < 5_000 ? right : wrong)(`clocks of application and database ${apartMs} ms apart`);

/** Minutes ahead of UTC of one zone, as each of the three has it at the same instant. */
export function zoneFinding(zone: string, minutes: { node: number; postgres: number }): Finding {
  const { node, postgres } = minutes;
  if (node === postgres) return right(`time-zone data: Node and PostgreSQL agree on ${zone}`);
  return note(
    `time-zone data: ${zone} is ${node} minutes ahead in Node, ${postgres} in PostgreSQL; ` +
      'Mawa uses MAWA_OFFSET_MINUTES, the log may use either',
  );
}

export interface QueueFacts {
  readonly health: 'up' | 'down';
  /** When the chore of each minute is due next; null: no worker ever asked for it. */
  readonly nextChore: Date | null;
  readonly oldestWaiting: Date | null;
  readonly failedLastWeek: number;
}

const CHORE_LATE_MS = 3 * MINUTE_MS;
const JOB_LATE_MS = 10 * MINUTE_MS;

export function queueFindings(facts: QueueFacts, now: Date): Finding[] {
  if (facts.health === 'down') return [wrong('queue: it does not answer')];
  const late = facts.nextChore ? now.getTime() - facts.nextChore.getTime() : 0;
  const waited = facts.oldestWaiting ? now.getTime() - facts.oldestWaiting.getTime() : 0;
  const minutes = (ms: number) => Math.round(ms / MINUTE_MS);
  return [
    right('queue'),
    facts.nextChore === null
      ? note('workers: none has run yet')
      : late > CHORE_LATE_MS
        ? wrong(`workers: none has done what each minute asks for, for ${minutes(late)} minutes`)
        : right('workers: at least one is alive'),
    waited > JOB_LATE_MS
      ? wrong(`jobs: one has waited for ${minutes(waited)} minutes (mawa jobs list --as …)`)
      : right('jobs: none waits long'),
    facts.failedLastWeek > 0
      ? note(
          `jobs: ${facts.failedLastWeek} failed in the last seven days (mawa jobs failed --as …)`,
        )
      : right('jobs: none failed in the last seven days'),
  ];
}

/** A night is closed two hours after its end at the latest; before the first one there is nothing to say. */
export function nightFinding(lastClosed: string | null, due: string): Finding {
  if (lastClosed === null) return note('nights: none is closed yet');
  return lastClosed >= due
    ? right(`nights: closed up to ${lastClosed}`)
    : wrong(`nights: closed up to ${lastClosed} only, ${due} is due`);
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

export function diskFinding(free: number, all: number): Finding {
  const text = `disk: ${gigabytes(free)} of ${gigabytes(all)} free`;
  if (free < 1e9 || free / all < 0.05) return wrong(text);
  return free / all < 0.15 ? note(text) : right(text);
}

export const storageFinding = (bytes: number): Finding =>
  right(`storage: the database holds ${gigabytes(bytes)}`);

export function mailFinding(answer: 'none' | 'up' | { readonly error: string }): Finding {
  if (answer === 'none')
    return note('mail: no server is set (MAWA_MAIL_URL); mails go to a folder');
  return answer === 'up' ? right('mail: the server answers') : wrong(`mail: ${answer.error}`);
}

export interface AddressFacts {
  readonly url: string | null;
  readonly behindTls: boolean;
  readonly trustsProxy: boolean;
  /** What the address answered, and its certificate; null: it was not asked. */
  readonly answer: {
    readonly status: number;
    readonly days: number;
    /** What is left of its time, of 1. */
    readonly share: number;
    readonly trusted: boolean;
  } | null;
  readonly error: string | null;
}

/** A proxy renews with a third of the time left: of a long certificate weeks before, of one for twelve hours the same day. */
const CERTIFICATE_DAYS = 14;
const CERTIFICATE_SHARE = 1 / 6;

export function addressFindings(facts: AddressFacts): Finding[] {
  if (facts.url === null)
    return [note('address: MAWA_PUBLIC_URL is not set; links name this machine')];
  if (!facts.url.startsWith('https:'))
    return [note(`address: ${facts.url} is without TLS, and good for this machine alone`)];
  const proxy = [
    facts.behindTls
      ? right('TLS: cookies are sent over TLS alone')
      : wrong('TLS: MAWA_TLS is not set, and cookies are sent without it'),
    facts.trustsProxy
      ? right('proxy: the address of a caller is taken from it')
      : note('proxy: TRUST_PROXY is not set; all callers share the limits of one address'),
  ];
  if (facts.answer === null) return [...proxy, wrong(`address: ${facts.url}: ${facts.error}`)];
  const { status, days, share, trusted } = facts.answer;
  const ends = days < CERTIFICATE_DAYS && share < CERTIFICATE_SHARE;
  const certificate = `certificate: good for ${days} more days`;
  return [
    ...proxy,
    status === 200 ? right(`address: ${facts.url} answers`) : wrong(`address: answers ${status}`),
    ends ? wrong(certificate) : right(certificate),
    ...(trusted ? [] : [note('certificate: this machine does not know who signed it')]),
  ];
}

/** A night without a backup is noticed the next morning. */
const BACKUP_HOURS = 26;

export function backupFinding(last: Date | null, now: Date): Finding {
  if (last === null) return note('no backup was made: mawa backup --to FOLDER');
  const hours = Math.floor((now.getTime() - last.getTime()) / HOUR_MS);
  return (hours < BACKUP_HOURS ? right : wrong)(`the last backup is ${hours} hours old`);
}

/** docs/backup.md asks for a trial every month. */
const TRIAL_DAYS = 35;

export function restoreTrialFinding(last: Date | null, now: Date): Finding {
  if (last === null) return note('no backup was restored on trial: mawa restore FILE --trial');
  const days = Math.floor((now.getTime() - last.getTime()) / (24 * HOUR_MS));
  return (days < TRIAL_DAYS ? right : note)(`a backup was restored on trial ${days} days ago`);
}
