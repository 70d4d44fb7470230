import type { Tx } from '../../src/database/transactions';
import { notFound } from '../../src/shared/domain-error';
import type { CivilDate } from '../../src/shared/nights';
import type { MixSign, Sex } from './placing.facts';
import type { BookingState } from './stay.rules';
import type { Basis, RequestSource, Urgency } from './words';

export interface RequestPerson {
  readonly caseId: string;
  /** Only for those who may see the file; a request alone shows no number. */
  readonly caseNumber: string | null;
  readonly sex: Sex | null;
  readonly ageLow: number | null;
  readonly ageHigh: number | null;
  readonly accessNeed: 'none' | 'step_free' | null;
  readonly pregnant: boolean | null;
  readonly languages: readonly string[];
}

export interface RequestBooking {
  readonly id: string;
  readonly caseId: string;
  readonly bedId: string;
  readonly bed: string;
  readonly room: string;
  readonly shelterId: string;
  readonly shelter: string;
  readonly state: BookingState;
  readonly sign: MixSign | null;
  readonly from: CivilDate;
  readonly until: CivilDate | null;
  readonly holdUntil: string | null;
  readonly version: number;
}

export interface RequestRow {
  readonly id: string;
  readonly state: 'open' | 'placed' | 'withdrawn';
  readonly neededFrom: CivilDate;
  readonly nights: number | null;
  readonly urgency: Urgency;
  readonly source: RequestSource;
  readonly basis: Basis;
  /** Whole days since it was asked. */
  readonly waitingDays: number;
  /** Until when a bed is held for it somewhere; past or null: nobody is caring for it. */
  readonly heldUntil: Date | null;
  readonly createdAt: Date;
  readonly people: readonly RequestPerson[];
  /** Of these, those the actor may see. */
  readonly bookings: readonly RequestBooking[];
}

const SELECT = `
  SELECT r.id, r.state, r.needed_from::text AS "neededFrom", r.nights, r.urgency, r.source, r.basis,
         floor(extract(epoch FROM mawa_now() - r.created_at) / 86400)::int AS "waitingDays",
         CASE WHEN r.held_until > mawa_now() THEN r.held_until END AS "heldUntil",
         r.created_at AS "createdAt",
         coalesce((SELECT jsonb_agg(jsonb_build_object('caseId', p.case_id, 'caseNumber', c.case_number, 'sex', p.sex,
             'ageLow', p.age_low, 'ageHigh', p.age_high, 'accessNeed', p.access_need, 'pregnant', p.pregnant,
             'languages', p.languages) ORDER BY p.age_high DESC NULLS FIRST, p.case_id)
            FROM request_people p LEFT JOIN cases c ON c.id = p.case_id WHERE p.request_id = r.id), '[]') AS people,
         coalesce((SELECT jsonb_agg(jsonb_build_object('id', k.id, 'caseId', bp.case_id, 'bedId', b.id, 'bed', b.label,
             'room', m.name, 'shelterId', s.id, 'shelter', s.code_name, 'state', k.state, 'sign', k.mix_sign,
             'from', lower(k.nights), 'until', upper(k.nights), 'holdUntil', k.hold_until, 'version', k.version)
             ORDER BY m.name, b.label)
            FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id JOIN beds b ON b.id = k.bed_id
            JOIN rooms m ON m.id = b.room_id JOIN shelters s ON s.id = b.shelter_id
           WHERE bp.request_id = r.id AND k.state <> 'void'
             AND (k.state <> 'hold' OR k.hold_until > mawa_now())), '[]') AS bookings
    FROM bed_requests r`;

/** What waits, the most urgent first; of others only what is open to the actor. */
export const listRequests = (tx: Tx): Promise<RequestRow[]> =>
  tx.query<RequestRow>(
    `${SELECT} WHERE r.state = 'open'
      ORDER BY array_position(ARRAY['tonight', 'days', 'planned'], r.urgency), r.needed_from, r.created_at, r.id`,
  );

export async function findRequest(tx: Tx, id: string, lock = false): Promise<RequestRow> {
  const [row] = await tx.query<RequestRow>(
    `${SELECT} WHERE r.id = $1${lock ? ' FOR UPDATE OF r' : ''}`,
    [id],
  );
  if (!row) throw notFound();
  return row;
}

export interface PersonToPlace {
  readonly id: string;
  readonly caseNumber: string;
  readonly sex: Sex | null;
  readonly birthYear: number | null;
  /** The one whom the page was opened for, or of the same family. */
  readonly given: boolean;
}

const CHOICES = 30;

/** Those whom the actor follows and who have no bed yet; the one asked for and the family first. */
export const peopleToPlace = (tx: Tx, caseId: string | null): Promise<PersonToPlace[]> =>
  tx.query<PersonToPlace>(
    `SELECT c.id, c.case_number AS "caseNumber", c.sex, c.birth_year AS "birthYear",
            coalesce(c.id::text = $1 OR EXISTS (SELECT 1 FROM family_members f JOIN family_members g USING (family_id)
              WHERE f.case_id = c.id AND g.case_id::text = $1), false) AS given
       FROM cases c
      WHERE EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = c.id AND a.reason IN ('registered', 'assigned')
               AND (a.until_at IS NULL OR a.until_at > mawa_now()))
        AND NOT EXISTS (SELECT 1 FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
             WHERE bp.case_id = c.id AND bp.state IN ('hold', 'promised', 'stay') AND (k.hold_until IS NULL OR k.hold_until > mawa_now()))
        AND NOT EXISTS (SELECT 1 FROM request_people p JOIN bed_requests r ON r.id = p.request_id
             WHERE p.case_id = c.id AND r.state = 'open')
      ORDER BY given DESC, c.registered_on DESC, c.registered_at DESC, c.id LIMIT ${CHOICES}`,
    [caseId],
  );
