import { Command, CommandRunner, Option, SubCommand } from 'nest-commander';
import type { Permission } from '../../modules/access';
import type { JobRecord } from '../../modules/platform/queue';
import type { Actor } from '../../modules/platform/shared/actor';
import { BackgroundJobs } from '../../modules/setup';
import { CommandGroup } from './command-group';
import { COMMANDS } from './command-list.data';
import { refuse } from './refuse';
import { refuseWithout, sayingRefusals } from './rights';
import { withApp } from './with-app';

interface Options {
  readonly as: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Ids and codes, no name: what was asked for stands in the application, for those who may read it. With the trace that
 * finds its lines in the log.
 */
const lineOf = (job: JobRecord): string =>
  [
    job.id,
    job.kind,
    job.state,
    `${job.progress} %`,
    job.askedAt.toISOString(),
    job.traceId ?? '-',
    job.errorCode ?? '',
  ]
    .join('\t')
    .trimEnd();

/** With the rights of the person named. */
async function asPerson(
  { as }: Options,
  permission: Permission,
  work: (actor: Actor, jobs: BackgroundJobs) => Promise<void>,
): Promise<void> {
  await withApp(async ({ app, actor: named }) => {
    const actor = await named(as);
    await sayingRefusals(actor, async () => {
      refuseWithout(actor, permission);
      await work(actor, app.get(BackgroundJobs));
    });
  });
}

const print = (jobs: readonly JobRecord[]): void =>
  void process.stdout.write(jobs.map((job) => `${lineOf(job)}\n`).join(''));

@SubCommand({ name: 'list', description: 'What waits or runs, the newest first' })
export class JobsListCommand extends CommandRunner {
  async run(_: string[], options: Options): Promise<void> {
    await asPerson(options, 'jobs:read', async (actor, jobs) =>
      print(await jobs.list(actor, ['waiting', 'running'])),
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
    await asPerson(options, 'jobs:read', async (actor, jobs) =>
      print(await jobs.list(actor, ['failed'])),
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
    await asPerson(options, 'jobs:retry', async (actor, jobs) => {
      if (!UUID.test(job!)) return refuse(`${job}: no job that failed`);
      const { id } = await jobs.retry(actor, job!);
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
  description: COMMANDS.jobs,
  subCommands: [JobsListCommand, JobsFailedCommand, JobsRetryCommand],
})
export class JobsCommand extends CommandGroup {}
