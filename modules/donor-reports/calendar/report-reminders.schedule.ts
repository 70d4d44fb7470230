import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { endOfDay, settingOf, TaskKinds } from '../../plans';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { programmeTime } from '../../platform/database/programme-time';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { JobHandlers } from '../../platform/queue';
import { HOUSEKEEPING_ACTOR } from '../../platform/shared/actor';
import { addDays } from '../../platform/shared/nights.rules';
import { isOutstanding } from './expected-reports.rules';
import { type Deadline, ReportCalendar } from './report-calendar.service';

/** Every hour: a report that is due soon and not approved becomes a task of those who prepare it, once. */
@Injectable()
export class ReportReminders implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly calendar: ReportCalendar,
    private readonly handlers: JobHandlers,
    private readonly kinds: TaskKinds,
    @Inject(ENV) private readonly env: Env,
  ) {}

  onModuleInit(): void {
    this.handlers.addScheduledTask({ kind: 'remind-reports', run: () => this.run() });
    this.kinds.add({
      kind: 'report_due',
      icon: 'report-analytics',
      byHand: false,
      path: () => '/reports/calendar',
    });
  }

  async run(): Promise<void> {
    await this.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
      const days = await settingOf(tx, 'report_reminder_days', 14);
      const due = await this.calendar.dueBetween(tx, tx.today, addDays(tx.today, days));
      for (const one of due.filter(({ state }) => isOutstanding(state))) await this.remind(tx, one);
    });
  }

  private async remind(tx: Tx, { kind, isFinancial, grantId, period, partnerId, dueOn }: Deadline) {
    const [made] = await tx.query<{ id: string }>(
      `INSERT INTO report_reminders (kind, grant_id, period_from, period_until, subject_id, due_on)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id`,
      [kind, grantId, period.from, period.until, partnerId, dueOn],
    );
    if (!made) return;
    await tx.query(`SELECT add_task('report_due', NULL, $1, $2, NULL, $3)`, [
      made.id,
      isFinancial ? 'finance_officer' : 'programme_officer',
      endOfDay(dueOn, programmeTime(this.env)),
    ]);
  }
}
