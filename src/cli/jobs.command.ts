import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import { record } from '../../modules/audit';
import type { Permission } from '../../modules/access';
import { Transactions, type Tx } from '../../modules/platform/database/transactions';
import { type JobRecord, Jobs } from '../../modules/platform/queue';
import { refuse } from './refuse';
import { refuseWithout, sayingRefusals } from './rights';
import { withApp } from './with-app';

interface Options {
  readonly as: string;
}

const LINES = 200;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Ids and codes, no name: what was asked for stands in the application, for those who may read it. */
const lineOf = (job: JobRecord): string =>
  [job.id, job.kind, job.state, `${job.progress} %`, job.askedAt.toISOString(), job.errorCode ?? '']
    .join('\t')
    .trimEnd();

/** With the rights of the person named, in one transaction. */
async function asPerson(
  { as }: Options,
  permission: Permission,
  work: (tx: Tx, jobs: Jobs) => Promise<void>,
): Promise<void> {
  await withApp(async ({ app, actor: named }) => {
    const actor = await named(as);
    await sayingRefusals(actor, async () => {
      refuseWithout(actor, permission);
      await app.get(Transactions).run(actor, (tx) => work(tx, app.get(Jobs)));
    });
  });
}

const print = (jobs: readonly JobRecord[]): void =>
  void process.stdout.write(jobs.map((job) => `${lineOf(job)}\n`).join(''));

@SubCommand({ name: 'list', description: 'What waits or runs, the newest first' })
export class JobsListCommand extends CommandRunner {
  async run(_: string[], options: Options): Promise<void> {
    await asPerson(options, 'setup:read', async (tx, jobs) =>
      print(await jobs.latest(tx, ['waiting', 'running'], LINES)),
    );
  }

  @Option({ flags: '--as <email>', description: 'Whose rights are used', required: true })
  as(value: string): string {
    return value;
  }
}

@SubCommand({ name: 'failed', description: 'What failed, with the code of its error' })
export class JobsFailedCommand extends CommandRunner {
  async run(_: string[], options: Options): Promise<void> {
    await asPerson(options, 'setup:read', async (tx, jobs) =>
      print(await jobs.latest(tx, ['failed'], LINES)),
    );
  }

  @Option({ flags: '--as <email>', description: 'Whose rights are used', required: true })
  as(value: string): string {
    return value;
  }
}

@SubCommand({
  name: 'retry',
  arguments: '<job>',
  description: 'Ask once more for what failed, for the person who asked for it; prints the new job',
})
export class JobsRetryCommand extends CommandRunner {
  async run([job]: string[], options: Options): Promise<void> {
    await asPerson(options, 'setup:confirm', async (tx, jobs) => {
      const id = UUID.test(job!) ? await jobs.retry(tx, job!) : null;
      if (id === null)
        return refuse(`${job}: no job that failed, or it is asked for again already`);
      await record(tx, { action: 'jobs.retry', kind: 'setup', ids: [id] });
      process.stdout.write(`${id}\n`);
    });
  }

  @Option({ flags: '--as <email>', description: 'Whose rights are used', required: true })
  as(value: string): string {
    return value;
  }
}

@Command({
  name: 'jobs',
  description: 'Work in the background',
  subCommands: [JobsListCommand, JobsFailedCommand, JobsRetryCommand],
})
export class JobsCommand extends CommandRunner {
  run(): Promise<void> {
    this.command.help();
    return Promise.resolve();
  }
}
