import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { AuditVerifier, findingSentence, type LogVerification } from '../../modules/audit';
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
      const { logs, findings, findingCount } = await app.get(AuditVerifier).verify({ anchors });
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

const checkedLine = (log: LogVerification): string =>
  [
    `${log.log}: ${log.rows} rows in ${log.batches} batches, ${log.unsealed} not sealed yet`,
    `${log.anchors} anchors`,
    `${log.ofFunctions} rows of functions of the database`,
    ...(log.beforeChain > 0 ? [`${log.beforeChain} rows of before the chain`] : []),
    ...(log.leftByRestores > 0 ? [`${log.leftByRestores} anchors of before a restore`] : []),
  ].join(', ');

@Command({ name: 'audit', description: 'The audit logs', subCommands: [AuditVerifyCommand] })
export class AuditCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.help();
    return Promise.resolve();
  }
}
