import type { Tx } from '../platform/database/transactions';
import type { LocalNames } from '../platform/shared/local-names';
import type { CivilDate, Nights } from '../platform/shared/nights.rules';
import type { BedKind, RoomMix, Availability } from '../shelter-beds';

export interface RoomFacts extends Nights {
  readonly id: string;
  readonly mix: RoomMix;
  readonly floor: number;
  readonly stepFree: boolean;
  readonly nearStaff: boolean;
  readonly privateBathroom: boolean;
  /** Null: as it was opened. */
  readonly setBy: string | null;
}
export interface BedSpan extends Nights {
  readonly id: string;
  readonly label: string;
  readonly kind: BedKind;
  readonly availability: Availability;
}
export interface OutOfService extends Nights {
  readonly label: string;
  readonly reason: string;
}
export interface RoomHistory {
  readonly id: string;
  readonly shelterId: string;
  readonly shelter: string;
  readonly name: string;
  readonly names: LocalNames | null;
  readonly tonight: CivilDate;
  readonly facts: readonly RoomFacts[];
  readonly beds: readonly BedSpan[];
  /** Empty for who does not see the calendar. */
  readonly outOfService: readonly OutOfService[];
}

export const factsOf = (tx: Tx, roomId: string): Promise<RoomFacts[]> =>
  tx.query<RoomFacts>(
    `SELECT f.id, lower(f.during)::text AS "from", upper(f.during)::text AS until, f.mix, f.floor,
            f.step_free AS "stepFree", f.near_staff AS "nearStaff", f.private_bathroom AS "privateBathroom", localized_name(u.name, u.names) AS "setBy"
       FROM room_facts f LEFT JOIN users u ON u.id = f.set_by WHERE f.room_id = $1 ORDER BY lower(f.during)`,
    [roomId],
  );

export async function roomHistory(tx: Tx, roomId: string): Promise<RoomHistory | null> {
  const [room] = await tx.query<Omit<RoomHistory, 'facts' | 'beds' | 'outOfService' | 'tonight'>>(
    `SELECT r.id, r.shelter_id AS "shelterId", localized_name(s.code_name, s.names) AS shelter, localized_name(r.name, r.names) AS name, r.names
       FROM rooms r JOIN shelters s ON s.id = r.shelter_id WHERE r.id = $1`,
    [roomId],
  );
  if (!room) return null;
  const beds = await tx.query<BedSpan>(
    `SELECT id, label, kind, availability, lower(in_service)::text AS "from", upper(in_service)::text AS until
       FROM beds WHERE room_id = $1 ORDER BY length(label), label, lower(in_service)`,
    [roomId],
  );
  const outOfService = await tx.query<OutOfService>(
    `SELECT b.label, k.reason, lower(k.nights)::text AS "from", upper(k.nights)::text AS until
       FROM bookings k JOIN beds b ON b.id = k.bed_id
      WHERE b.room_id = $1 AND (k.state = 'blocked' OR (k.state = 'ended' AND k.checked_in_at IS NULL))
      ORDER BY lower(k.nights)`,
    [roomId],
  );
  return { ...room, tonight: tx.tonight, facts: await factsOf(tx, roomId), beds, outOfService };
}
