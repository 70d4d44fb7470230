import { Injectable, type OnModuleInit } from '@nestjs/common';
import { may } from '../../access';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import { JobHandlers, Jobs, type WorkItem } from '../../platform/queue';
import { HOLD_EXPIRY_ACTOR, NIGHT_CLOSING, type Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { firstNightKept, NIGHTS_BACK } from './first-open-night.queries';
import { lapsePreparations } from '../bookings/preparations.queries';
import { NightCorrections } from './night-corrections.service';
import { nightRateOf, openFinanceTask, type NightRate } from '../../grant-budgeting';
import { chargesAbsences, sleptNightCondition } from './absences.queries';
import { NightLedger } from './night-ledger.service';
import { prolongOverdue } from '../bookings/overdue-stays.queries';

export interface ClosedNight {
  readonly night: CivilDate;
  /** People who slept there. */
  readonly slept: number;
  readonly charged: number;
  /** Slept, but the shelter has no rate of that night. */
  readonly withoutRate: number;
}

/** When a night has passed, each person who slept is charged once; asked again, it changes nothing. */
@Injectable()
export class NightClosing implements OnModuleInit {
  constructor(
    private readonly transactions: Transactions,
    private readonly ledger: NightLedger,
    private readonly corrections: NightCorrections,
    private readonly jobs: Jobs,
    private readonly handlers: JobHandlers,
  ) {}

  onModuleInit(): void {
    this.handlers.addWork({ kind: 'close-night', run: (work) => this.closeUpTo(work) });
    this.handlers.addScheduledTask({ kind: 'lapse-holds', run: () => this.lapse() });
  }

  ask(actor: Actor, night: CivilDate): Promise<{ jobId: string }> {
    return this.transactions.run(actor, (tx) => this.enqueue(tx, night));
  }

  /** Every night still open from the first one on which a shelter had a bed, also where nobody slept. */
  askForAll(actor: Actor, until: CivilDate): Promise<{ jobId: string }> {
    return this.transactions.run(actor, async (tx) =>
      this.enqueue(tx, until, (await firstNightKept(tx)) ?? undefined),
    );
  }

  private async enqueue(tx: Tx, night: CivilDate, from?: CivilDate): Promise<{ jobId: string }> {
    mustHavePassed(tx, night);
    const first = await firstNightKept(tx);
    if (first === null) throw new DomainError('invalid', 'nights.no_bed', {}, 'until');
    if (night < first)
      throw new DomainError('invalid', 'nights.before_first_bed', { night: first }, 'until');
    const params = { night, ...(from !== undefined && { from }) };
    const jobId = await this.jobs.enqueue(tx, 'close-night', params);
    await record(tx, { action: 'nights.ask_closing', kind: 'job', ids: [jobId] });
    return { jobId };
  }

  /**
   * In the transaction of night closing. A night that is closed already stays as it is; only what
   * could not be charged then, for want of a rate, is added now.
   */
  async closeNight(tx: Tx, night: CivilDate): Promise<ClosedNight> {
    mustHavePassed(tx, night);
    await this.corrections.takeClosingLock(tx);
    const [closed] = await tx.query('SELECT 1 FROM closed_nights WHERE night = $1', [night]);
    if (!closed) {
      await prolongOverdue(tx, night);
      await tx.query('SELECT missing_were_away($1)', [night]);
    }
    const all = await chargesAbsences(tx);
    const stays = await tx.query<{ id: string; shelterId: string }>(
      `SELECT k.id, k.shelter_id AS "shelterId" FROM bookings k
        WHERE k.ends_on > $1::date AND k.nights @> $1::date AND k.state <> 'void' AND k.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL
          AND ($2 OR ${sleptNightCondition('k.id', '$1::date')})
        ORDER BY k.shelter_id, k.id`,
      [night, all],
    );
    if (!closed) await record(tx, { action: 'nights.close', kind: 'night', fields: [night] });
    const charged = await this.charge(tx, night, stays);
    if (charged < stays.length) await openFinanceTask(tx, null);
    if (!closed) {
      await tx.query('SELECT open_stay_limit_tasks()');
      await followTheFacts(tx);
      await tx.query('INSERT INTO closed_nights (night, closed_by, charged) VALUES ($1, $2, $3)', [
        night,
        tx.actor.userId,
        charged,
      ]);
    }
    return { night, slept: stays.length, charged, withoutRate: stays.length - charged };
  }

  private async charge(
    tx: Tx,
    night: CivilDate,
    stays: readonly { id: string; shelterId: string }[],
  ): Promise<number> {
    if (stays.length === 0) return 0;
    const rates = new Map<string, NightRate | null>();
    let charged = 0;
    await this.ledger.lockAll(tx);
    const ids = stays.map(({ id }) => id);
    const booked = await this.ledger.bookedOf(tx, ids, night);
    for (const { id, shelterId } of stays) {
      if (!rates.has(shelterId)) rates.set(shelterId, await nightRateOf(tx, shelterId, night));
      const slept = { bookingId: id, shelterId, night };
      const isNewSource = !booked.has(id);
      if (await this.ledger.charge(tx, slept, rates.get(shelterId), { isNewSource })) charged += 1;
    }
    return charged;
  }

  /** Every night still open up to this one, each in a transaction of its own. */
  private async closeUpTo(work: WorkItem<'close-night'>): Promise<void> {
    if (!work.actor.system && !may(work.actor, 'nights:close')) {
      throw new DomainError('forbidden', 'access.not_yours');
    }
    const asSystem = <T>(run: (tx: Tx) => Promise<T>) => this.transactions.run(NIGHT_CLOSING, run);
    const nights = await asSystem((tx) => openNights(tx, work.params));
    const total = { nights: 0, charged: 0, withoutRate: 0 };
    for (const night of nights) {
      const { charged, withoutRate } = await asSystem((tx) => this.closeNight(tx, night));
      total.nights += 1;
      total.charged += charged;
      total.withoutRate += withoutRate;
      await work.progress((total.nights / nights.length) * 100, 'closing');
    }
    await asSystem((tx) => work.finish(tx, total));
  }

  private async lapse(): Promise<void> {
    await this.transactions.run(HOLD_EXPIRY_ACTOR, async (tx) => {
      await tx.query('SELECT lapse_holds(NULL, NULL)');
      await tx.query('SELECT lapse_requests(NULL)');
      await lapsePreparations(tx, null);
      await followTheFacts(tx);
    });
  }
}

/** Rooms and houses show what holds tonight. */
const followTheFacts = (tx: Tx) =>
  tx.query('SELECT rooms_follow_their_facts(), shelters_follow_their_facts()');

/**
 * Without a gap from `from`, else from the first night that anybody slept or that was closed; none before a shelter had
 * a bed in service.
 */
async function openNights(
  tx: Tx,
  { night: upTo, from }: { readonly night: CivilDate; readonly from?: CivilDate },
): Promise<CivilDate[]> {
  mustHavePassed(tx, upTo);
  const begin = await firstNightKept(tx);
  if (begin === null) return [];
  const rows = await tx.query<{ night: CivilDate }>(
    `SELECT d::date::text AS night
       FROM (SELECT least($1::date, $2::date, coalesce((SELECT min(night) FROM closed_nights), $1::date),
               coalesce((SELECT min(lower(nights)) FROM bookings
                          WHERE state IN ('stay', 'ended') AND checked_in_at IS NOT NULL), $1::date)) AS first) f,
            generate_series(greatest(f.first, $3::date)::timestamp, $1::date::timestamp, interval '1 day') d
      WHERE d::date = $1::date OR NOT EXISTS (SELECT 1 FROM closed_nights c WHERE c.night = d::date) ORDER BY 1`,
    [upTo, from ?? null, begin],
  );
  return rows.map(({ night }) => night);
}

function mustHavePassed(tx: Tx, night: CivilDate): void {
  if (night >= tx.tonight) throw new DomainError('invalid', 'beds.night_not_over', {}, 'night');
  if (night < addDays(tx.tonight, -NIGHTS_BACK))
    throw new DomainError('invalid', 'beds.too_long_ago');
}
