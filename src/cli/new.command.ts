import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import type { Language } from '../../modules/platform/shared/actor';
import { COMMANDS } from './command-list.data';
import { moduleFiles, moduleProblem, newModule } from './new-module/new-module.rules';
import {
  hasUncommittedChanges,
  isCheckout,
  SOURCE_TREE,
  writeFiles,
} from './new-module/source-tree';
import { refuse } from './refuse';

interface Options extends Partial<Record<Language, string>> {
  readonly dirty?: boolean;
}

@SubCommand({
  name: 'module',
  arguments: '<name>',
  description:
    'For developers: write a small module that works, with its table, page, API, words and test',
})
export class NewModuleCommand extends CommandRunner {
  run([name]: string[], { dirty, ...titles }: Options): Promise<void> {
    const problem = isCheckout()
      ? moduleProblem(name!, titles, SOURCE_TREE)
      : 'a module is written in a checkout of the source (git clone, npm ci), not in an installed package';
    if (problem) refuse(problem);
    else if (!dirty && hasUncommittedChanges()) {
      refuse('there are changes that are not committed: commit them first, or say --dirty');
    } else {
      const module = newModule(name!, titles, SOURCE_TREE);
      const files = moduleFiles(module, SOURCE_TREE);
      writeFiles(files);
      process.stdout.write(`${[...files.keys()].join('\n')}\n\n${NEXT_STEPS(module.name)}`);
    }
    return Promise.resolve();
  }

  @Option({ flags: '--fr <title>', description: 'Its title in French' })
  fr(value: string): string {
    return value;
  }

  @Option({ flags: '--ar <title>', description: 'Its title in Arabic' })
  ar(value: string): string {
    return value;
  }

  @Option({ flags: '--en <title>', description: 'Its title in English' })
  en(value: string): string {
    return value;
  }

  @Option({ flags: '--dirty', description: 'Also beside changes that are not committed' })
  dirty(): boolean {
    return true;
  }
}

const NEXT_STEPS = (name: string): string => `Next (docs/recipes.md, "A new module"):
1. npx jest test/${name}
2. git add -A && git commit -m "Add the module ${name}"
3. Make it yours: columns (tables.sql and the step), words in three languages, rules, roles; then npm test -- --changed
`;

@Command({ name: 'new', description: COMMANDS.new, subCommands: [NewModuleCommand] })
export class NewCommand extends CommandRunner {
  run(): Promise<void> {
    refuse('new module <name>');
    return Promise.resolve();
  }
}
