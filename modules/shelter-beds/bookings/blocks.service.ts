import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Lists } from '../../reference-lists';
import { Transactions } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { addDays, isEmptyRange, toDateRange } from '../../platform/shared/nights.rules';
import { BedNotes } from './bed-notes.service';
import { translateBookingError } from '../beds.errors';
import { loadBlock, moveBooking, mustWorkHere } from './booking-steps.queries';
import type { BedBlockDto } from '../dto/booking.dto';
import { NightCorrections } from '../nights/night-corrections.service';

/** A bed out of service for some nights, with the reason: those nights leave the occupancy. */
@Injectable()
export class Blocks {
  constructor(
    private readonly transactions: Transactions,
    private readonly notes: BedNotes,
    private readonly lists: Lists,
    private readonly corrections: NightCorrections,
  ) {}

  block(actor: Actor, bedId: string, block: BedBlockDto): Promise<{ id: string }> {
    return this.transactions.run(actor, async (tx) => {
      const nights = { from: block.from, until: block.until ?? null };
      if (isEmptyRange(nights)) {
        throw new DomainError('invalid', 'beds.ends_before_it_begins', {}, 'until');
      }
      if (block.from < addDays(tx.tonight, -366)) {
        throw new DomainError('invalid', 'beds.too_long_ago', {}, 'from');
      }
      const [bed] = await tx.query<{ label: string; shelter_id: string }>(
        'SELECT label, shelter_id FROM beds WHERE id = $1',
        [bedId],
      );
      if (!bed) throw notFound();
      mustWorkHere(actor, bed.shelter_id);
      const version = await this.lists.chosenFrom(tx, 'block_reasons', block.reason, 'reason');
      if (block.from < tx.tonight) await this.corrections.shareClosingLock(tx);
      await tx.query('SELECT placing_locks($1, $2)', [[bedId], []]);
      await tx.query('SELECT lapse_holds($1, $2)', [[bedId], []]);
      // Past the planned end the nights of a stay are added one by one: the bed is not free.
      const [sleeper] = await tx.query(
        `SELECT 1 FROM bookings
          WHERE bed_id = $1 AND state = 'stay' AND ends_on <= mawa_tonight()
            AND $2::daterange && daterange(ends_on, mawa_tonight() + 1)`,
        [bedId, toDateRange(nights)],
      );
      if (sleeper) {
        const params = { bed: bed.label, from: block.from };
        throw new DomainError('conflict', 'beds.block_taken', params, 'from');
      }
      const [row] = await translateBookingError({ bed: bed.label, from: block.from }, () =>
        tx.query<{ id: string }>(
          `INSERT INTO bookings (bed_id, shelter_id, nights, state, reason, reason_version, created_by)
           VALUES ($1, $2, $3, 'blocked', $4, $5, $6) RETURNING id`,
          [bedId, bed.shelter_id, toDateRange(nights), block.reason, version, actor.userId],
        ),
      ).catch((error: unknown) => {
        if (!(error instanceof DomainError) || error.code !== 'beds.taken') throw error;
        const code = block.from < tx.tonight ? 'beds.block_past' : 'beds.block_taken';
        throw new DomainError('conflict', code, { bed: bed.label, from: block.from }, 'from');
      });
      await tx.query(
        `INSERT INTO booking_changes (booking_id, to_state, by, reason) VALUES ($1, 'blocked', $2, 'block')`,
        [row!.id, actor.userId],
      );
      if (block.note) await this.notes.writeOfBlock(tx, row!.id, bed.shelter_id, block.note);
      await record(tx, { action: 'beds.block', kind: 'booking', ids: [row!.id, bedId] });
      return row!;
    });
  }

  /** Good again from tonight on; the nights that it was out of service stay so. */
  unblock(actor: Actor, id: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      await this.corrections.shareClosingLock(tx);
      const block = await loadBlock(tx, id);
      mustWorkHere(actor, block.shelterId);
      const { from, until } = block.nights;
      const ends = until !== null && until < tx.tonight ? until : tx.tonight;
      if (from >= tx.tonight) await moveBooking(tx, block, 'withdraw_block');
      else await moveBooking(tx, block, 'unblock', { nights: { from, until: ends } });
      await record(tx, { action: 'beds.unblock', kind: 'booking', ids: [id] });
    });
  }
}
