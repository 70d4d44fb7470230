import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactions } from '../platform/database/transactions';
import { JobHandlers } from '../platform/queue';
import { HOUSEKEEPING_ACTOR } from '../platform/shared/actor';

/** Hourly: a missing answer is reported to the sender, then to the supervisor; then the referral lapses. */
@Injectable()
export class ReferralHousekeeping implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly handlers: JobHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.addScheduledTask({ kind: 'tend-referrals', run: () => this.run() });
  }

  run(): Promise<void> {
    return this.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
      await tx.query('SELECT run_referral_housekeeping()');
    });
  }
}
