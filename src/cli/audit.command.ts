import { createWriteStream, existsSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import {
  AuditAnchors,
  AuditVerifier,
  findingSentence,
  type LogVerification,
  NoAnchors,
} from '../../modules/audit';
import { AuditExport } from '../../modules/oversight';
import { isCivilDate } from '../../modules/platform/shared/nights.rules';
import { CommandGroup } from './command-group';
import { COMMANDS } from './command-list.data';
import { refuse } from './refuse';
import { refuseWithout, sayingRefusals } from './rights';
import { withApp } from './with-app';

interface VerifyOptions {
  readonly anchors?: string;
}

@SubCommand({
  name: 'verify',
  description:
    'Compare the audit logs with their chain and with its anchors; 1 where something was changed',
})
export class AuditVerifyCommand extends CommandRunner {
  async run(_: string[], { anchors }: VerifyOptions): Promise<void> {
    await withApp(async ({ app }) => {
      const verification = await app.get(AuditVerifier).verify({ anchors }).catch(noAnchors);
      if (!verification) return;
      const { logs, findings, findingCount } = verification;
      process.stdout.write(logs.map((log) => `${checkedLine(log)}\n`).join(''));
      process.stdout.write(findings.map((finding) => `${findingSentence(finding)}\n`).join(''));
      if (findingCount > findings.length)
        process.stdout.write(`and ${findingCount - findings.length} more findings\n`);
      process.stdout.write(
        findingCount === 0
          ? 'The audit logs are as they were written.\n'
          : `${findingCount} findings\n`,
      );
      if (findingCount > 0) process.exitCode = 1;
    });
  }

  @Option({
    flags: '--anchors <file>',
    description: 'Another file of anchors, such as the copy of a log server',
  })
  anchors(value: string): string {
    return value;
  }
}

function noAnchors(error: unknown): void {
  if (!(error instanceof NoAnchors)) throw error;
  refuse(`--anchors: ${error.message}`);
}

const checkedLine = (log: LogVerification): string =>
  [
    `${log.log}: ${log.rows} rows in ${log.batches} batches, ${log.unsealed} not sealed yet`,
    `${log.anchors} anchors`,
    `${log.ofFunctions} rows of functions of the database`,
    ...(log.beforeChain > 0 ? [`${log.beforeChain} rows of before the chain`] : []),
    ...(log.leftByRestores > 0 ? [`${log.leftByRestores} anchors of before a restore`] : []),
    ...(log.invalidAnchors > 0
      ? [`${log.invalidAnchors} lines of anchors that were not made with this key file`]
      : []),
  ].join(', ');

@SubCommand({
  name: 'restored',
  description:
    'After a restore by the programs of PostgreSQL: let the chain go on where the database ends now, and record it',
})
export class AuditRestoredCommand extends CommandRunner {
  async run(): Promise<void> {
    await withApp(async ({ app }) => {
      const left = await app.get(AuditAnchors).markRestore();
      for (const { log, from, to } of left)
        process.stdout.write(
          `${log}: the chain goes on after batch ${to}; ${from - to} batches that were anchored are left behind, and this is recorded\n`,
        );
      if (left.length === 0)
        process.stdout.write(
          'Each batch that was anchored is there as it was: there is nothing to record.\n',
        );
    });
  }
}

interface ExportOptions {
  readonly as?: string;
  readonly from?: string;
  readonly to?: string;
  readonly out?: string;
}

@SubCommand({
  name: 'export',
  description: 'Write the rows of some days to a CSV file, which is written down as well',
})
export class AuditExportCommand extends CommandRunner {
  async run(_: string[], { as, from, to, out }: ExportOptions): Promise<void> {
    if (!as || !from || !to || !out)
      return refuse('--as <email> --from <day> --to <day> --out <file>: all four are needed');
    for (const [name, day] of [
      ['--from', from],
      ['--to', to],
    ] as const)
      if (!isCivilDate(day)) return refuse(`${name}: a day as 2026-11-30`);
    if (to < from) return refuse('--to: not before --from');
    if (existsSync(out)) return refuse(`${out} is there already: it is not overwritten`);
    await withApp(async ({ app, actor: named }) => {
      const actor = await named(as);
      await sayingRefusals(actor, async () => {
        refuseWithout(actor, 'audit:export');
        const pieces = Readable.from(
          app.get(AuditExport).csv(actor, { filter: { from, to }, reason: null }),
        );
        await pipeline(pieces, createWriteStream(out, { mode: 0o600, flags: 'wx' }));
        process.stdout.write(`${out}\n`);
      });
    });
  }

  @Option({ flags: '--as <email>', description: 'Whose rights are used: an auditor (required)' })
  as(value: string): string {
    return value;
  }

  @Option({ flags: '--from <day>', description: 'The first day (required)' })
  from(value: string): string {
    return value;
  }

  @Option({ flags: '--to <day>', description: 'The last day (required)' })
  to(value: string): string {
    return value;
  }

  @Option({ flags: '--out <file>', description: 'A file that is not there yet (required)' })
  out(value: string): string {
    return value;
  }
}

@Command({
  name: 'audit',
  description: COMMANDS.audit,
  subCommands: [AuditVerifyCommand, AuditExportCommand, AuditRestoredCommand],
})
export class AuditCommand extends CommandGroup {}
