import { fork } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommandRunner, Option } from 'nest-commander';
import { readEnv, type Env } from '../../modules/platform/config/env';
import { connect, DATABASE } from '../../modules/platform/database/connect';
import { startEmbedded } from '../../modules/platform/database/embedded';
import { isSynthetic } from '../../modules/platform/database/installation';
import { readDemoState } from '../demo/logins';
import {
  copyAccounts,
  copyProgrammeName,
  liveAccounts,
  programmeNameOf,
} from '../practice/copy-accounts';
import { serve } from '../serve';
import { COMMANDS } from './command-list.data';

/** How often accounts, passwords and roles follow those of the programme. */
const FOLLOW_EVERY_MS = 5 * 60_000;

interface Options {
  reset?: boolean;
  prepareOnly?: boolean;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** A place to learn beside the programme: a database of its own with invented people, and everybody's own account. */
@Command({ name: 'practice', description: COMMANDS.practice })
export class PracticeCommand extends CommandRunner {
  async run(_: string[], { reset, prepareOnly }: Options): Promise<void> {
    const live = await connect(readEnv({ LOG_LEVEL: 'warn', ...process.env }));
    if (await isSynthetic(live.appUrl)) {
      await live.stop();
      throw new Error('this database is one of invented people itself: practise there');
    }
    const env = practiceEnv(readEnv());
    mkdirSync(env.MAWA_DATA, { recursive: true, mode: 0o700 });
    const server = await startEmbedded({ folder: join(env.MAWA_DATA, 'postgres') });
    const stopAll = async () => {
      if (!server.reused) await server.stop();
      await live.stop();
    };
    try {
      if (reset === true || !readDemoState(env.MAWA_DATA)?.complete) await build(env);
      const { appUrl } = await connect(env);
      const follow = async () => {
        const now = new Date();
        await copyProgrammeName(await programmeNameOf(live.appUrl), server.adminUrl(DATABASE), now);
        return copyAccounts(await liveAccounts(live.appUrl), server.adminUrl(DATABASE), now);
      };
      say(`${await follow()} accounts of the programme can sign in`);
      if (prepareOnly) return await stopAll();
      const { app, address } = await serve(env, appUrl, { nextPort: true });
      say(`practice: ${address?.replace('[::1]', 'localhost')}`);
      const following = setInterval(() => void follow().catch(warn), FOLLOW_EVERY_MS);
      let stopping: Promise<void> | undefined;
      const stop = async () => {
        clearInterval(following);
        await app.close();
        await stopAll();
        process.exit(0);
      };
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.on(signal, () => void (stopping ??= stop()));
      }
    } catch (error) {
      await stopAll();
      throw error;
    }
  }

  @Option({
    flags: '--reset',
    description: 'Throw everything that was practised away and begin anew',
  })
  reset(): boolean {
    return true;
  }

  @Option({
    flags: '--prepare-only',
    description: 'Build what is missing, copy the accounts and stop',
  })
  prepareOnly(): boolean {
    return true;
  }
}

const warn = (error: unknown): void =>
  void process.stderr.write(
    `the accounts could not be copied: ${error instanceof Error ? error.message : String(error)}\n`,
  );

/** Of the programme's environment nothing but names and times: another database, other keys, other anchors, no mail, no queue. */
export function practiceEnv(env: Env): Env {
  const folder = join(env.MAWA_DATA, 'practice');
  return {
    ...env,
    DATABASE_URL: undefined,
    DATABASE_OWNER_URL: undefined,
    DATABASE_ADMIN_URL: undefined,
    REDIS_URL: undefined,
    MAWA_DATA: folder,
    MAWA_OUT: join(folder, 'out'),
    keyFile: join(folder, 'mawa.key.json'),
    MAWA_PKCS11_MODULE: undefined,
    MAWA_ROLE: 'both',
    MAWA_SYNTHETIC: true,
    MAWA_MAIL_URL: undefined,
    MAWA_AUDIT_ANCHORS: undefined,
    MAWA_AUDIT_SYSLOG: undefined,
    MAWA_AUDIT_MAIL: undefined,
    MAWA_METRICS_PORT: undefined,
    MAWA_PUBLIC_URL: env.MAWA_PRACTICE_URL,
    MAWA_PRACTICE_URL: undefined,
    MAWA_COOKIE_PREFIX: 'practice_',
    MAWA_NAME_PREFIX: 'Exercice · تدريب · Practice · ',
    PORT: env.MAWA_PRACTICE_PORT,
  };
}

/** By the demonstration's builder, in a process of its own. */
function build(env: Env): Promise<void> {
  say('building a programme of invented people; this takes some minutes');
  const { MAWA_DATA, MAWA_OUT } = env;
  const { PATH, HOME, MAWA_OFFSET_MINUTES } = process.env;
  const builder = fork(process.argv[1]!, ['demo', '--reset', '--prepare-only'], {
    env: { PATH, HOME, MAWA_OFFSET_MINUTES, MAWA_DATA, MAWA_OUT, MAWA_SYNTHETIC: 'true' },
  });
  return new Promise((resolve, reject) => {
    builder.once('error', reject);
    builder.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error('the practice programme could not be built')),
    );
  });
}
