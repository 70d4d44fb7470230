import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Transactions } from '../../platform/database/transactions';
import { JobHandlers } from '../../platform/queue';
import { HOUSEKEEPING_ACTOR } from '../../platform/shared/actor';
import { record } from '../audit-record.queries';

/** Each night: the partitions of the audit log that are missing are made, that of next year with them (docs/operation.md). */
@Injectable()
export class KeepPartitionsSchedule implements OnModuleInit {
  private readonly log = new Logger('audit');

  constructor(
    private readonly transactions: Transactions,
    private readonly handlers: JobHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.addScheduledTask({
      kind: 'keep-partitions',
      run: async () => void (await this.run()),
    });
  }

  /** Returns how many were made. */
  async run(): Promise<number> {
    const made = await this.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
      const [kept] = await tx.query<{ made: number }>('SELECT keep_audit_partitions() AS made');
      if (kept!.made > 0)
        await record(tx, {
          action: 'audit.make_partitions',
          kind: 'audit',
          fields: [`made:${kept!.made}`],
        });
      return kept!.made;
    });
    if (made > 0) this.log.log(`partitions of the audit log were made: ${made}`);
    return made;
  }
}
