import { Command, CommandRunner } from 'nest-commander';
import { readEnv } from '../../modules/platform/config/env';
import { connect, prepareServer } from '../../modules/platform/database/connect';
import { COMMANDS } from './command-list.data';

@Command({ name: 'migrate', description: COMMANDS.migrate })
export class MigrateCommand extends CommandRunner {
  async run(): Promise<void> {
    const env = readEnv();
    if (!env.DATABASE_URL && !env.DATABASE_OWNER_URL) {
      const connection = await connect(env);
      await connection.stop();
      process.stdout.write('the embedded database is up to date\n');
      return;
    }
    const done = await prepareServer(env);
    process.stdout.write(done.length ? `${done.join('\n')}\n` : 'nothing to do\n');
  }
}
