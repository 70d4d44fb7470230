import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { ErasureLog } from '../../modules/rights';
import { readArchive, writeArchive } from '../../modules/platform/archive';
import { readEnv } from '../../modules/platform/config/env';
import { CommandGroup } from './command-group';
import { COMMANDS } from './command-list.data';
import { withDatabase } from './database-role';

@SubCommand({
  name: 'create',
  description: 'Write everything to a folder: an archive of the data, and the wrapped keys apart',
})
export class ArchiveCreateCommand extends CommandRunner {
  async run(_: string[], { to }: { to: string }): Promise<void> {
    const env = readEnv();
    const { path } = new ErasureLog(env.keyFile);
    const erasures = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const done = await withDatabase(env, 'BACKUP_URL', (url) =>
      writeArchive({ url, folder: to, erasures, now: new Date() }),
    );
    process.stdout.write(
      `${done.file}\n${done.keys}\n${done.rows} rows of ${done.tables} tables. ` +
        'Keep both files and the key file in three places: whoever has all three reads everything.\n',
    );
  }

  @Option({
    flags: '--to <folder>',
    description: 'A folder; it is made where it is not there',
    required: true,
  })
  to(value: string): string {
    return value;
  }
}

@SubCommand({
  name: 'read',
  arguments: '<file>',
  description: 'Read an archive into an empty Mawa: all of it in one transaction, or nothing',
})
export class ArchiveReadCommand extends CommandRunner {
  async run([file]: string[], { keys }: { keys: string }): Promise<void> {
    const env = readEnv();
    const done = await withDatabase(env, 'RESTORE_URL', (url) =>
      readArchive({ url, file: file!, keys }),
    );
    // Who was erased stays erased, here too: the log of this Mawa, which is empty, has them from now on.
    const { path } = new ErasureLog(env.keyFile);
    if (done.erasures !== '') writeFileSync(path, done.erasures, { flag: 'a', mode: 0o600 });
    process.stdout.write(
      `${done.rows} rows of ${done.tables} tables. The key file of before belongs at ${env.keyFile}.\n`,
    );
  }

  @Option({ flags: '--keys <file>', description: 'The file of the wrapped keys', required: true })
  keys(value: string): string {
    return value;
  }
}

@Command({
  name: 'archive',
  description: COMMANDS.archive,
  subCommands: [ArchiveCreateCommand, ArchiveReadCommand],
})
export class ArchiveCommand extends CommandGroup {}
