import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { record } from '../../audit';
import type { Env } from '../../platform/config/env';
import { ENV } from '../../platform/config/env.token';
import { programmeTime } from '../../platform/database/programme-time';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { JobHandlers } from '../../platform/queue';
import { HOUSEKEEPING_ACTOR, type Role } from '../../platform/shared/actor';
import { civilDateOf } from '../../platform/shared/nights.rules';
import {
  type Alarm,
  alarmOfFile,
  alarmsOfAccount,
  type AlarmThresholds,
  dayOf,
  type Ordinary,
  ordinaryOf,
  type ReadingEvent,
} from './reading-alarms.rules';
import {
  type AccountPast,
  accountsIn,
  batchesAreRead,
  closedAlarmsOf,
  daysOf,
  daysOfRoles,
  eventsOf,
  forgetDays,
  keepDay,
  nextBatches,
  outsideReadersOf,
  pastOf,
  thresholdsOf,
} from './watch-readings.queries';

/** Days of which what is ordinary is made, for an account and for its peers. */
const OWN_DAYS = 60;
const PEER_DAYS = 28;
/** How long an alarm may wait. */
const DUE_AFTER_HOURS = 24;

/** Each few minutes: reads what was sealed of the audit log since, and raises alarms on unusual reading. */
@Injectable()
export class WatchReadings implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly handlers: JobHandlers,
    @Inject(ENV) private readonly env: Env,
  ) {}

  onModuleInit(): void {
    this.handlers.addScheduledTask({
      kind: 'watch-readings',
      run: async () => void (await this.run()),
    });
  }

  /** Returns how many alarms were raised. */
  async run(): Promise<number> {
    let raised = 0;
    for (let isMore = true; isMore;) {
      const step = await this.transactions.run(HOUSEKEEPING_ACTOR, (tx) => this.step(tx));
      raised += step.raised;
      isMore = step.isMore;
    }
    return raised;
  }

  private async step(tx: Tx): Promise<{ readonly raised: number; readonly isMore: boolean }> {
    const { from, to } = await nextBatches(tx);
    if (from === to) return { raised: 0, isMore: false };
    const users = await accountsIn(tx, from, to);
    const raised = users.length === 0 ? 0 : await this.watch(tx, users);
    batchesAreRead(tx, to);
    return { raised, isMore: true };
  }

  private async watch(tx: Tx, users: readonly string[]): Promise<number> {
    const thresholds = await thresholdsOf(tx);
    const time = programmeTime(this.env);
    const events = await eventsOf(tx, users);
    const past = await pastOf(tx, users);
    const own = await daysOf(tx, users, OWN_DAYS);
    const closed = await closedAlarmsOf(tx, users);
    const peersOf = await this.peers(tx, past);
    let raised = 0;
    const outside = new Set<string>();
    for (const account of past) {
      const { userId, before, breakGlass } = account;
      const acts = events.get(userId) ?? [];
      for (const file of acts.flatMap((act) => act.outside)) outside.add(file);
      const alarms = alarmsOfAccount(
        {
          events: acts,
          before: before?.getTime() ?? null,
          breakGlassOfWeek: breakGlass.map((at) => at.getTime()),
          own: ordinaryOf(own.filter((day) => day.userId === userId)),
          peers: peersOf(account),
          closed: closed.filter((alarm) => alarm.userId === userId),
        },
        thresholds,
        time,
      );
      for (const alarm of alarms) raised += await raise(tx, userId, alarm);
      const today = acts.filter(({ at }) => civilDateOf(new Date(at), time) === tx.today);
      if (today.length > 0) keepDay(tx, userId, dayOf(today, thresholds, time));
    }
    raised += await this.watchFiles(tx, outside, events, thresholds);
    forgetDays(tx, thresholds.daysKept);
    return raised;
  }

  /** Files that somebody without them among their own has opened. */
  private async watchFiles(
    tx: Tx,
    files: ReadonlySet<string>,
    events: ReadonlyMap<string, readonly ReadingEvent[]>,
    thresholds: AlarmThresholds,
  ): Promise<number> {
    const opened = new Set(
      [...events.values()].flat().flatMap((act) => (act.files.length <= 5 ? act.outside : [])),
    );
    let raised = 0;
    for (const file of files) {
      if (!opened.has(file)) continue;
      const alarm = alarmOfFile(file, await outsideReadersOf(tx, file), thresholds);
      if (alarm) raised += await raise(tx, null, alarm);
    }
    return raised;
  }

  /** By the roles of an account: the days of all others who hold one of them. */
  private async peers(
    tx: Tx,
    past: readonly AccountPast[],
  ): Promise<(account: AccountPast) => Ordinary> {
    const roles = [...new Set(past.flatMap((one) => one.roles))];
    const days = await daysOfRoles(tx, roles, PEER_DAYS);
    const ofRoles = new Map<string, typeof days>();
    return ({ userId, roles: own }) => {
      const key = own.join();
      const known =
        ofRoles.get(key) ??
        days.filter((day) => day.roles.some((role: Role) => own.includes(role)));
      ofRoles.set(key, known);
      return ordinaryOf(known.filter((day) => day.userId !== userId));
    };
  }
}

/** Not again for the same: an open one is kept up to date. What was before a closed one does not reach here. */
async function raise(tx: Tx, userId: string | null, alarm: Alarm): Promise<number> {
  const { rule, subject, facts, readers = [] } = alarm;
  const [from, until] = [new Date(alarm.from), new Date(alarm.until)];
  const values = [rule, userId, subject, JSON.stringify(facts), from, until, readers];
  const [open] = await tx.query<{ id: string }>(
    `SELECT id FROM reading_alarms
      WHERE rule = $1 AND user_id IS NOT DISTINCT FROM $2 AND subject_id IS NOT DISTINCT FROM $3 AND closed_at IS NULL`,
    [rule, userId, subject],
  );
  if (open) {
    tx.execute(
      `UPDATE reading_alarms SET facts = $2, until_at = greatest(until_at, $3)
        WHERE id = $1 AND (facts ->> 'number')::int < ($2::jsonb ->> 'number')::int`,
      [open.id, JSON.stringify(facts), until],
    );
    return 0;
  }
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO reading_alarms (rule, user_id, subject_id, facts, from_at, until_at, reader_ids)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
    values,
  );
  tx.execute('SELECT open_alarm_tasks($1, $2)', [
    row!.id,
    new Date(tx.now.getTime() + DUE_AFTER_HOURS * 3_600_000),
  ]);
  // Without account and rule: the alarm may concern an auditor, who reads this row.
  await record(tx, { action: 'alarms.raise', kind: 'alarm', ids: [row!.id] });
  return 1;
}
