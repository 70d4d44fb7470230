import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions';
import { JobHandlers } from '../../platform/queue';
import { HOUSEKEEPING_ACTOR } from '../../platform/shared/actor';
import { endPastRoles } from './role-grants.service';

/**
 * Hourly job: marks roles past their last day as ended. They have had no effect since that day (view `current_roles`).
 */
@Injectable()
export class RoleEndingSchedule implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly handlers: JobHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.addScheduledTask({ kind: 'end-roles', run: () => this.run() });
  }

  async run(): Promise<void> {
    await this.transactions.run(HOUSEKEEPING_ACTOR, (tx) => endPastRoles(tx, null));
  }
}
