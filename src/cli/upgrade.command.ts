import { Command, CommandRunner, Option } from 'nest-commander';
import { latestBackup } from '../../modules/platform/backup';
import { readEnv } from '../../modules/platform/config/env';
import { connect } from '../../modules/platform/database/connect';
import { migrate, planUpgrade, type UpgradePlan } from '../../modules/platform/database/migrate';
import { COMMANDS } from './command-list.data';
import { refuse } from './refuse';

interface Options {
  readonly check?: boolean;
  readonly finish?: boolean;
}

const say = (line: string) => process.stdout.write(`${line}\n`);

@Command({ name: 'upgrade', description: COMMANDS.upgrade })
export class UpgradeCommand extends CommandRunner {
  async run(_: string[], { check = false, finish = false }: Options): Promise<void> {
    if (check && finish) return refuse('--check or --finish, not both');
    const env = readEnv();
    const connection = await connect(env, undefined, { migrates: false });
    try {
      const { appUrl, ownerUrl } = connection;
      if (!ownerUrl) return refuse('DATABASE_OWNER_URL: a schema is changed as the owner role');
      const plan = await planUpgrade(ownerUrl);
      if (check) {
        for (const line of [...planLines(plan), await backupLine(appUrl, plan)]) say(line);
        return;
      }
      if (!plan.from) return refuse('The database is not prepared: run mawa migrate.');
      for (const step of await migrate(ownerUrl, { finish })) say(step);
      const { later } = await planUpgrade(ownerUrl);
      say(
        later.length > 0
          ? 'Now replace the servers one by one, then run mawa upgrade --finish.'
          : `The database has the schema of Mawa ${plan.to}.`,
      );
    } finally {
      await connection.stop();
    }
  }

  @Option({ flags: '--check', description: 'say what would be done, and change nothing' })
  check(): boolean {
    return true;
  }

  @Option({
    flags: '--finish',
    description: 'also what servers of the version before cannot work with; none may run any more',
  })
  finish(): boolean {
    return true;
  }
}

export function planLines({ from, to, steps, later, changed, gone }: UpgradePlan): string[] {
  if (!from) return ['The database is empty: mawa migrate makes its schema.'];
  if (steps.length + later.length + changed.length + gone.length === 0 && from.version === to)
    return [`Mawa ${to}: nothing to do`];
  return [
    `from Mawa ${from.version} to ${to}`,
    ...steps.map((name) => `step  ${name}, while servers of ${from.version} go on serving`),
    `code  ${changed.length} functions, views, triggers and policies are replaced, ${gone.length} removed`,
    ...later.map((name) => `later ${name}, by mawa upgrade --finish once no older server runs`),
  ];
}

async function backupLine(appUrl: string, { from }: UpgradePlan): Promise<string> {
  const last = from ? await latestBackup(appUrl, new Date()) : null;
  return last
    ? `last backup: ${last.beganAt.toISOString()}`
    : 'no backup on record: make one first (mawa backup)';
}
