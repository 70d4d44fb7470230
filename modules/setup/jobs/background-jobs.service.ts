import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions } from '../../platform/database/transactions';
import { Jobs, type JobState, type LatestJob } from '../../platform/queue';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';

export interface ListedJob extends LatestJob {
  readonly askedByName: string;
}

const MOST = 200;

/** Work in the background for those who run the installation: ids and codes, never what it is about. */
@Injectable()
export class BackgroundJobs {
  constructor(
    private readonly transactions: Transactions,
    private readonly jobs: Jobs,
  ) {}

  /** The newest first, at most two hundred. */
  list(actor: Actor, states: readonly JobState[], most = MOST): Promise<ListedJob[]> {
    return this.transactions.run(actor, async (tx) => {
      const jobs = await this.jobs.latest(tx, states, most);
      const names = await tx.query<{ id: string; name: string }>(
        'SELECT id, name FROM users WHERE id = ANY ($1::uuid[])',
        [jobs.map(({ askedBy }) => askedBy)],
      );
      const nameOf = new Map(names.map(({ id, name }) => [id, name]));
      return jobs.map((job) => ({ ...job, askedByName: nameOf.get(job.askedBy) ?? '' }));
    });
  }

  /** Asks once more for what failed, for the person who asked for it; answers the new job. */
  retry(actor: Actor, id: string): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      const added = await this.jobs.retry(tx, id);
      if (added === null) throw new DomainError('conflict', 'jobs.not_failed');
      await record(tx, { action: 'jobs.retry', kind: 'setup', ids: [added] });
      return { id: added };
    });
  }
}
