import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactions } from '../platform/database/transactions';
import { JobHandlers } from '../platform/queue';
import { HOUSEKEEPING_ACTOR } from '../platform/shared/actor';

/** Every hour: a paper, a confirmation or a decision on a risk that waits too long is a task; what came is done. */
@Injectable()
export class ReturnsHousekeeping implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly handlers: JobHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.addChore({ kind: 'tend-returns', run: () => this.run() });
  }

  run(): Promise<void> {
    return this.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
      await tx.query('SELECT returns_housekeeping($1)', [tx.today]);
    });
  }
}
