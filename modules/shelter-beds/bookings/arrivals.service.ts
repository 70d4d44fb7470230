import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError, notFound } from '../../platform/shared/domain.errors';
import { recordAgreements } from './arrival-agreements.queries';
import { loadBooking, loadBookings, mustBeLive } from './booking-steps.queries';
import type { ReviewFinding } from '../beds.data';

/** Answers of case holders about a placement, before the arrival and after it. */
@Injectable()
export class Arrivals {
  constructor(private readonly transactions: Transactions) {}

  /** The people of this request may go where a bed is kept for them. */
  agree(actor: Actor, requestId: string): Promise<{ bookings: readonly string[] }> {
    return this.transactions.run(actor, async (tx) => {
      const kept = await loadBookings(tx, { requestId, states: ['hold', 'promised'] });
      if (kept.length === 0) {
        const [request] = await tx.query('SELECT 1 FROM bed_requests WHERE id = $1', [requestId]);
        if (!request) throw notFound();
        throw new DomainError('conflict', 'beds.nothing_held');
      }
      for (const booking of kept) {
        mustBeLive(booking, tx.now);
        await mustHoldFully(tx, booking.caseId!);
      }
      await recordAgreements(tx, kept);
      const bookings = kept.map(({ id }) => id);
      await record(tx, { action: 'beds.agree', kind: 'booking', ids: [...bookings, requestId] });
      return { bookings };
    });
  }

  /** Somebody arrived: read, and found right or not. Who objects hands it to a supervisor. */
  review(actor: Actor, bookingId: string, finding: ReviewFinding): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const booking = await loadBooking(tx, bookingId);
      const caseId = booking.caseId!;
      await mustHoldFully(tx, caseId);
      if (booking.checkedInAt === null) throw new DomainError('conflict', 'beds.nobody_arrived');
      await tx.query(
        'INSERT INTO arrival_reviews (booking_id, case_id, finding, by) VALUES ($1, $2, $3, mawa_actor())',
        [bookingId, caseId, finding],
      );
      await tx.query(
        `UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
          WHERE subject_id = $1 AND done_at IS NULL
            AND (kind = 'arrival_review' OR (kind = 'person_arrived' AND for_user IS NOT DISTINCT FROM mawa_actor()))`,
        [bookingId],
      );
      if (finding === 'objected') {
        await tx.query(
          `SELECT add_task('arrival_objected', $1, $2, 'case_supervisor', NULL, mawa_now())`,
          [caseId, bookingId],
        );
      }
      const fields = [finding];
      await record(tx, {
        action: 'beds.review_arrival',
        kind: 'booking',
        ids: [bookingId],
        fields,
      });
    });
  }
}

async function mustHoldFully(tx: Tx, caseId: string): Promise<void> {
  const [row] = await tx.query<{ holds: boolean }>('SELECT mawa_holds_fully($1) AS holds', [
    caseId,
  ]);
  if (!row?.holds) throw new DomainError('forbidden', 'access.not_yours');
}
