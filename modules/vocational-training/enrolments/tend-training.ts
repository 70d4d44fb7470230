import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactions } from '../../../src/database/transactions';
import { JobHandlers } from '../../../src/queue';
import { SWEEPING } from '../../../src/shared/actor';

/** Every hour: a place that was offered and not answered for in its days goes to the next in line. */
@Injectable()
export class TendTraining implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly handlers: JobHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.addChore({ kind: 'tend-training', run: () => this.tend() });
  }

  tend(): Promise<void> {
    return this.transactions.run(SWEEPING, async (tx) => {
      await tx.query('SELECT training_lapse($1)', [tx.today]);
    });
  }
}
