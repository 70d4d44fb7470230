import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { JobHandlers } from '../../platform/queue';
import { NIGHT_CLOSING } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';

/** Stored counts of closed nights: compared each night with bookings, beds and absences, and recomputed on request. */
@Injectable()
export class NightCounts implements OnModuleInit {
  private readonly log = new Logger('nights');

  constructor(
    private readonly transactions: Transactions,
    private readonly handlers: JobHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.addScheduledTask({
      kind: 'compare-night-counts',
      run: async () => void (await this.compare()),
    });
  }

  /**
   * Number of nights of a shelter that differ; administrators are notified. Month by month, to keep transactions short.
   */
  async compare(): Promise<number> {
    const inOne = <T>(run: (tx: Tx) => Promise<T>) => this.transactions.run(NIGHT_CLOSING, run);
    const months = await inOne((tx) =>
      tx.query<{ from: CivilDate; until: CivilDate }>(
        `SELECT DISTINCT date_trunc('month', night::timestamp)::date::text AS "from",
                (date_trunc('month', night::timestamp) + interval '1 month')::date::text AS until
           FROM closed_nights ORDER BY 1`,
      ),
    );
    let differences = 0;
    for (const { from, until } of months) {
      differences += await inOne(async (tx) => {
        const [found] = await tx.query<{ nights: number }>(
          'SELECT compare_night_counts($1, $2) AS nights',
          [from, until],
        );
        if (found!.nights > 0) await this.notify(tx, from);
        return found!.nights;
      });
    }
    this.log.log(`closed nights compared: ${months.length} months, ${differences} differences`);
    return differences;
  }

  private async notify(tx: Tx, month: CivilDate): Promise<void> {
    this.log.error(
      `what is kept of the closed nights of ${month.slice(0, 7)} differs from bookings`,
    );
    await tx.query(
      `SELECT add_task('night_counts_differ', NULL, NULL, 'administrator', NULL, mawa_now())`,
    );
    await record(tx, { action: 'nights.counts_differ', kind: 'night', fields: [month] });
  }

  /** After rows were loaded past the triggers. Returns how many rows were written; a repeat writes none. */
  rebuild(): Promise<number> {
    return this.transactions.run(NIGHT_CLOSING, async (tx) => {
      const [written] = await tx.query<{ rows: number }>('SELECT rebuild_night_counts() AS rows');
      await record(tx, { action: 'nights.rebuild_counts', kind: 'night' });
      return written!.rows;
    });
  }
}
