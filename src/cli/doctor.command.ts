import type { Client } from 'pg';
import { Command, CommandRunner } from 'nest-commander';
import { latestBackup, latestRestoreTrial } from '../../modules/platform/backup';
import { readEnv, type Env } from '../../modules/platform/config/env';
import { VERSION } from '../../modules/platform/config/version';
import { connect, type Connection } from '../../modules/platform/database/connect';
import { programmeTime } from '../../modules/platform/database/programme-time';
import { latestRelease } from '../../modules/platform/database/release';
import { DATABASE_ROLES } from '../../modules/platform/database/roles';
import { addDays, nightOf } from '../../modules/platform/shared/nights.rules';

import * as facts from './doctor/doctor.facts';
import * as rules from './doctor/doctor.rules';

/** The zone in which people read times; its rules have changed more often than time-zone data are renewed. */
const ZONE = 'Africa/Casablanca';
/** A night is closed two hours after its end at the latest. */
const CLOSING_TAKES_MS = 2 * 3_600_000;

@Command({ name: 'doctor', description: 'Look at the installation and say what is wrong with it' })
export class DoctorCommand extends CommandRunner {
  async run(): Promise<void> {
    const env = readEnv({ LOG_LEVEL: 'silent', ...process.env });
    const findings: rules.Finding[] = [
      { good: true, text: `Mawa ${VERSION}, Node ${process.version}` },
      ...rules.keyFileFindings(facts.keyFileFacts(env.keyFile)),
    ];
    const connection = await connect(env);
    try {
      findings.push(...(await database(env, connection)));
    } finally {
      await connection.stop();
    }
    const { free, all } = facts.disk(env.MAWA_DATA);
    findings.push(
      rules.diskFinding(free, all),
      rules.mailFinding(await facts.mail(env)),
      ...rules.addressFindings(await facts.address(env)),
    );
    for (const { good, text } of findings) {
      process.stdout.write(`${good === null ? 'note ' : good ? 'ok   ' : 'WRONG'} ${text}\n`);
    }
    if (findings.some(({ good }) => good === false)) process.exitCode = 1;
  }
}

/** Nothing else of a database is looked at before its first migration. */
async function database(env: Env, connection: Connection): Promise<rules.Finding[]> {
  const reached = await facts.reach(connection.appUrl);
  if ('error' in reached) return [rules.unreachable(reached.error)!];
  try {
    return await findingsOf(env, connection, reached.client);
  } finally {
    await reached.client.end();
  }
}

async function findingsOf(
  env: Env,
  { appUrl, ownerUrl }: Connection,
  client: Client,
): Promise<rules.Finding[]> {
  const now = new Date();
  const release = await latestRelease(client);
  const server = await facts.serverFacts(client, ZONE);
  const closedBy = new Date(now.getTime() - CLOSING_TAKES_MS);
  return [
    { good: server.version >= 150_000, text: `PostgreSQL ${server.version}` },
    rules.schemaFinding(release, await facts.upgradePlan(ownerUrl, release)),
    ...rules.roleFindings(DATABASE_ROLES, await facts.rolesOf(client, DATABASE_ROLES)),
    rules.rowLevelSecurity(await facts.bareTables(client)),
    rules.clockFinding(server.apartMs),
    rules.zoneFinding(ZONE, { node: facts.zoneMinutes(ZONE, now), postgres: server.zoneMinutes }),
    ...rules.queueFindings(await facts.queueFacts(client, env, appUrl), now),
    rules.nightFinding(server.lastClosedNight, addDays(nightOf(closedBy, programmeTime(env)), -1)),
    rules.storageFinding(server.bytes),
    rules.backupFinding(await latestBackup(appUrl, now), now),
    rules.restoreTrialFinding(await latestRestoreTrial(appUrl, now), now),
  ];
}
