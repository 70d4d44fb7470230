import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command, CommandRunner, Option } from 'nest-commander';
import { createKeyFile } from '../../modules/access';
import { readEnv, type Env } from '../config/env';
import { ROOT } from '../config/root';
import { createApp } from '../create-app';
import { connect, DATABASE, type Connection } from '../database/connect';
import { dropDatabase, withDatabase } from '../database/roles';
import { buildProgramme } from '../demo/build-programme';
import { DEMO_LOGINS, newPassword, readDemoState, writeDemoState } from '../demo/logins';
import { programmeTime } from '../database/programme-time';
import { serve } from '../serve';
import { SettableClock } from '../shared/clock';
import { civilDateOf } from '../shared/nights';

interface Options {
  once?: boolean;
  reset?: boolean;
  prepareOnly?: boolean;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

@Command({
  name: 'demo',
  description: 'A synthetic programme as of today, the main job end to end, then the application',
})
export class DemoCommand extends CommandRunner {
  async run(_: string[], options: Options): Promise<void> {
    const env = readEnv({ MAWA_SYNTHETIC: 'true', LOG_LEVEL: 'warn', ...process.env });
    if (env.DATABASE_URL) throw new Error('the demonstration uses its own embedded database only');
    mkdirSync(env.MAWA_DATA, { recursive: true, mode: 0o700 });
    say('Mawa, demonstration. All people, places and sums are invented: synthetic data.');
    const started = Date.now();
    let connection = await connect(env);
    if (options.reset || !readDemoState(env.MAWA_DATA)) {
      connection = await beginAnew(env, connection);
      await build(env, connection);
      say(`ready after ${((Date.now() - started) / 1000).toFixed(0)} s`);
    }
    if (options.once || options.prepareOnly) return connection.stop();
    await open(env, connection);
  }

  @Option({ flags: '--once', description: 'Stop after the files of the report' })
  once(): boolean {
    return true;
  }

  @Option({ flags: '--reset', description: 'Throw the demonstration away and begin anew' })
  reset(): boolean {
    return true;
  }

  @Option({ flags: '--prepare-only', description: 'Build what is missing and stop' })
  prepareOnly(): boolean {
    return true;
  }
}

/** Half a demonstration, left by a crash or a kill, is thrown away: it has no state file yet. */
async function beginAnew(env: Env, connection: Connection): Promise<Connection> {
  await dropDatabase(connection.adminUrl!, DATABASE);
  rmSync(join(env.MAWA_DATA, 'demo.json'), { force: true });
  if (!existsSync(env.keyFile)) createKeyFile(env.keyFile);
  const again = await connect(env);
  return { ...again, stop: connection.stop };
}

async function build(env: Env, connection: Connection): Promise<void> {
  const now = new Date();
  const clock = new SettableClock(now);
  const password = newPassword();
  const app = await createApp({ env, databaseUrl: connection.appUrl, clock });
  try {
    await app.init();
    const today = civilDateOf(now, programmeTime(env));
    const files = await buildProgramme({
      app,
      clock,
      adminUrl: withDatabase(connection.adminUrl!, DATABASE),
      today,
      now,
      password,
      out: join(ROOT, 'out'),
      say: (line) => say(`  ${line}`),
    });
    for (const file of files) say(`  ${relative(process.cwd(), file)}`);
    writeDemoState(env.MAWA_DATA, { password, builtFor: today });
  } finally {
    await app.close();
  }
}

async function open(env: Env, connection: Connection): Promise<void> {
  const { app, address } = await serve(env, connection.appUrl, { nextPort: true });
  const { password } = readDemoState(env.MAWA_DATA)!;
  say(`\n${address?.replace('[::1]', 'localhost')}\n`);
  for (const { email, roles, shelters } of DEMO_LOGINS) {
    say(`  ${email.padEnd(20)} ${roles.join(', ')}${shelters ? `, ${shelters.join(', ')}` : ''}`);
  }
  say(`\n  password of each: ${password}\n\nStop with Ctrl+C.`);
  const stop = async () => {
    await app.close();
    await connection.stop();
    process.exit(0);
  };
  // A second press does not leave the database behind.
  let stopping: Promise<void> | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void (stopping ??= stop()));
  }
}
