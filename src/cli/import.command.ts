import { readFileSync } from 'node:fs';
import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { ImportPeople, type ImportSummary } from '../../modules/beneficiaries';
import type { Language } from '../shared/actor';
import { translate } from '../web/i18n';
import { withApp } from './with-app';

interface Options {
  as: string;
  dryRun?: boolean;
}

@SubCommand({
  name: 'beneficiaries',
  arguments: '<file>',
  description: 'People from a CSV file, all of them or none; each bad row is named with its reason',
})
export class ImportBeneficiariesCommand extends CommandRunner {
  async run([file]: string[], options: Options): Promise<void> {
    const bytes = readFileSync(file!);
    await withApp(async ({ app, actor: named }) => {
      const actor = await named(options.as);
      const dryRun = options.dryRun ?? false;
      const summary = await app.get(ImportPeople).run(actor, bytes, { dryRun });
      for (const line of told(summary, actor.language, dryRun)) process.stdout.write(`${line}\n`);
      if (summary.errors.length) process.exitCode = 1;
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
}

/** Each bad row by its number and reason, then what happened to the file as a whole. */
function told(summary: ImportSummary, language: Language, dryRun: boolean): string[] {
  const say = (key: string, params: Record<string, string | number>) =>
    translate(language, `people:import.${key}`, params);
  if (summary.errors.length === 0) {
    const count = dryRun ? summary.rows : summary.registered;
    return [say(dryRun ? 'dry_run' : 'done', { count })];
  }
  const lines = summary.errors.map(({ row, column, sentence }) => {
    if (row === 0) return say('file', { sentence });
    return column ? say('row_column', { row, column, sentence }) : say('row', { row, sentence });
  });
  return [...lines, say('nothing_changed', {})];
}

@Command({
  name: 'import',
  description: 'Lists from files',
  subCommands: [ImportBeneficiariesCommand],
})
export class ImportCommand extends CommandRunner {
  async run(): Promise<void> {
    this.command.help();
  }
}
