/** The bed calendar as rows: three statements, whatever the number of shelters, beds and nights. */
import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { Labels } from '../reference-lists';
import {
  HIDDEN_ON_BOARD,
  blockReason,
  type BedKind,
  type MixSign,
  type RoomMix,
  IN_PREPARATION,
  type BookingState,
  type ShelterKind,
} from '../shelter-beds';

export interface BoardBedRow {
  readonly bedId: string;
  readonly label: string;
  readonly kind: BedKind;
  readonly inServiceFrom: CivilDate;
  readonly inServiceUntil: CivilDate | null;
  readonly roomId: string;
  readonly room: string;
  readonly mix: RoomMix;
  readonly stepFree: boolean;
  readonly shelterId: string;
  readonly codeName: string;
  readonly shelterKind: ShelterKind;
  readonly region: string;
}

export interface BoardBookingRow {
  readonly id: string;
  readonly bedId: string;
  /** `preparing`: nobody's, the bed is to be prepared. */
  readonly state: BookingState | 'preparing';
  readonly from: CivilDate;
  readonly until: CivilDate | null;
  readonly sign: MixSign | null;
  readonly holdUntil: Date | null;
  readonly reason: string | null;
  /** Its words, in the version that it was chosen from. */
  readonly reasonLabels: Labels | null;
  readonly checkedIn: boolean;
  readonly version: number;
}

export interface BoardPersonRow {
  readonly caseId: string;
  readonly bookingId: string;
  readonly caseNumber: string;
  readonly familyId: string | null;
  readonly accessNeed: 'none' | 'step_free' | null;
}

export const boardBeds = (
  tx: Tx,
  window: { from: CivilDate; until: CivilDate },
  shelterIds: readonly string[] | null,
): Promise<BoardBedRow[]> =>
  tx.query<BoardBedRow>(
    `SELECT b.id AS "bedId", b.label, b.kind, lower(b.in_service)::text AS "inServiceFrom",
            upper(b.in_service)::text AS "inServiceUntil", r.id AS "roomId", localized_name(r.name, r.names) AS room, r.mix,
            r.step_free AS "stepFree", s.id AS "shelterId", localized_name(s.code_name, s.names) AS "codeName", s.kind AS "shelterKind", s.region
       FROM beds b JOIN rooms r ON r.id = b.room_id JOIN shelters s ON s.id = b.shelter_id
      WHERE s.active AND b.in_service && daterange($1, $2) AND ($3::uuid[] IS NULL OR s.id = ANY ($3))
      ORDER BY localized_name(s.code_name, s.names), s.id, localized_name(r.name, r.names), r.id, length(b.label), b.label, lower(b.in_service)`,
    [window.from, window.until, shelterIds],
  );

/** Some active shelters or all of them: $3. */
const OF_SHELTERS =
  'FROM shelters s JOIN bookings k ON k.shelter_id = s.id AND s.active AND ($3::uuid[] IS NULL OR s.id = ANY ($3))';

/** Bookings without people. An expired hold counts as free, and an overdue stay as present tonight. */
export const boardBookings = (
  tx: Tx,
  window: { from: CivilDate; until: CivilDate },
  shelterIds: readonly string[] | null,
): Promise<BoardBookingRow[]> =>
  tx.query<BoardBookingRow>(
    `SELECT k.id, k.bed_id AS "bedId", k.state, lower(k.nights)::text AS "from",
            upper(k.nights)::text AS until, k.mix_sign AS sign, k.hold_until AS "holdUntil", k.reason,
            CASE WHEN k.state = 'blocked' THEN ${blockReason('k')} END AS "reasonLabels", k.checked_in_at IS NOT NULL AS "checkedIn", k.version
       ${OF_SHELTERS}
      WHERE k.state <> 'void' AND (k.state <> 'hold' OR k.hold_until > mawa_now())
        AND k.ends_on > $1::date AND k.nights && daterange($1, $2)
      UNION ALL
     SELECT k.id, k.bed_id, k.state, lower(k.nights)::text, upper(k.nights)::text, k.mix_sign, NULL, NULL, NULL, true, k.version
       ${OF_SHELTERS}
      WHERE k.state = 'stay' AND k.ends_on <= mawa_tonight() AND NOT k.nights && daterange($1, $2)
      UNION ALL
     SELECT p.id, p.bed_id, 'preparing', lower(x.nights)::text, upper(x.nights)::text, NULL, NULL, NULL, NULL, false, 1
       FROM shelters s JOIN bed_preparations p ON p.shelter_id = s.id AND s.active AND ($3::uuid[] IS NULL OR s.id = ANY ($3))
      CROSS JOIN LATERAL (SELECT preparation_nights(p.until_at) AS nights) x
      WHERE ${IN_PREPARATION} AND x.nights && daterange($1, $2)
      ORDER BY "from"`,
    [window.from, window.until, shelterIds],
  );

/** People of these bookings whom the actor may see (row-level security) and who are not hidden on boards. */
export const boardPeople = (tx: Tx, bookingIds: readonly string[]): Promise<BoardPersonRow[]> =>
  tx.query<BoardPersonRow>(
    `SELECT c.id AS "caseId", bp.booking_id AS "bookingId", c.case_number AS "caseNumber", c.access_need AS "accessNeed",
            (SELECT f.family_id FROM family_members f WHERE f.case_id = c.id LIMIT 1) AS "familyId"
       FROM booking_people bp JOIN cases c ON c.id = bp.case_id
      WHERE bp.booking_id = ANY ($1) AND NOT ${HIDDEN_ON_BOARD}`,
    [bookingIds],
  );
