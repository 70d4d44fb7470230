import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import {
  causeText,
  editionName,
  valuesDiffer,
  isSame,
  moveModel,
  type Reproduction,
  ReproduceReport,
} from '../../modules/donor-reports';
import type { Actor, Language } from '../../modules/platform/shared/actor';
import { DomainError } from '../../modules/platform/shared/domain.errors';
import { keyOfCode, translate } from '../../modules/platform/web/i18n';
import { CommandGroup } from './command-group';
import { COMMANDS } from './command-list.data';
import { ReportProduceCommand } from './report-produce.command';
import { refuse } from './refuse';
import { withApp } from './with-app';

interface Options {
  as?: string;
  out?: string;
  json?: boolean;
}

const FILES_DIFFER = 1;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

@SubCommand({
  name: 'reproduce',
  arguments: '[id]',
  description:
    'Make a frozen report again: its files byte for byte (exit 0; 1 where one differs), and which figures have moved since and why (no failure)',
})
export class ReportReproduceCommand extends CommandRunner {
  async run([id]: string[], options: Options): Promise<void> {
    if (!options.as) return refuse('--as <email>: whose rights are used');
    if (!UUID.test(id ?? ''))
      return refuse('<id>: the id of a report, as in the address of its page');
    try {
      await withApp(async ({ app, actor: named }) => {
        const actor = await named(options.as!);
        await this.reproduce(app.get(ReproduceReport), actor, id!, options);
      });
    } catch (error) {
      // 1 says that files differ, and nothing else does.
      refuse((error as Error).message);
    }
  }

  private async reproduce(reports: ReproduceReport, actor: Actor, id: string, options: Options) {
    const say = (key: string, params: object = {}) =>
      translate(actor.language, `reproductions:${key}`, { ...params });
    if (options.out) mkdirSync(options.out, { recursive: true });
    const names = new Map<string, string>();
    try {
      const made = await reports.of(actor, id, {
        progress: async (percent, step) =>
          void process.stderr.write(`${String(percent).padStart(3)} % ${say(`step.${step}`)}\n`),
        file: ({ format, language, name, bytes }) => {
          names.set(`${format}/${language}`, name);
          if (options.out) writeFileSync(join(options.out, name), bytes);
        },
      });
      const answer = options.json
        ? [JSON.stringify(plain(made), null, 2)]
        : comparisonLines(made, names, actor.language);
      for (const line of answer) process.stdout.write(`${line}\n`);
      if (!made.documentSame || !made.files.every(isSame)) process.exitCode = FILES_DIFFER;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      refuse(translate(actor.language, keyOfCode(error.code), error.params));
    }
  }

  @Option({ flags: '--as <email>', description: 'Whose rights are used (required)' })
  as(value: string): string {
    return value;
  }

  @Option({ flags: '--out <folder>', description: 'Write the files made again there' })
  out(value: string): string {
    return value;
  }

  @Option({ flags: '--json', description: 'The answer as JSON' })
  json(): boolean {
    return true;
  }
}

@Command({
  name: 'report',
  description: COMMANDS.report,
  subCommands: [ReportProduceCommand, ReportReproduceCommand],
})
export class ReportCommand extends CommandGroup {}

const plain = ({ files, moved, ...made }: Reproduction) => ({
  ...made,
  filesSame: files.filter(isSame).length,
  files: files.map((file) => ({ ...file, same: isSame(file) })),
  figures: moved.map((move) => ({ ...move, moved: valuesDiffer(move) })),
});

/** File by file, then the editions that are others, then figure by figure. */
function comparisonLines(
  made: Reproduction,
  names: ReadonlyMap<string, string>,
  language: Language,
): string[] {
  const say = (key: string, params: object = {}) =>
    translate(language, `reproductions:${key}`, { ...params });
  const short = (edition: string | null) => (edition ?? '—').slice(0, 12);
  const files = made.files.map((file) =>
    say(isSame(file) ? 'cli.file_same' : 'cli.file_differs', {
      name: names.get(`${file.format}/${file.language}`),
      kept: short(file.kept),
      made: short(file.made),
    }),
  );
  const editions = made.editionsMoved.map(({ name, kept, today }) =>
    say('cli.edition', {
      name: editionName(name, language),
      kept: short(kept),
      today: short(today),
    }),
  );
  const moved = made.moved.filter(valuesDiffer);
  const figures = moved.map((move) => {
    const { table, row, column, then, now } = moveModel(move, made.reportId, language);
    const causes = move.causes.map((cause) => causeText(cause, language)).join(', ');
    const name = [row, column].filter((word) => word !== '').join(' · ');
    return say('cli.figure', { table, name, before: then, after: now, causes });
  });
  const same = made.files.filter(isSame).length;
  const differ = made.files.length - same;
  return [
    ...files,
    differ ? say('differ', { count: differ }) : say('same', { count: same }),
    ...(made.documentSame ? [] : [say('document_differs')]),
    ...editions,
    ...figures,
    moved.length ? say('moved_count', { count: moved.length }) : say('none_moved'),
    ...(made.erasedSince ? [say('erased', { count: made.erasedSince })] : []),
  ];
}
