import { existsSync, statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Command, CommandRunner, SubCommand } from 'nest-commander';
import {
  addMasterKey,
  createKeyFile,
  forgetPreviousMasters,
  KEY_FILE_IS_READ_WITHIN_MS,
  keyCheckValue,
  readKeyFile,
  rewrapKeys,
  type KeyFile,
} from '../../modules/access';
import { type Env, readEnv } from '../../modules/platform/config/env';
import { connect } from '../../modules/platform/database/connect';

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

@SubCommand({
  name: 'rotate',
  description: 'Add a new master key to the key file; the one of before stays beside it',
})
export class KeysRotateCommand extends CommandRunner {
  async run(): Promise<void> {
    const { keyFile } = readEnv();
    const { previous } = addMasterKey(keyFile);
    process.stdout.write(
      `${keyFile}: a new master key, and ${previous.length} of before\n` +
        'Copy the file to each machine that runs Mawa; running servers read it within seconds. Then: mawa keys rewrap\n',
    );
  }
}

@SubCommand({
  name: 'rewrap',
  description: 'Wrap the keys of people and records with the new master key, while Mawa serves',
})
export class KeysRewrapCommand extends CommandRunner {
  async run(): Promise<void> {
    const env = readEnv();
    const { rewrapped, unreadable } = await rewrap(env, (done) =>
      process.stderr.write(`${done} keys\n`),
    );
    process.stdout.write(`${rewrapped} keys are wrapped by the new master key\n`);
    if (unreadable > 0)
      throw new Error(`${unreadable} keys are opened by no master key of ${env.keyFile}`);
    process.stdout.write('When all servers have the new file: mawa keys forget\n');
  }
}

@SubCommand({
  name: 'forget',
  description: 'Leave the master keys of before out of the key file, once they wrap nothing',
})
export class KeysForgetCommand extends CommandRunner {
  async run(): Promise<void> {
    const env = readEnv();
    const { rewrapped, unreadable } = await rewrap(env);
    if (rewrapped + unreadable > 0)
      throw new Error(
        `A server without the new master key made ${rewrapped + unreadable} keys: give it the file, then mawa keys forget`,
      );
    forgetPreviousMasters(env.keyFile);
    process.stdout.write(
      `${env.keyFile}: one master key\nCopy it to each machine, and prove a copy kept apart: mawa keys check COPY. ` +
        'Backups of before need the file of before.\n',
    );
  }
}

async function rewrap(env: Env, progress?: (done: number) => void) {
  // What was rotated a moment ago is read by every server on this machine before it meets a key of it.
  await wait(KEY_FILE_IS_READ_WITHIN_MS);
  const connection = await connect(env);
  try {
    if (!connection.ownerUrl)
      throw new Error('DATABASE_OWNER_URL: keys are wrapped anew as the owner of the database');
    return await rewrapKeys(connection.ownerUrl, readKeyFile(env.keyFile), progress);
  } finally {
    await connection.stop();
  }
}

@Command({
  name: 'keys',
  description: 'The key file',
  subCommands: [
    KeysCreateCommand,
    KeysCheckCommand,
    KeysRotateCommand,
    KeysRewrapCommand,
    KeysForgetCommand,
  ],
})
export class KeysCommand extends CommandRunner {
  async run(): Promise<void> {
    this.command.help();
  }
}
