import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions';
import { JobHandlers } from '../../platform/queue';
import { HOUSEKEEPING_ACTOR } from '../../platform/shared/actor';

/** Every hour: a place that was not answered for in its days goes to the next in line. */
@Injectable()
export class TrainingHousekeeping implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly handlers: JobHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.addScheduledTask({ kind: 'tend-training', run: () => this.run() });
  }

  async run(): Promise<void> {
    await this.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
      await tx.query('SELECT training_lapse($1)', [tx.today]);
    });
  }
}
