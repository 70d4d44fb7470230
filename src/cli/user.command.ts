import { randomBytes } from 'node:crypto';
import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { hashPassword, Users } from '../../modules/access';
import { Transactions } from '../database/transactions';
import { ROLES, SETTING_UP, SWEEPING, type Role } from '../shared/actor';
import { withApp } from './with-app';

interface Options {
  email: string;
  name?: string;
  role: Role;
}

@SubCommand({
  name: 'create',
  description:
    'Make an account. On the server itself: the first administrators are made this way, all others in the pages.',
})
export class UserCreateCommand extends CommandRunner {
  async run(_: string[], options: Options): Promise<void> {
    if (!ROLES.includes(options.role)) throw new Error(`--role: one of ${ROLES.join(', ')}`);
    if (options.role !== 'administrator') {
      throw new Error('--role: from the command line only administrator; others need two people');
    }
    const password = randomBytes(12).toString('base64url');
    const passwordHash = await hashPassword(password);
    await withApp(async ({ app }) => {
      const users = app.get(Users);
      const roleId = await app.get(Transactions).run(SETTING_UP, async (tx) => {
        const name = options.name ?? options.email;
        const { id } = await users.createIn(
          tx,
          { email: options.email, name, password },
          passwordHash,
        );
        return (await users.grantRoleIn(tx, id, options.role)).id;
      });
      // Whoever runs commands on the server founds the programme: the second word is theirs as well.
      await app.get(Transactions).run(SWEEPING, (tx) => users.confirmRoleIn(tx, roleId));
    });
    process.stdout.write(`${options.email}\npassword: ${password}\n`);
  }

  @Option({ flags: '--email <email>', description: 'Address to sign in with', required: true })
  email(value: string): string {
    return value;
  }

  @Option({ flags: '--name <name>', description: 'Name shown to colleagues' })
  name(value: string): string {
    return value;
  }

  @Option({ flags: '--role <role>', description: 'administrator', defaultValue: 'administrator' })
  role(value: string): string {
    return value;
  }
}

@Command({ name: 'user', description: 'Accounts', subCommands: [UserCreateCommand] })
export class UserCommand extends CommandRunner {
  async run(): Promise<void> {
    this.command.help();
  }
}
