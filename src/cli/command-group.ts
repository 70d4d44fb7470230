import { CommandRunner } from 'nest-commander';
import { refuse } from './refuse';

/** A command that only groups others: alone it says which, with a word that is none of them it ends with 2. */
export abstract class CommandGroup extends CommandRunner {
  async run([word]: string[] = []): Promise<void> {
    if (word === undefined) this.command.help();
    const name = this.command.name();
    refuse(`mawa ${name} ${word}: there is no such command; mawa ${name} --help lists them`);
  }
}
