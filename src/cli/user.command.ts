import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { PasswordLinks, RoleGrants, Users } from '../../modules/access';
import type { Env } from '../config/env';
import { publicUrl } from '../config/public-url';
import { Transactions } from '../database/transactions';
import { ROLES, SETTING_UP, SWEEPING, type Role } from '../shared/actor';
import { withApp } from './with-app';

interface Options {
  email: string;
  name?: string;
  role: Role;
}

/** Nobody but the person knows the password: what is printed leads to the page that asks for it, once. */
const printLink = (env: Env, email: string, path: string): void => {
  const address = new URL(path, publicUrl(env)).href;
  process.stdout.write(`${email}\nchoose a password, once: ${address}\n`);
};

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
    await withApp(async ({ app, env }) => {
      const transactions = app.get(Transactions);
      const made = await transactions.run(SETTING_UP, async (tx) => {
        const name = options.name ?? options.email;
        const { id } = await app.get(Users).createIn(tx, { email: options.email, name });
        const { path } = await app.get(PasswordLinks).makeIn(tx, id);
        return { path, roleId: (await app.get(RoleGrants).grantIn(tx, id, options.role)).id };
      });
      // Whoever runs commands on the server founds the programme: the second word is theirs as well.
      await transactions.run(SWEEPING, (tx) => app.get(RoleGrants).confirmIn(tx, made.roleId));
      printLink(env, options.email, made.path);
    });
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

@SubCommand({
  name: 'password-link',
  description: 'A link to choose a new password, for an administrator whom no other can help.',
})
export class UserPasswordLinkCommand extends CommandRunner {
  async run(_: string[], { email }: Options): Promise<void> {
    await withApp(async ({ app, env }) => {
      const links = app.get(PasswordLinks);
      const transactions = app.get(Transactions);
      const link = await transactions.run(SETTING_UP, async (tx) => {
        const [user] = await tx.query<{ id: string }>(
          'SELECT id FROM users WHERE email = lower($1) AND NOT system',
          [email],
        );
        if (!user) throw new Error(`--email: there is no account ${email}`);
        return links.makeIn(tx, user.id);
      });
      await transactions.run(SWEEPING, (tx) => links.confirmIn(tx, link.id));
      printLink(env, email, link.path);
    });
  }

  @Option({ flags: '--email <email>', description: 'Address to sign in with', required: true })
  email(value: string): string {
    return value;
  }
}

@Command({
  name: 'user',
  description: 'Accounts',
  subCommands: [UserCreateCommand, UserPasswordLinkCommand],
})
export class UserCommand extends CommandRunner {
  async run(): Promise<void> {
    this.command.help();
  }
}
