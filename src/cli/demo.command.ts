import { fork, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command, CommandRunner, Option } from 'nest-commander';
import { createKeyFile, keyWrappingOf } from '../../modules/access';
import { anchorFile } from '../../modules/audit';
import { readEnv, type Env } from '../../modules/platform/config/env';
import { ROOT } from '../../modules/platform/config/root';
import { createApp } from '../create-app';
import { connect, DATABASE } from '../../modules/platform/database/connect';
import { startEmbedded, type EmbeddedPostgres } from '../../modules/platform/database/embedded';
import { dropDatabase } from '../../modules/platform/database/roles';
import { buildProgramme } from '../demo/build-programme';
import { DEMO_LOGINS, newPassword, readDemoState, writeDemoState } from '../demo/logins';
import { programmeTime } from '../../modules/platform/database/programme-time';
import { serve, startWorking } from '../serve';
import { SettableClock } from '../../modules/platform/shared/clock';
import { civilDateOf } from '../../modules/platform/shared/nights.rules';
import { COMMANDS } from './command-list.data';

interface Options {
  once?: boolean;
  reset?: boolean;
  prepareOnly?: boolean;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

@Command({ name: 'demo', description: COMMANDS.demo })
export class DemoCommand extends CommandRunner {
  async run(_: string[], options: Options): Promise<void> {
    const env = demoEnv(process.env);
    if (env.DATABASE_URL) throw new Error('the demonstration uses its own embedded database only');
    mkdirSync(env.MAWA_DATA, { recursive: true, mode: 0o700 });
    const server = await startEmbedded({ folder: join(env.MAWA_DATA, 'postgres') });
    const isMissing = options.reset === true || !readDemoState(env.MAWA_DATA)?.complete;
    if (options.once || options.prepareOnly) {
      if (isMissing) await build(env, server);
      if (!server.reused) await server.stop();
      return;
    }
    say('Mawa, demonstration. All people, places and sums are invented: synthetic data.');
    const builder = isMissing ? await startBuilder() : null;
    await open(env, server, builder);
  }

  @Option({ flags: '--once', description: 'Build the whole programme and its files, and stop' })
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

/** What a builder says to the process that started it, once the pages are worth opening. */
const USABLE = 'usable';

/**
 * Builds in a process of its own, so that the pages stay quick while the programme fills, and answers once they are
 * worth opening.
 */
function startBuilder(): Promise<ChildProcess> {
  const started = Date.now();
  const builder = fork(process.argv[1]!, ['demo', '--reset', '--prepare-only']);
  return new Promise((resolve, reject) => {
    let isUsable = false;
    builder.on('message', (message) => {
      if (message !== USABLE) return;
      isUsable = true;
      say(`files and pages after ${seconds(started)} s; the programme fills further meanwhile`);
      resolve(builder);
    });
    builder.on('error', reject);
    builder.on('exit', (code) => {
      if (code === 0) say(`the whole programme after ${seconds(started)} s`);
      else if (isUsable)
        say('The demonstration could not be filled further: npm run demo -- --reset');
      else reject(new Error('the demonstration could not be built'));
    });
  });
}

/** A demonstration keeps its anchors in its own folder and sends none: those of a programme are of another database. */
export const demoEnv = (variables: NodeJS.ProcessEnv): Env => ({
  ...readEnv({ MAWA_SYNTHETIC: 'true', LOG_LEVEL: 'warn', ...variables }),
  MAWA_AUDIT_ANCHORS: undefined,
  MAWA_AUDIT_SYSLOG: undefined,
  MAWA_AUDIT_MAIL: undefined,
});

/** What is of the database that was dropped: its password, and the anchors of its audit logs. */
export function removeDemoFiles(env: Env): void {
  rmSync(join(env.MAWA_DATA, 'demo.json'), { force: true });
  rmSync(anchorFile(env), { force: true });
}

const seconds = (since: number): string => ((Date.now() - since) / 1000).toFixed(0);

/** Begins anew: half a demonstration, left by a crash or a kill, is thrown away. */
async function build(env: Env, server: EmbeddedPostgres): Promise<void> {
  const started = Date.now();
  await dropDatabase(server.adminUrl(), DATABASE);
  removeDemoFiles(env);
  if (!existsSync(env.keyFile)) createKeyFile(env.keyFile, keyWrappingOf(env));
  const { appUrl } = await connect(env);
  const now = new Date();
  const clock = new SettableClock(now);
  const password = newPassword();
  const app = await createApp({ env, databaseUrl: appUrl, clock });
  try {
    await app.init();
    const today = civilDateOf(now, programmeTime(env));
    await buildProgramme({
      app,
      clock,
      adminUrl: server.adminUrl(DATABASE),
      today,
      now,
      password,
      out: env.MAWA_OUT ?? join(ROOT, 'out'),
      say: (line) => say(`  ${line}`),
      usable: (files) => {
        for (const file of files) say(`  ${relative(process.cwd(), file)}`);
        writeDemoState(env.MAWA_DATA, { password, builtFor: today, complete: false });
        process.send?.(USABLE);
      },
    });
    writeDemoState(env.MAWA_DATA, { password, builtFor: today, complete: true });
    say(`ready after ${seconds(started)} s`);
  } finally {
    await app.close();
  }
  process.disconnect?.();
}

const isBuilding = (builder: ChildProcess | null): builder is ChildProcess =>
  builder !== null && builder.exitCode === null && builder.signalCode === null;

async function open(
  env: Env,
  server: EmbeddedPostgres,
  builder: ChildProcess | null,
): Promise<void> {
  const { appUrl } = await connect(env);
  // Schedules would do meanwhile, by today's clock, what the builder is about to do at earlier ones.
  const { app, address } = await serve(env, appUrl, {
    nextPort: true,
    worksLater: builder !== null,
  });
  if (isBuilding(builder)) builder.on('exit', () => void startWorking(app));
  else if (builder !== null) await startWorking(app);
  const { password } = readDemoState(env.MAWA_DATA)!;
  say(`\n${address?.replace('[::1]', 'localhost')}\n`);
  for (const { email, roles, shelters } of DEMO_LOGINS) {
    say(`  ${email.padEnd(20)} ${roles.join(', ')}${shelters ? `, ${shelters.join(', ')}` : ''}`);
  }
  say(`\n  password of each: ${password}\n\nStop with Ctrl+C.`);
  const stop = async () => {
    builder?.removeAllListeners('exit').kill('SIGTERM');
    await app.close();
    if (!server.reused) await server.stop();
    process.exit(0);
  };
  // A second press does not leave the database behind.
  let stopping: Promise<void> | undefined;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => void (stopping ??= stop()));
  }
}
