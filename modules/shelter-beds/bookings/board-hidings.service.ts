import { Injectable } from '@nestjs/common';
import { record } from '../../audit';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { DomainError } from '../../platform/shared/domain.errors';
import type { HidingReason } from '../beds.data';
import { findBooking } from './bookings.queries';

export interface BoardHiding {
  readonly reason: HidingReason;
  readonly by: string;
  readonly at: Date;
}

/** Whether the person of `bp` (a row of booking_people) is hidden on boards, under any of their joined cases. */
export const HIDDEN_ON_BOARD = `EXISTS (SELECT FROM board_hidings h
  WHERE h.ended_at IS NULL AND h.case_id IN (bp.case_id, bp.person_id))`;

/** Bed boards, on screens and on paper, show the bed of such a person as occupied: no number, no name, no way to the file. */
@Injectable()
export class BoardHidings {
  constructor(private readonly transactions: Transactions) {}

  /** Hides a person on boards; a repetition keeps the first reason. */
  hide(actor: Actor, bookingId: string, reason: HidingReason): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const caseId = await personToHide(tx, bookingId);
      const hidden = await tx.query(
        `INSERT INTO board_hidings (case_id, reason) VALUES (mawa_person($1), $2) ON CONFLICT DO NOTHING RETURNING 1`,
        [caseId, reason],
      );
      if (hidden.length > 0) await recorded(tx, 'beds.hide', bookingId, caseId);
    });
  }

  showAgain(actor: Actor, bookingId: string): Promise<void> {
    return this.transactions.run(actor, async (tx) => {
      const caseId = await personToHide(tx, bookingId);
      const shown = await tx.query(
        `UPDATE board_hidings SET ended_at = mawa_now(), ended_by = mawa_actor()
          WHERE case_id IN (SELECT mawa_files($1)) AND ended_at IS NULL RETURNING 1`,
        [caseId],
      );
      if (shown.length > 0) await recorded(tx, 'beds.show_again', bookingId, caseId);
    });
  }
}

/** Null if the person is not hidden. */
export async function hidingOf(tx: Tx, bookingId: string): Promise<BoardHiding | null> {
  const [hiding] = await tx.query<BoardHiding>(
    `SELECT h.reason, localized_name(u.name, u.names) AS by, h.at FROM booking_people bp
       JOIN board_hidings h ON h.case_id IN (bp.case_id, bp.person_id) AND h.ended_at IS NULL
       JOIN users u ON u.id = h.by WHERE bp.booking_id = $1 ORDER BY h.at LIMIT 1`,
    [bookingId],
  );
  return hiding ?? null;
}

/**
 * Case of the booking. "Not found" if the actor sees no person in it; "forbidden" if the actor may not write their
 * care.
 */
async function personToHide(tx: Tx, bookingId: string): Promise<string> {
  const { caseId } = await findBooking(tx, bookingId);
  const [access] = await tx.query<{ writes: boolean }>(
    `SELECT may_write_case($1, 'care', actor_reach()) AS writes`,
    [caseId],
  );
  if (caseId === null || !access!.writes) throw new DomainError('forbidden', 'access.not_yours');
  return caseId;
}

async function recorded(
  tx: Tx,
  action: 'beds.hide' | 'beds.show_again',
  bookingId: string,
  caseId: string,
): Promise<void> {
  await record(tx, { action, kind: 'case', ids: [caseId] });
  await tx.query('SELECT notify_board(shelter_id, nights) FROM bookings WHERE id = $1', [
    bookingId,
  ]);
}
