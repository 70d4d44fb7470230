import type { ClientBase, Pool } from 'pg';
import { auditState, partitionsState } from '../../audit';
import { latestBackup, latestRestoreTrial } from '../../platform/backup';
import type { Env } from '../../platform/config/env';
import { VERSION } from '../../platform/config/version';
import { programmeTime } from '../../platform/database/programme-time';
import { latestRelease } from '../../platform/database/release';
import { sqlState } from '../../platform/database/transactions';
import { DATABASE_ROLES } from '../../platform/database/roles';
import { diskSpace } from '../../platform/shared/disk-space';
import { loggedError } from '../../platform/shared/logged-error';
import { addDays, nightOf } from '../../platform/shared/nights.rules';
import { limited, TookTooLong } from '../../platform/shared/time-limit';
import * as facts from './health.facts';
import * as rules from './health.rules';
import * as machine from './machine.rules';

/** The zone in which people read times; its rules have changed more often than time-zone data are renewed. */
const ZONE = 'Africa/Casablanca';
/** A night is closed two hours after its end at the latest. */
const CLOSING_TAKES_MS = 2 * 3_600_000;
const STATEMENT_TOOK_TOO_LONG = '57014';

export interface HealthQuestion {
  readonly env: Env;
  readonly appUrl: string;
  /** Null: this process does not know it, and what only the owner may ask is said to be not asked. */
  readonly ownerUrl: string | null;
  readonly now: Date;
  /** A check that takes longer is said to be late; the others do not wait for it. */
  readonly limitMs: number;
}

export interface SectionHealth {
  readonly section: rules.HealthSection;
  readonly state: rules.HealthState;
  readonly findings: readonly rules.Finding[];
}

type RunningCheck = readonly [rules.HealthCheck, Promise<rules.Finding[]>];

/** Looks at each part of the installation, all at once: for `mawa doctor` and for the page. */
export async function checkHealth(question: HealthQuestion): Promise<SectionHealth[]> {
  const { env, limitMs } = question;
  const check = (name: rules.HealthCheck, look: () => Promise<rules.Finding[]>): RunningCheck => [
    name,
    limited(limitMs, Promise.resolve().then(look)).catch((error: unknown) => [
      error instanceof TookTooLong || sqlState(error) === STATEMENT_TOOK_TOO_LONG
        ? rules.lateFinding(name, limitMs)
        : rules.brokenFinding(name, loggedError(error).words),
    ]),
  ];
  const reached = await limited(limitMs, facts.reach(question.appUrl, limitMs)).catch(
    (error: Error) => ({ error }),
  );
  const ofDatabase =
    'error' in reached
      ? unreachableDatabase(reached.error)
      : databaseChecks(question, reached.pool, check);
  const checked = [
    check('version', async () => [rules.versionFinding(VERSION, process.version)]),
    check('key_file', async () => rules.keyFileFindings(facts.keyFileFacts(env))),
    ...ofDatabase,
    check('disk', async () => [machine.diskFinding(diskSpace(env.MAWA_DATA))]),
    check('mail', async () => [machine.mailFinding(await facts.mail(env))]),
    check('scanner', async () => [machine.scannerFinding(await facts.scanner(env), question.now)]),
    check('address', async () => machine.addressFindings(await facts.address(env))),
  ];
  const found = await Promise.all(
    checked.map(async ([name, findings]) => ({ name, findings: await findings })),
  );
  if ('pool' in reached) void reached.pool.end().catch(() => undefined);
  return rules.SECTIONS.map((section) => {
    const findings = found
      .filter(({ name }) => rules.CHECKS[name] === section)
      .flatMap((one) => one.findings);
    return { section, state: rules.worstOf(findings), findings };
  }).filter(({ findings }) => findings.length > 0);
}

/** Nothing else of a database is looked at before its first migration. */
const unreachableDatabase = (error: { code?: string; message: string }): RunningCheck[] => [
  ['database', Promise.resolve([rules.unreachableFinding(error)])],
];

/** Half of the time of a check: it is then said what is wrong, and not that the check is late. */
async function replicaCheck(
  env: Env,
  url: string,
  limitMs: number,
  onConnection: <T>(work: (client: ClientBase) => Promise<T>) => Promise<T>,
): Promise<rules.Finding[]> {
  const withinMs = Math.min(env.MAWA_REPLICA_LAG_SECONDS * 1000, limitMs / 2);
  return rules.replicaFindings(
    await onConnection((client) => facts.replicaFacts(client, url, withinMs)),
  );
}

function databaseChecks(
  { env, appUrl, ownerUrl, now, limitMs }: HealthQuestion,
  pool: Pool,
  check: (name: rules.HealthCheck, look: () => Promise<rules.Finding[]>) => RunningCheck,
): RunningCheck[] {
  const onConnection = <T>(work: (client: ClientBase) => Promise<T>) =>
    facts.onConnection(pool, work);
  return [
    check('database', async () => {
      const { version, clockDifferenceMs, zoneMinutes, bytes } = await onConnection((client) =>
        facts.serverFacts(client, ZONE),
      );
      return [
        rules.postgresFinding(version),
        rules.clockFinding(clockDifferenceMs),
        rules.zoneFinding(ZONE, { node: facts.zoneMinutes(ZONE, now), postgres: zoneMinutes }),
        machine.storageFinding(bytes),
      ];
    }),
    check('key_use', async () =>
      rules.keyUseFindings(await onConnection((client) => facts.keyFileFit(client, env))),
    ),
    check('schema', async () => {
      const release = await onConnection(latestRelease);
      return rules.schemaFindings(
        release,
        await facts.upgradeFacts(ownerUrl, release, env.DATABASE_URL === undefined),
      );
    }),
    check('rights', () =>
      onConnection(async (client) => [
        ...rules.roleFindings(DATABASE_ROLES, await facts.rolesOf(client, DATABASE_ROLES)),
        rules.rowSecurityFinding(await facts.tablesWithoutRowSecurity(client)),
      ]),
    ),
    ...(env.MAWA_REPLICA_URL === undefined
      ? []
      : [check('replica', () => replicaCheck(env, env.MAWA_REPLICA_URL!, limitMs, onConnection))]),
    check('queue', () =>
      onConnection(async (client) =>
        rules.queueFindings(await facts.queueFacts(client, env, appUrl, now), now),
      ),
    ),
    check('nights', async () => {
      const closedBy = new Date(now.getTime() - CLOSING_TAKES_MS);
      const due = addDays(nightOf(closedBy, programmeTime(env)), -1);
      return [rules.nightFinding(await onConnection(facts.lastClosedNight), due)];
    }),
    check('backups', async () => [
      rules.backupFinding(await latestBackup(appUrl, now), now),
      rules.restoreTrialFinding(await latestRestoreTrial(appUrl, now), now),
    ]),
    check('audit', async () => rules.auditFindings(await auditState(appUrl, now), now)),
    check('partitions', async () =>
      rules.partitionFindings(await partitionsState(appUrl, now), now),
    ),
  ];
}
