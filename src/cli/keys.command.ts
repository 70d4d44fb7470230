import { Command, CommandRunner, SubCommand } from 'nest-commander';
import { createKeyFile } from '../../modules/access';
import { readEnv } from '../../modules/platform/config/env';

@SubCommand({ name: 'create', description: 'Make the key file; never overwrites one' })
export class KeysCreateCommand extends CommandRunner {
  async run(): Promise<void> {
    const { keyFile } = readEnv();
    createKeyFile(keyFile);
    process.stdout.write(`${keyFile}\nKeep a copy apart from the backups of the database.\n`);
  }
}

@Command({ name: 'keys', description: 'The key file', subCommands: [KeysCreateCommand] })
export class KeysCommand extends CommandRunner {
  async run(): Promise<void> {
    this.command.help();
  }
}
