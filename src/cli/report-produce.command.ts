import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandRunner, Option, SubCommand } from 'nest-commander';
import { ProduceReports } from '../../modules/donor-reports';
import { DomainError } from '../../modules/platform/shared/domain.errors';
import { keyOfCode, translate } from '../../modules/platform/web/i18n';
import { refuse } from './refuse';
import { withApp } from './with-app';

interface Options {
  as?: string;
  out?: string;
  kind?: string;
  quarters?: number;
}

@SubCommand({
  name: 'produce',
  description:
    'Make every report in force on the last quarters that are over, in each of its languages and formats: drafts to look at; nothing is kept or published',
})
export class ReportProduceCommand extends CommandRunner {
  async run(_: string[], { as, out, kind, quarters = 4 }: Options): Promise<void> {
    if (!as || !out)
      return refuse('--as <email> --out <folder>: whose rights are used, and where to');
    if (!Number.isInteger(quarters) || quarters < 1 || quarters > 40)
      return refuse('--quarters <number>: 1 to 40');
    await withApp(async ({ app, actor: named }) => {
      const actor = await named(as);
      if (!actor.roles.includes('programme_officer'))
        return refuse('only a programme officer makes reports');
      mkdirSync(out, { recursive: true });
      try {
        const made = await app
          .get(ProduceReports)
          .all(actor, { ...(kind && { kind }), quarters }, ({ name, bytes }, done, of) => {
            writeFileSync(join(out, name), bytes);
            process.stderr.write(
              `${String(Math.floor((100 * done) / of)).padStart(3)} % ${name}\n`,
            );
          });
        process.stdout.write(`${made.reports} reports, ${made.files} files\n`);
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

  @Option({ flags: '--kind <kind>', description: 'One kind of report alone' })
  kind(value: string): string {
    return value;
  }

  @Option({ flags: '--quarters <number>', description: 'How many quarters back (4)' })
  quarters(value: string): number {
    return Number(value);
  }
}
