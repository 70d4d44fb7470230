import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactions } from '../platform/database/transactions';
import { JobHandlers } from '../platform/queue';
import { HOUSEKEEPING_ACTOR } from '../platform/shared/actor';

/** Every hour: calls that nobody ended, and what is kept for a time only. */
@Injectable()
export class HotlineHousekeeping implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly handlers: JobHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.addScheduledTask({ kind: 'tend-hotline', run: () => this.run() });
  }

  run(): Promise<void> {
    return this.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
      await tx.query('SELECT hotline_housekeeping()');
    });
  }
}
