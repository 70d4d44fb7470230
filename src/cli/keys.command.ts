import { existsSync, statSync } from 'node:fs';
import { Command, CommandRunner, SubCommand } from 'nest-commander';
import { createKeyFile, keyCheckValue, readKeyFile, type KeyFile } from '../../modules/access';
import { readEnv } from '../../modules/platform/config/env';

@SubCommand({ name: 'create', description: 'Make the key file; never overwrites one' })
export class KeysCreateCommand extends CommandRunner {
  async run(): Promise<void> {
    const { keyFile } = readEnv();
    createKeyFile(keyFile);
    process.stdout.write(
      `${keyFile}\nKeep a copy apart from the backups of the database, and prove it: npx mawa keys check COPY\n`,
    );
  }
}

@SubCommand({
  name: 'check',
  arguments: '<file>',
  description:
    'Read a copy of the key file and print its check value, which the check list asks for',
})
export class KeysCheckCommand extends CommandRunner {
  async run([file]: string[]): Promise<void> {
    const { keyFile } = readEnv();
    if (!existsSync(file!)) throw new Error(`There is no file ${file}`);
    if (existsSync(keyFile) && isSameFile(keyFile, file!)) {
      throw new Error(`${file} is the key file in use, not a copy of it`);
    }
    process.stdout.write(`${keyCheckValue(readCopy(file!))}\n`);
  }
}

function readCopy(file: string): KeyFile {
  try {
    return readKeyFile(file);
  } catch {
    throw new Error(`${file} is no key file, or not a whole one`);
  }
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [statSync(one), statSync(other)];
  return a.dev === b.dev && a.ino === b.ino;
}

@Command({
  name: 'keys',
  description: 'The key file',
  subCommands: [KeysCreateCommand, KeysCheckCommand],
})
export class KeysCommand extends CommandRunner {
  async run(): Promise<void> {
    this.command.help();
  }
}
