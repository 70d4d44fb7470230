import { Client } from 'pg';
import { existsSync, statSync } from 'node:fs';
import { Command, CommandRunner } from 'nest-commander';
import { latestBackup } from '../../modules/platform/backup';
import { readEnv } from '../../modules/platform/config/env';
import { connect } from '../../modules/platform/database/connect';

interface Finding {
  /** Null: to be known, and not wrong yet. */
  readonly good: boolean | null;
  readonly text: string;
}

@Command({ name: 'doctor', description: 'Look at the installation and say what is wrong with it' })
export class DoctorCommand extends CommandRunner {
  async run(): Promise<void> {
    const env = readEnv();
    const findings: Finding[] = [keyFile(env.keyFile)];
    const connection = await connect(env);
    const client = new Client({ connectionString: connection.appUrl });
    await client.connect();
    try {
      findings.push(...(await database(client)), await clocks(client));
      findings.push(await backups(connection.appUrl));
    } finally {
      await client.end();
      await connection.stop();
    }
    for (const { good, text } of findings) {
      process.stdout.write(`${good === null ? 'note ' : good ? 'ok   ' : 'WRONG'} ${text}\n`);
    }
    if (findings.some(({ good }) => good === false)) process.exitCode = 1;
  }
}

function keyFile(path: string): Finding {
  if (!existsSync(path)) return { good: false, text: `key file: none at ${path}` };
  const open = (statSync(path).mode & 0o077) !== 0;
  return { good: !open, text: open ? 'key file: others can read it (chmod 600)' : 'key file' };
}

async function database(client: Client): Promise<Finding[]> {
  const { rows } = await client.query<{ super: boolean; bypass: boolean; version: number }>(
    `SELECT rolsuper AS super, rolbypassrls AS bypass, current_setting('server_version_num')::int AS version
       FROM pg_roles WHERE rolname = current_user`,
  );
  const { rows: bare } = await client.query<{ relname: string }>(
    `SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'public' AND c.relkind = 'r' AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
        AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'case_id')`,
  );
  const [role] = rows;
  return [
    { good: role!.version >= 150_000, text: `PostgreSQL ${role!.version}` },
    {
      good: !role!.super && !role!.bypass,
      text: 'the runtime role cannot bypass row level security',
    },
    {
      good: bare.length === 0,
      text: bare.length
        ? `tables of case data without row level security: ${bare.map((r) => r.relname).join(', ')}`
        : 'row level security on every table of case data',
    },
  ];
}

async function clocks(client: Client): Promise<Finding> {
  const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  const apart = Math.abs(rows[0]!.now.getTime() - Date.now());
  return { good: apart < 5_000, text: `clocks of application and database ${apart} ms apart` };
}

/** A night without a backup is noticed the next morning. */
const BACKUP_HOURS = 26;

async function backups(appUrl: string): Promise<Finding> {
  const at = await latestBackup(appUrl, new Date());
  if (at === null) return { good: null, text: 'no backup was made: npx mawa backup --to FOLDER' };
  const hours = Math.floor((Date.now() - at.getTime()) / 3_600_000);
  return { good: hours < BACKUP_HOURS, text: `the last backup is ${hours} hours old` };
}
