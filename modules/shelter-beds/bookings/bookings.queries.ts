import type { Tx } from '../../platform/database/transactions';
import { type Labels, labelsSql } from '../../reference-lists';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { MixSign } from '../placing/placing.types';
import type { BookingState } from './stay.rules';

export interface BookingRow {
  readonly id: string;
  readonly bedId: string;
  readonly bed: string;
  readonly room: string;
  readonly shelterId: string;
  readonly shelter: string;
  readonly state: BookingState;
  readonly outcome: string | null;
  readonly from: CivilDate;
  readonly until: CivilDate | null;
  readonly overdue: boolean;
  readonly holdUntil: Date | null;
  readonly sign: MixSign | null;
  readonly reason: string | null;
  /** The words of the reason, in the version that it was chosen from. */
  readonly reasonLabels: Labels | null;
  readonly version: number;
  readonly caseId: string | null;
  readonly caseNumber: string | null;
  readonly requestId: string | null;
  /** The person has arrived; they may have left since. */
  readonly arrived: boolean;
  /** The reader holds the case. */
  readonly mine: boolean;
  /** By whom, or on what ground, the placement was agreed to; null while nobody has. */
  readonly agreement: {
    readonly basis: 'holder' | 'hotline' | 'addressed' | 'emergency';
    readonly reason: string | null;
    readonly labels: Labels | null;
    /** Null where the hotline keeps the bed and nobody of the programme has confirmed it yet. */
    readonly by: string | null;
    readonly at: string | null;
  } | null;
  /** The reader has acknowledged the arrival. */
  readonly reviewed: boolean;
  readonly changes: readonly {
    readonly from: BookingState | null;
    readonly to: BookingState;
    readonly at: string;
    readonly by: string;
    readonly reason: string | null;
  }[];
}

/** Before versions were kept it was the first edition. */
export const blockReason = (bookings: string): string =>
  labelsSql('block_reasons', `coalesce(${bookings}.reason_version, 1)`, `${bookings}.reason`);
/** Of the agreement `a`. */
export const ARRIVAL_REASON = labelsSql(
  'arrival_reasons',
  `CASE WHEN a.list_version ~ '^[0-9]+$' THEN a.list_version::int ELSE 1 END`,
  'a.reason',
);

/** Who confirmed the placement `bp` of the agreement `a` first, in whichever bed of the house `k` it was then. */
const FIRST_CONFIRMATION = `LATERAL (
  SELECT localized_name(who.name, who.names) AS by, h.at
    FROM booking_people was JOIN bookings there ON there.id = was.booking_id AND there.shelter_id = k.shelter_id
    JOIN booking_changes h ON h.booking_id = was.booking_id AND h.to_state = 'promised' AND h.at >= a.at
    JOIN users who ON who.id = h.by
   WHERE was.case_id = bp.case_id AND was.request_id = bp.request_id ORDER BY h.id LIMIT 1)`;

/**
 * A booking of a person whom the actor may see, or a bed out of service in the actor's shelter; otherwise "not found".
 */
export async function findBooking(tx: Tx, id: string): Promise<BookingRow> {
  const [row] = await tx.query<BookingRow>(
    `SELECT k.id, b.id AS "bedId", b.label AS bed, localized_name(m.name, m.names) AS room, s.id AS "shelterId", localized_name(s.code_name, s.names) AS shelter, k.state, k.outcome,
            lower(k.nights)::text AS "from", upper(k.nights)::text AS until,
            coalesce(k.state = 'stay' AND upper(k.nights) <= mawa_tonight(), false) AS overdue,
            k.hold_until AS "holdUntil", k.mix_sign AS sign, k.reason, k.version,
            ${blockReason('k')} AS "reasonLabels",
            bp.case_id AS "caseId", c.case_number AS "caseNumber", bp.request_id AS "requestId",
            k.checked_in_at IS NOT NULL AND k.state IN ('stay', 'ended') AS arrived, coalesce(mawa_holds_fully(bp.case_id), false) AS mine,
            (SELECT jsonb_build_object('basis', a.basis, 'reason', a.reason, 'labels', ${ARRIVAL_REASON},
                'by', CASE WHEN a.basis = 'hotline' THEN v.by ELSE localized_name(u.name, u.names) END, 'at', CASE WHEN a.basis = 'hotline' THEN v.at ELSE a.at END)
               FROM arrival_agreements a JOIN users u ON u.id = a.by LEFT JOIN ${FIRST_CONFIRMATION} v ON true
              WHERE a.booking_id = k.id) AS agreement,
            EXISTS (SELECT 1 FROM arrival_reviews v WHERE v.booking_id = k.id AND v.by = mawa_actor()) AS reviewed,
            coalesce((SELECT jsonb_agg(jsonb_build_object('from', h.from_state, 'to', h.to_state, 'at', h.at, 'by', localized_name(u.name, u.names),
                'reason', h.reason) ORDER BY h.id)
               FROM booking_changes h JOIN users u ON u.id = h.by WHERE h.booking_id = k.id), '[]') AS changes
       FROM bookings k JOIN beds b ON b.id = k.bed_id JOIN rooms m ON m.id = b.room_id JOIN shelters s ON s.id = k.shelter_id
       LEFT JOIN booking_people bp ON bp.booking_id = k.id LEFT JOIN cases c ON c.id = bp.case_id
      WHERE k.id = $1 AND (bp.case_id IS NOT NULL OR (k.state = 'blocked' AND k.shelter_id = ANY ($2)))`,
    [id, tx.actor.shelterIds],
  );
  if (!row) throw notFound();
  return row;
}

export interface BedPageRow {
  readonly id: string;
  readonly label: string;
  readonly room: string;
  readonly shelterId: string;
  readonly shelter: string;
  readonly tonight: CivilDate;
  /** Booking of the person who sleeps in the bed, if the reader may see them. */
  readonly stayId: string | null;
}

export async function findBed(tx: Tx, id: string): Promise<BedPageRow> {
  const [row] = await tx.query<BedPageRow>(
    `SELECT b.id, b.label, localized_name(m.name, m.names) AS room, s.id AS "shelterId", localized_name(s.code_name, s.names) AS shelter, mawa_tonight()::text AS tonight,
            (SELECT k.id FROM bookings k JOIN booking_people bp ON bp.booking_id = k.id WHERE k.bed_id = b.id AND k.state = 'stay'
              ORDER BY lower(k.nights) DESC LIMIT 1) AS "stayId"
       FROM beds b JOIN rooms m ON m.id = b.room_id JOIN shelters s ON s.id = b.shelter_id WHERE b.id = $1`,
    [id],
  );
  if (!row) throw notFound();
  return row;
}
