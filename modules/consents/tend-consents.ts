import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactions } from '../../src/database/transactions';
import { JobHandlers } from '../../src/queue';
import { SWEEPING } from '../../src/shared/actor';

/** Every hour: shares past their time close, and consents that end soon become tasks. */
@Injectable()
export class TendConsents implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly handlers: JobHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.addChore({ kind: 'tend-consents', run: () => this.tend() });
  }

  tend(): Promise<void> {
    return this.transactions.run(SWEEPING, async (tx) => {
      await tx.query('SELECT tend_consents()');
    });
  }
}
