import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactions } from '../../src/database/transactions';
import { JobHandlers } from '../../src/queue';
import { HOUSEKEEPING_ACTOR } from '../../src/shared/actor';

/** Every hour: what became late or whose time is over, and whom a membership's end lets read. */
@Injectable()
export class ComplaintsHousekeeping implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly handlers: JobHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.addChore({ kind: 'tend-complaints', run: () => this.run() });
  }

  run(): Promise<void> {
    return this.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
      await tx.query('SELECT complaints_housekeeping()');
    });
  }
}
