import { Injectable } from '@nestjs/common';
import { recordReading } from '../audit';
import { Transactions, type Tx } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import { addDays, type CivilDate } from '../platform/shared/nights.rules';
import type { MixSign } from '../shelter-beds';
import { type House, houseOf } from './residents.queries';

/**
 * `arrival`: a bed is held or promised from that night on, or from an earlier one without arrival; `return`: from an
 * authorised absence.
 */
export type MovementKind = 'arrival' | 'return' | 'departure';

export interface Movement {
  readonly kind: MovementKind;
  readonly day: CivilDate;
  readonly bookingId: string;
  readonly room: string;
  readonly bed: string;
  readonly sign: MixSign | null;
  /** Until when the bed is held, where nobody has promised it yet. */
  readonly heldUntil: Date | null;
  /** Null if the reader may not see the person. */
  readonly caseId: string | null;
  readonly caseNumber: string | null;
}

export interface HouseMovements {
  readonly house: House;
  readonly from: CivilDate;
  /** The last day that is shown. */
  readonly until: CivilDate;
  /** By day; overdue departures, dated before `from`, come first. */
  readonly movements: readonly Movement[];
}

const DAYS = 7;

/** Arrivals, returns and departures of a shelter in the coming days. */
@Injectable()
export class Movements {
  constructor(private readonly transactions: Transactions) {}

  of(actor: Actor, houseId: string): Promise<HouseMovements> {
    return this.transactions.run(actor, async (tx) => {
      const house = await houseOf(tx, houseId);
      const until = addDays(tx.tonight, DAYS - 1);
      const movements = await movementsOf(tx, houseId, until);
      const cases = movements.map(({ caseId }) => caseId);
      await recordReading(tx, 'house.read_movements', cases);
      return { house, from: tx.tonight, until, movements };
    });
  }
}

const movementsOf = (tx: Tx, houseId: string, until: CivilDate): Promise<Movement[]> =>
  tx.query<Movement>(
    `WITH moving AS (
       SELECT 'arrival' AS kind, greatest(lower(nights), mawa_tonight()) AS day, id FROM bookings
        WHERE shelter_id = $1 AND nights && daterange(mawa_tonight(), $2::date, '[]')
          AND (state = 'promised' OR state = 'hold' AND hold_until > mawa_now())
       UNION ALL
       SELECT 'departure', ends_on, id FROM bookings
        WHERE shelter_id = $1 AND ends_on <= $2::date AND state = 'stay'
       UNION ALL
       SELECT 'return', upper(l.nights), k.id FROM stay_leaves l JOIN bookings k ON k.id = l.booking_id
        WHERE k.shelter_id = $1 AND k.state = 'stay' AND l.ended_at IS NULL
          AND upper(l.nights) BETWEEN mawa_tonight() AND $2::date)
     SELECT v.kind, v.day::text AS day, k.id AS "bookingId", localized_name(m.name, m.names) AS room, b.label AS bed, k.mix_sign AS sign,
            k.hold_until AS "heldUntil", bp.case_id AS "caseId", c.case_number AS "caseNumber"
       FROM moving v JOIN bookings k ON k.id = v.id JOIN beds b ON b.id = k.bed_id JOIN rooms m ON m.id = b.room_id
       LEFT JOIN booking_people bp ON bp.booking_id = k.id LEFT JOIN cases c ON c.id = bp.case_id
      ORDER BY v.day, v.kind, localized_name(m.name, m.names), b.label, k.id`,
    [houseId, until],
  );
