import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { MakeOpenData } from '../../modules/open-data';
import { DomainError } from '../../modules/platform/shared/domain.errors';
import { keyOfCode, translate } from '../../modules/platform/web/i18n';
import { CommandGroup } from './command-group';
import { COMMANDS } from './command-list.data';
import { refuse } from './refuse';
import { withApp } from './with-app';

interface Options {
  as?: string;
  out?: string;
  quarter?: string;
}

@SubCommand({
  name: 'produce',
  description:
    'Make the files for everybody of each grant, up to the end of a quarter: IATI, HXL, CTDC, SDG 16.2.2, JSON; files to look at, nothing is kept or published',
})
export class OpenDataProduceCommand extends CommandRunner {
  async run(_: string[], { as, out, quarter }: Options): Promise<void> {
    if (!as || !out)
      return refuse('--as <email> --out <folder>: whose rights are used, and where to');
    await withApp(async ({ app, actor: named }) => {
      const actor = await named(as);
      if (!actor.roles.includes('programme_officer'))
        return refuse('only a programme officer makes open data');
      try {
        for (const { grant, files } of await app.get(MakeOpenData).preview(actor, quarter)) {
          mkdirSync(join(out, grant), { recursive: true });
          for (const { name, bytes } of files) writeFileSync(join(out, grant, name), bytes);
          process.stdout.write(`${grant}: ${files.length} files\n`);
        }
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        refuse(translate(actor.language, keyOfCode(error.code), error.params));
      }
    });
  }

  @Option({ flags: '--as <email>', description: 'Whose rights are used (required)' })
  as(value: string): string {
    return value;
  }

  @Option({ flags: '--out <folder>', description: 'Where the files are written (required)' })
  out(value: string): string {
    return value;
  }

  @Option({ flags: '--quarter <quarter>', description: 'Up to its end: 2026-Q3 (the last over)' })
  quarter(value: string): string {
    return value;
  }
}

@Command({
  name: 'open-data',
  description: COMMANDS['open-data'],
  subCommands: [OpenDataProduceCommand],
})
export class OpenDataCommand extends CommandGroup {}
