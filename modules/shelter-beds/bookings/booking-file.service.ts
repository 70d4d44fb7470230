import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor } from '../../platform/shared/actor';
import { addDays, type CivilDate } from '../../platform/shared/nights.rules';
import { overrideOfBooking, type OverrideRow } from '../overrides/overrides.queries';
import { may } from '../../access';
import { settingOf } from '../../plans';
import { labelsSql, type Labels } from '../../reference-lists';
import { UndoSteps } from './undo.service';
import type { Undoable } from './undo.rules';
import { hidingOf, type BoardHiding } from './board-hidings.service';
import { BedNotes, type BedNote } from './bed-notes.service';
import { findBooking, type BookingRow } from './bookings.queries';

export interface BookingDetails extends BookingRow {
  readonly today: CivilDate;
  /** Proposed day of the follow-up after an exit; can be changed in the exit form. */
  readonly proposedFollowUpOn: CivilDate;
  /** Decrypted notes about the person or the bed. */
  readonly notes: readonly BedNote[];
  readonly note: string | null;
  /** A rule that is set aside for this placement, or is asked to be. */
  readonly override: OverrideRow | null;
  /** The step that the actor could undo. */
  readonly undo: Undoable | null;
  readonly exit: ExitView | null;
  readonly away: AbsenceView | null;
  /** No bed board shows the person. */
  readonly hiding: BoardHiding | null;
}

/** Away with the bed kept: on leave until a day, or missing since a night. */
export interface AbsenceView {
  readonly leaveId: string | null;
  readonly backOn: CivilDate | null;
  readonly missingId: string | null;
  readonly missingSince: CivilDate | null;
}

export interface ExitView {
  readonly leftOn: CivilDate;
  readonly destination: string | null;
  readonly labels: Labels | null;
  readonly followUpOn: CivilDate | null;
}

/** One booking with what happened to it, for those who may see its person or work where its bed is. */
@Injectable()
export class BookingFile {
  constructor(
    private readonly transactions: Transactions,
    private readonly notes: BedNotes,
    private readonly undoing: UndoSteps,
  ) {}

  one(actor: Actor, id: string): Promise<BookingDetails> {
    return this.transactions.run(actor, async (tx) => {
      const booking = await findBooking(tx, id);
      const block = booking.state === 'blocked';
      return {
        ...booking,
        today: tx.today,
        proposedFollowUpOn: addDays(tx.today, await settingOf(tx, 'exit_follow_up_days', 30)),
        notes: block ? [] : await this.notes.of(tx, id),
        override: block ? null : await overrideOfBooking(tx, id),
        note: block ? await this.notes.ofBlock(tx, id, booking.shelterId) : null,
        undo: block || !may(actor, 'beds:undo') ? null : await this.undoing.offeredIn(tx, id),
        exit: await exitOf(tx, id),
        away: await awayOf(tx, id),
        hiding: await hidingOf(tx, id),
      };
    });
  }
}

async function exitOf(tx: Tx, bookingId: string): Promise<ExitView | null> {
  const [exit] = await tx.query<ExitView>(
    `SELECT x.left_on::text AS "leftOn", x.destination, ${labelsSql('exit_destinations', 'x.list_version', 'x.destination')} AS labels,
            x.follow_up_on::text AS "followUpOn"
       FROM stay_exits x WHERE x.booking_id = $1 AND x.undone_at IS NULL`,
    [bookingId],
  );
  return exit ?? null;
}

async function awayOf(tx: Tx, bookingId: string): Promise<AbsenceView | null> {
  const [away] = await tx.query<AbsenceView>(
    `SELECT l.id AS "leaveId", upper(l.nights)::text AS "backOn", x.id AS "missingId", x.since_night::text AS "missingSince"
       FROM bookings k
       LEFT JOIN stay_leaves l ON l.booking_id = k.id AND l.ended_at IS NULL AND upper(l.nights) > mawa_tonight()
       LEFT JOIN missing_people x ON x.booking_id = k.id AND x.ended_at IS NULL
      WHERE k.id = $1 AND (l.id IS NOT NULL OR x.id IS NOT NULL) ORDER BY lower(l.nights) LIMIT 1`,
    [bookingId],
  );
  return away ?? null;
}
