import type { INestApplicationContext } from '@nestjs/common';
import { refuseForeignKeyFile, Sessions } from '../../modules/access';
import { readEnv, type Env } from '../../modules/platform/config/env';
import { connect } from '../../modules/platform/database/connect';
import { createContext } from '../create-app';
import type { Actor } from '../../modules/platform/shared/actor';

export interface CommandContext {
  readonly env: Env;
  readonly app: INestApplicationContext;
  /** The person named by `--as`: the command line has no rights of its own. */
  actor(email: string): Promise<Actor>;
}

/** Runs a command in the application, without routes and port, and leaves everything as it was found. */
export async function withApp<T>(work: (context: CommandContext) => Promise<T>): Promise<T> {
  const env = readEnv({ LOG_LEVEL: 'warn', ...process.env });
  const connection = await connect(env);
  try {
    await refuseForeignKeyFile(env, connection.appUrl);
    const app = await createContext({ env, databaseUrl: connection.appUrl });
    try {
      return await work({
        env,
        app,
        actor: async (email) => {
          const actor = await app.get(Sessions).actorByEmail(email);
          if (!actor) throw new Error(`--as: there is no account ${email}`);
          return actor;
        },
      });
    } finally {
      await app.close();
    }
  } finally {
    await connection.stop();
  }
}
