/** Who has a bed in this house on a night, as far as the reader may see them; the others are beds that somebody has. */
import type { Tx } from '../platform/database/transactions';
import { notFound } from '../platform/shared/domain.errors';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { MixSign } from '../shelter-beds';
import type { Absence, Presence } from './roll.rules';

export interface ResidentRow {
  readonly bookingId: string;
  readonly shelterId: string;
  readonly version: number;
  readonly room: string;
  readonly bed: string;
  readonly sign: MixSign | null;
  readonly until: CivilDate | null;
  readonly arrived: boolean;
  /** Null if the reader may not see the person; the bed is shown as occupied. */
  readonly caseId: string | null;
  readonly caseNumber: string | null;
  readonly called: Presence | null;
  readonly calledAt: Date | null;
  readonly calledBy: string | null;
  /** Absence recorded for the night, if the bed was kept and not slept in. */
  readonly away: Absence | null;
  readonly leaveId: string | null;
  readonly backOn: CivilDate | null;
  /** A leave whose last night is over, where nobody has noted the return. */
  readonly returnLeaveId: string | null;
  readonly returnDueOn: CivilDate | null;
  /** Out of the house now, by the register; null for other nights than tonight. */
  readonly outingId: string | null;
  readonly outAt: Date | null;
  readonly backBy: Date | null;
  readonly missingId: string | null;
  readonly missingSince: CivilDate | null;
}

export interface House {
  readonly id: string;
  readonly codeName: string;
}

/** One of the houses where the actor works; any other is answered like one that does not exist. */
export async function houseOf(tx: Tx, shelterId: string): Promise<House> {
  const [house] = await tx.query<House>(
    'SELECT id, localized_name(code_name, names) AS "codeName" FROM shelters WHERE id = $1 AND id = ANY ($2)',
    [shelterId, tx.actor.shelterIds],
  );
  if (!house) throw notFound();
  return house;
}

export const housesOfActor = (tx: Tx): Promise<House[]> =>
  tx.query<House>(
    'SELECT id, localized_name(code_name, names) AS "codeName" FROM shelters WHERE id = ANY ($1) AND active ORDER BY "codeName"',
    [tx.actor.shelterIds],
  );

export const residentsOf = (tx: Tx, shelterId: string, night: CivilDate): Promise<ResidentRow[]> =>
  residentsOfAll(tx, [shelterId], night);

/** For so many days somebody who was to return from a leave is asked for, until the return is noted. */
const RETURN_DAYS = 7;

/** Stays of the night, those past their planned exit among them, and arrivals that are expected. */
export const residentsOfAll = (
  tx: Tx,
  shelterIds: readonly string[],
  night: CivilDate,
): Promise<ResidentRow[]> =>
  tx.query<ResidentRow>(
    `SELECT k.id AS "bookingId", k.shelter_id AS "shelterId", k.version, localized_name(m.name, m.names) AS room, b.label AS bed, k.mix_sign AS sign,
            upper(k.nights)::text AS until, k.state IN ('stay', 'ended') AS arrived,
            bp.case_id AS "caseId", c.case_number AS "caseNumber",
            r.presence AS called, r.at AS "calledAt", r.by AS "calledBy",
            a.why AS away, l.id AS "leaveId", upper(l.nights)::text AS "backOn",
            d.id AS "returnLeaveId", d.due_on::text AS "returnDueOn",
            o.id AS "outingId", o.out_at AS "outAt", o.back_by AS "backBy",
            x.id AS "missingId", x.since_night::text AS "missingSince"
       FROM bookings k JOIN beds b ON b.id = k.bed_id JOIN rooms m ON m.id = b.room_id
       LEFT JOIN booking_people bp ON bp.booking_id = k.id LEFT JOIN cases c ON c.id = bp.case_id
       LEFT JOIN LATERAL (SELECT rc.presence, rc.at, localized_name(u.name, u.names) AS by FROM roll_calls rc JOIN users u ON u.id = rc.by
         WHERE rc.booking_id = k.id AND rc.night = $2::date ORDER BY rc.id DESC LIMIT 1) r ON true
       LEFT JOIN nights_away a ON a.booking_id = k.id AND a.night = $2::date
       LEFT JOIN LATERAL (SELECT w.id, upper(w.nights) AS due_on FROM stay_leaves w
         WHERE w.case_id = bp.case_id AND w.booking_id = k.id AND w.ended_at IS NULL AND upper(w.nights) BETWEEN $2::date - ${RETURN_DAYS} AND $2::date
           AND NOT EXISTS (SELECT FROM roll_calls s WHERE s.booking_id = k.id AND s.night >= upper(w.nights) AND s.presence = 'here')
         ORDER BY upper(w.nights) DESC LIMIT 1) d ON true
       LEFT JOIN house_outings o ON o.case_id = bp.case_id AND o.booking_id = k.id AND o.back_at IS NULL AND $2::date = mawa_tonight()
       LEFT JOIN stay_leaves l ON l.case_id = bp.case_id AND l.booking_id = k.id AND l.ended_at IS NULL AND l.nights @> $2::date
       LEFT JOIN missing_people x ON x.case_id = bp.case_id AND x.ended_at IS NULL AND x.since_night <= $2::date
      WHERE k.shelter_id = ANY ($1) AND (k.ends_on > $2::date OR k.state = 'stay') AND k.state <> 'void'
        AND lower(k.nights) <= $2::date
        AND CASE k.state WHEN 'stay' THEN k.ends_on > $2::date OR $2::date = mawa_tonight()
              WHEN 'ended' THEN k.checked_in_at IS NOT NULL AND k.ends_on > $2::date
              WHEN 'promised' THEN k.ends_on > $2::date AND $2::date = mawa_tonight() ELSE false END
      ORDER BY localized_name(m.name, m.names), b.label`,
    [shelterIds, night],
  );
