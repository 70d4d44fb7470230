import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactions } from '../platform/database/transactions';
import { JobHandlers } from '../platform/queue';
import { HOUSEKEEPING_ACTOR } from '../platform/shared/actor';

/** Hourly job: passes tasks of colleagues whose temporary access to a case has ended to the officer of the case. */
@Injectable()
export class EndedAccessSchedule implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly handlers: JobHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.addScheduledTask({ kind: 'pass-tasks-on', run: () => this.run() });
  }

  async run(): Promise<void> {
    await this.transactions.run(HOUSEKEEPING_ACTOR, (tx) =>
      tx.query('SELECT pass_on_ended_access()'),
    );
  }
}
