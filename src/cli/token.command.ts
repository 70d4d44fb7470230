import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { AccessTokens, type TokenRow, Users } from '../../modules/access';
import type { Actor } from '../../modules/platform/shared/actor';
import { CommandGroup } from './command-group';
import { COMMANDS } from './command-list.data';
import { refuse } from './refuse';
import { refuseWithout, sayingRefusals } from './rights';
import { withApp } from './with-app';

interface Options {
  readonly as: string;
  readonly of?: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** No secret, and no network: who may read it stands in the pages. */
const lineOf = ({ id, state, expiresAt, usedAt, readsOnly, permissions, name }: TokenRow): string =>
  [
    id,
    state,
    expiresAt.toISOString(),
    usedAt?.toISOString() ?? '-',
    readsOnly ? 'reads' : 'reads and writes',
    `${permissions.length} permissions`,
    name,
  ].join('\t');

/** With the rights of the person named: of their own tokens, or as an administrator of anybody's. */
async function asPerson(
  { as }: Options,
  work: (actor: Actor, tokens: AccessTokens, users: Users) => Promise<void>,
): Promise<void> {
  await withApp(async ({ app, actor: named }) => {
    const actor = await named(as);
    await sayingRefusals(actor, () => work(actor, app.get(AccessTokens), app.get(Users)));
  });
}

abstract class TokenSubCommand extends CommandRunner {
  @Option({ flags: '--as <email>', description: 'Whose rights are used', required: true })
  as(value: string): string {
    return value;
  }
}

@SubCommand({ name: 'list', description: 'Tokens of one’s own account, or with --of of another' })
export class TokenListCommand extends TokenSubCommand {
  async run(_: string[], options: Options): Promise<void> {
    await asPerson(options, async (actor, tokens, users) => {
      const owner =
        options.of === undefined ? actor.userId : await ownerOf(actor, options.of, users);
      const rows = await tokens.of(actor, owner);
      process.stdout.write(rows.map((row) => `${lineOf(row)}\n`).join(''));
    });
  }

  @Option({
    flags: '--of <account>',
    description: 'Address of a person, or id of an account; for administrators',
  })
  of(value: string): string {
    return value;
  }
}

async function ownerOf(actor: Actor, account: string, users: Users): Promise<string> {
  refuseWithout(actor, 'users:read');
  if (UUID.test(account)) return account;
  const known = (await users.list(actor)).find(({ email }) => email === account.toLowerCase());
  if (!known) throw new Error(`--of: there is no account ${account}`);
  return known.id;
}

@SubCommand({
  name: 'revoke',
  arguments: '<token>',
  description: 'End a token at once, by the id that list prints',
})
export class TokenRevokeCommand extends TokenSubCommand {
  async run([id]: string[], options: Options): Promise<void> {
    if (!UUID.test(id!)) return refuse('TOKEN is the id of a token, as mawa token list prints it');
    await asPerson(options, async (actor, tokens) => {
      await tokens.revoke(actor, id!);
      process.stdout.write(`revoked: ${id}\n`);
    });
  }
}

@Command({
  name: 'token',
  description: COMMANDS.token,
  subCommands: [TokenListCommand, TokenRevokeCommand],
})
export class TokenCommand extends CommandGroup {}
