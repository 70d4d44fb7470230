import { readFileSync } from 'node:fs';
import { Command, CommandRunner, Option } from 'nest-commander';
import { type Encoding, ENCODINGS, type ImportResult, ImportOnce } from '../../modules/imports';
import type { Language } from '../../modules/platform/shared/actor';
import { translate } from '../../modules/platform/web/i18n';
import { COMMANDS } from './command-list.data';
import { withApp } from './with-app';

interface Options {
  as: string;
  dryRun?: boolean;
  again?: boolean;
  encoding?: Encoding;
}

@Command({ name: 'import', arguments: '<list> <file>', description: COMMANDS.import })
export class ImportCommand extends CommandRunner {
  async run([list, file]: string[], options: Options): Promise<void> {
    const bytes = readFileSync(file!);
    await withApp(async ({ app, actor: named }) => {
      const actor = await named(options.as);
      const { dryRun = false, again = false, encoding } = options;
      const onProgress = (done: number, total: number) =>
        process.stderr.write(`\r${done}/${total}${done === total ? '\n' : ''}`);
      // The first list had a name of its own for a while.
      const name = list === 'beneficiaries' ? 'people' : list!;
      const done = await app
        .get(ImportOnce)
        .run(actor, name, bytes, { dryRun, again, encoding, onProgress });
      for (const line of resultLines(done, actor.language, dryRun))
        process.stdout.write(`${line}\n`);
      if (done.errors.length) process.exitCode = 1;
    });
  }

  @Option({ flags: '--as <email>', description: 'Whose rights are used', required: true })
  as(value: string): string {
    return value;
  }

  @Option({ flags: '--dry-run', description: 'Only say what would happen' })
  dryRun(): boolean {
    return true;
  }

  @Option({
    flags: '--encoding <encoding>',
    description: 'How the letters of a CSV file are written; recognised where left out',
    choices: [...ENCODINGS],
  })
  encoding(value: Encoding): Encoding {
    return value;
  }

  @Option({
    flags: '--again',
    description: 'The same file was brought in before: bring it in a second time',
  })
  again(): boolean {
    return true;
  }
}

/** Each bad row by its number and reason, then what happened to the file as a whole. */
function resultLines(done: ImportResult, language: Language, dryRun: boolean): string[] {
  const say = (key: string, params: Record<string, string | number> = {}) =>
    translate(language, `imports:cli.${key}`, params);
  if (done.errors.length === 0) {
    const count = dryRun ? done.rows : done.imported;
    const notes = done.notes.map((note) => translate(language, note));
    return [say(dryRun ? 'dry_run' : 'done', { count }), ...notes];
  }
  const lines = done.errors.map(({ row, column, sentence }) => {
    if (row === 0) return say('file', { sentence });
    return column ? say('row_column', { row, column, sentence }) : say('row', { row, sentence });
  });
  return [...lines, say('nothing_changed')];
}
