import { Command, CommandRunner } from 'nest-commander';
import { readEnv } from '../../modules/platform/config/env';
import { connect, prepareServer } from '../../modules/platform/database/connect';

@Command({
  name: 'migrate',
  description: 'Bring the database up to date (as the owner role; makes the roles if it may)',
})
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
