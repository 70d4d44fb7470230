import { Command, CommandRunner, Option } from 'nest-commander';
import { FirstSetup } from '../../modules/setup';
import { publicUrl } from '../../modules/platform/config/public-url';
import { setupSentence } from '../setup-sentence';
import { COMMANDS } from './command-list.data';
import { withApp } from './with-app';

interface Options {
  administrator?: string[];
}

const WRITTEN = /^\s*(?<name>[^<>]{1,120}?)\s*<(?<email>[^<>\s@]+@[^<>\s@]+)>\s*$/;

/** "Salma Idrissi <salma@example.org>" */
function personIn(written: string): { name: string; email: string } {
  const { name, email } = WRITTEN.exec(written)?.groups ?? {};
  if (!name || !email) throw new Error(`--administrator "${written}": write "Name <address>"`);
  return { name, email };
}

@Command({ name: 'setup', description: COMMANDS.setup })
export class SetupCommand extends CommandRunner {
  async run(_: string[], { administrator = [] }: Options): Promise<void> {
    const people = administrator.map(personIn);
    if (people.length !== 0 && people.length !== 2) {
      throw new Error('--administrator: two, so that each can confirm what the other does');
    }
    if (people.length === 2 && people[0]!.email.toLowerCase() === people[1]!.email.toLowerCase()) {
      throw new Error('--administrator: both have the same address');
    }
    await withApp(async ({ app, env }) => {
      const setup = app.get(FirstSetup);
      const token = await setup.newToken();
      if (!token) throw new Error('There are accounts already: an administrator makes the others');
      if (people.length === 0) {
        process.stdout.write(setupSentence(token, publicUrl(env)));
        return;
      }
      for (const { email, path } of await setup.make(token.path.split('=')[1], people)) {
        const address = new URL(path, publicUrl(env)).href;
        process.stdout.write(`${email}\nchoose a password, once: ${address}\n`);
      }
    });
  }

  @Option({
    flags: '--administrator <person...>',
    description: '"Name <address>", twice; each gets a link to choose a password',
  })
  administrator(value: string, before: string[] = []): string[] {
    return [...before, value];
  }
}
