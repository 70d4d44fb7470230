import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { openFinanceTask } from '../../grant-budgeting';
import type { Tx } from '../../platform/database/transactions';
import { contains, type CivilDate, type Nights } from '../../platform/shared/nights.rules';
import type { Booking } from '../bookings/booking-steps.queries';
import { chargesAbsences, nightsAwayOf } from './absences.queries';
import { NightLedger } from './night-ledger.service';

const BOOKS = `hashtextextended('nights', 7)`;

/** Stays that are entered or ended late, over nights that are closed: reversed or added, dated today. */
@Injectable()
export class NightCorrections {
  constructor(private readonly ledger: NightLedger) {}

  /** Nobody closes a night while somebody enters one; those who enter do not wait for each other. */
  async shareClosingLock(tx: Tx): Promise<void> {
    tx.execute(`SELECT pg_advisory_xact_lock_shared(${BOOKS})`);
  }

  async takeClosingLock(tx: Tx): Promise<void> {
    tx.execute(`SELECT pg_advisory_xact_lock(${BOOKS})`);
  }

  async settle(tx: Tx, stay: Booking, before: Nights | null, after: Nights | null): Promise<void> {
    const first = [before?.from, after?.from].filter((date) => date !== undefined).sort()[0];
    if (first === undefined || first >= tx.tonight) return;
    const closed = await tx.query<{ night: CivilDate }>(
      'SELECT night::text AS night FROM closed_nights WHERE night >= $1 ORDER BY night',
      [first],
    );
    const within = (nights: Nights | null, night: CivilDate) =>
      nights !== null && contains(nights, night);
    const nights = closed.map(({ night }) => night);
    const free = (await chargesAbsences(tx))
      ? new Set<CivilDate>()
      : await nightsAwayOf(tx, stay.id);
    const gone = nights.filter((night) => within(before, night) && !within(after, night));
    const come = nights.filter(
      (night) => !within(before, night) && within(after, night) && !free.has(night),
    );
    if (gone.length + come.length === 0) return;
    await this.ledger.lockAll(tx);
    for (const night of gone) await this.ledger.reverse(tx, stay.id, night, 'left_earlier');
    for (const night of come) {
      const slept = { bookingId: stay.id, shelterId: stay.shelterId, night };
      if (!(await this.ledger.charge(tx, slept))) await openFinanceTask(tx, null);
    }
    const fields = [...gone, ...come];
    await record(tx, { action: 'nights.correct', kind: 'booking', ids: [stay.id], fields });
  }

  /** Corrects a closed night: the person slept there after all, or did not. */
  async settlePresence(tx: Tx, stay: Booking, night: CivilDate, slept: boolean): Promise<void> {
    if (stay.state !== 'stay' && stay.state !== 'ended') return;
    const [closed] = await tx.query('SELECT 1 FROM closed_nights WHERE night = $1', [night]);
    if (!closed || !contains(stay.nights, night) || (await chargesAbsences(tx))) return;
    if (slept) {
      const known = await this.ledger.charge(tx, {
        bookingId: stay.id,
        shelterId: stay.shelterId,
        night,
      });
      if (!known) await openFinanceTask(tx, null);
    } else await this.ledger.reverse(tx, stay.id, night, 'away');
    await record(tx, {
      action: 'nights.correct',
      kind: 'booking',
      ids: [stay.id],
      fields: [night],
    });
  }
}
