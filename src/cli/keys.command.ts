import { existsSync, statSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import {
  addMasterKey,
  copyInClear,
  createKeyFile,
  forgetPreviousMasters,
  KEY_FILE_IS_READ_WITHIN_MS,
  keyCheckValue,
  keyWrappingOf,
  KeyWrappingError,
  readKeyFile,
  readKeyFileText,
  rewrapKeys,
  unwrapKeyFile,
  wrapKeyFile,
  type KeyFile,
} from '../../modules/access';
import { type Env, readEnv } from '../../modules/platform/config/env';
import { connect } from '../../modules/platform/database/connect';
import { CommandGroup } from './command-group';
import { COMMANDS } from './command-list.data';

/** A person runs these commands, and has corrected a PIN that was wrong. */
const wrappingHere = (env: Env) => keyWrappingOf(env)?.tryingPinAgain() ?? null;

function configuredWrapping(env: Env) {
  const wrapping = wrappingHere(env);
  if (!wrapping)
    throw new Error(
      'No token is configured: MAWA_PKCS11_MODULE, MAWA_PKCS11_TOKEN, MAWA_PKCS11_PIN_FILE',
    );
  return wrapping;
}

@SubCommand({ name: 'create', description: 'Make the key file; never overwrites one' })
export class KeysCreateCommand extends CommandRunner {
  async run(): Promise<void> {
    const env = readEnv();
    const { keyFile } = env;
    createKeyFile(keyFile, wrappingHere(env));
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
    const env = readEnv();
    const { keyFile } = env;
    if (!existsSync(file!)) throw new Error(`There is no file ${file}`);
    if (existsSync(keyFile) && isSameFile(keyFile, file!)) {
      throw new Error(`${file} is the key file in use, not a copy of it`);
    }
    process.stdout.write(`${keyCheckValue(readCopy(file!, env))}\n`);
    if (readKeyFileText(file!).wrapping === null && keyWrappingOf(env))
      process.stderr.write(`${file} is in clear: whoever gets it needs no token\n`);
  }
}

function readCopy(file: string, env: Env): KeyFile {
  try {
    return readKeyFile(file, wrappingHere(env));
  } catch (error) {
    if (error instanceof KeyWrappingError) throw error;
    throw new Error(`${file} is no key file, or not a whole one`, { cause: error });
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
    const env = readEnv();
    const { keyFile } = env;
    const { previous } = addMasterKey(keyFile, wrappingHere(env));
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
    forgetPreviousMasters(env.keyFile, wrappingHere(env));
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
    const file = readKeyFile(env.keyFile, wrappingHere(env));
    return await rewrapKeys(connection.ownerUrl, file, progress);
  } finally {
    await connection.stop();
  }
}

@SubCommand({
  name: 'token',
  description: 'Sign in to the token that the configuration names, once, and say which key it has',
})
export class KeysTokenCommand extends CommandRunner {
  async run(_words: string[], { makeKey }: { makeKey?: boolean }): Promise<void> {
    const wrapping = configuredWrapping(readEnv());
    const { token, serial, key, keyId } = makeKey ? wrapping.makeKey() : wrapping.describe();
    process.stdout.write(`token "${token}", serial number ${serial}\n`);
    if (keyId === null)
      throw new Error(`It has no AES key "${key}": mawa keys token --make-key makes one`);
    process.stdout.write(`key "${key}", id ${keyId}\n`);
    if (makeKey)
      process.stdout.write(
        'Back the token up as its maker says, before anything is wrapped: without this key a wrapped file opens nowhere.\n',
      );
  }

  @Option({ flags: '--make-key', description: 'Make the AES key, which the token never gives out' })
  makeKey(): boolean {
    return true;
  }
}

@SubCommand({
  name: 'wrap',
  description: 'Wrap the key file by the key of the token; its keys stay the same',
})
export class KeysWrapCommand extends CommandRunner {
  async run(): Promise<void> {
    const env = readEnv();
    const wrapping = configuredWrapping(env);
    const before = readKeyFileText(env.keyFile).wrapping;
    const check = keyCheckValue(wrapKeyFile(env.keyFile, wrapping));
    const { device, key } = readKeyFileText(env.keyFile).wrapping!;
    process.stdout.write(
      `${env.keyFile}: wrapped by the key "${key}" of the token "${device}", and opened again\n` +
        `Its check value is the one of before: ${check}\n` +
        (before === null
          ? 'Copies of before are in clear and open everything. Keep one under lock for the day the token is lost, or none, and ' +
            'destroy the others; where somebody may have one: mawa keys rotate, rewrap, forget.\n'
          : '') +
        'Copy the file to each machine that runs Mawa, and keep a copy apart.\n',
    );
  }
}

@SubCommand({
  name: 'unwrap',
  description: 'Take the key file, or a copy of it, out of the care of the token',
})
export class KeysUnwrapCommand extends CommandRunner {
  async run(_words: string[], { inClear, to }: { inClear?: boolean; to?: string }): Promise<void> {
    const env = readEnv();
    const wrapping = configuredWrapping(env);
    if (readKeyFileText(env.keyFile).wrapping === null)
      throw new Error(`${env.keyFile} is in clear already`);
    if (inClear && to !== undefined) throw new Error('Either --in-clear or --to, and not both');
    if (to !== undefined) {
      copyInClear(env.keyFile, to, wrapping);
      process.stdout.write(
        `${to}: a copy in clear. Whoever gets it needs no token: keep it under lock.\n`,
      );
    } else if (inClear) {
      unwrapKeyFile(env.keyFile, wrapping);
      process.stdout.write(
        `${env.keyFile}: in clear. Copy it to each machine, then leave MAWA_PKCS11_MODULE out of the configuration.\n`,
      );
    } else {
      throw new Error(
        'Whoever gets a key file in clear needs no token. If that is what you want: mawa keys unwrap --in-clear. ' +
          'For a copy, while the file in use stays wrapped: mawa keys unwrap --to FILE',
      );
    }
  }

  @Option({ flags: '--in-clear', description: 'The key file in use, in its place' })
  inClear(): boolean {
    return true;
  }

  @Option({ flags: '--to <file>', description: 'A copy; the file in use stays as it is' })
  to(file: string): string {
    return file;
  }
}

@Command({
  name: 'keys',
  description: COMMANDS.keys,
  subCommands: [
    KeysCreateCommand,
    KeysCheckCommand,
    KeysRotateCommand,
    KeysRewrapCommand,
    KeysForgetCommand,
    KeysTokenCommand,
    KeysWrapCommand,
    KeysUnwrapCommand,
  ],
})
export class KeysCommand extends CommandGroup {}
