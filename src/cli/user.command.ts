import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { PasswordLinks, RoleGrants, Users } from '../../modules/access';
import type { Env } from '../../modules/platform/config/env';
import { publicUrl } from '../../modules/platform/config/public-url';
import { Transactions } from '../../modules/platform/database/transactions';
import {
  ROLES,
  SETUP_ACTOR,
  HOUSEKEEPING_ACTOR,
  type Role,
} from '../../modules/platform/shared/actor';
import { CommandGroup } from './command-group';
import { COMMANDS } from './command-list.data';
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
      const made = await transactions.run(SETUP_ACTOR, async (tx) => {
        const name = options.name ?? options.email;
        const { id } = await app.get(Users).createIn(tx, { email: options.email, name });
        const link = await app.get(PasswordLinks).requestIn(tx, id);
        const role = await app.get(RoleGrants).grantIn(tx, id, options.role);
        return { linkId: link.id, roleId: role.id };
      });
      // Whoever runs commands on the server founds the programme: the second word is theirs as well.
      const { path } = await transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
        await app.get(RoleGrants).confirmIn(tx, made.roleId);
        return app.get(PasswordLinks).confirmIn(tx, made.linkId);
      });
      printLink(env, options.email, path);
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
      const link = await transactions.run(SETUP_ACTOR, async (tx) => {
        const [user] = await tx.query<{ id: string }>(
          `SELECT u.id FROM users u JOIN user_roles r ON r.user_id = u.id AND r.role = 'administrator'
              AND r.ended_at IS NULL AND r.confirmed_by IS NOT NULL
            WHERE u.email = lower($1) AND u.active AND NOT u.system`,
          [email],
        );
        if (!user) throw new Error(`--email: ${email} is no administrator; the pages help others`);
        return links.requestIn(tx, user.id);
      });
      const { path } = await transactions.run(HOUSEKEEPING_ACTOR, (tx) =>
        links.confirmIn(tx, link.id),
      );
      printLink(env, email, path);
    });
  }

  @Option({ flags: '--email <email>', description: 'Address to sign in with', required: true })
  email(value: string): string {
    return value;
  }
}

@Command({
  name: 'user',
  description: COMMANDS.user,
  subCommands: [UserCreateCommand, UserPasswordLinkCommand],
})
export class UserCommand extends CommandGroup {}
