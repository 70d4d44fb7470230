import type { Tx } from '../../platform/database/transactions';
import { type ClearFacts, jsonFacts, PLACING_FACTS, type PlacingFact } from '../../beneficiaries';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { MixSign, Sex } from '../placing/placing.types';
import type { BookingState } from '../bookings/stay.rules';
import type { Basis, MedicalNeed, NearReason, RequestSource, Risk, Urgency } from '../beds.data';

export interface RequestPerson extends Readonly<Pick<ClearFacts, PlacingFact>> {
  readonly caseId: string;
  /** Only for those who may see the file; a request alone shows no number. */
  readonly caseNumber: string | null;
  readonly ageLow: number | null;
  readonly ageHigh: number | null;
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
  /** Somebody who holds the case, or the request itself, sends them there. */
  readonly agreed: boolean;
}

export interface RequestRow {
  readonly id: string;
  readonly state: 'open' | 'placed' | 'withdrawn' | 'expired';
  readonly neededFrom: CivilDate;
  readonly nights: number | null;
  readonly urgency: Urgency;
  readonly source: RequestSource;
  readonly basis: Basis;
  readonly risk: Risk | null;
  readonly medical: MedicalNeed | null;
  readonly interpreter: string | null;
  readonly nearRegion: string | null;
  readonly nearWhy: NearReason | null;
  /** Whole days since it was asked. */
  readonly waitingDays: number;
  /** Until when a bed is held for it somewhere; past or null: nobody is caring for it. */
  readonly heldUntil: Date | null;
  readonly createdAt: Date;
  /** Then it ends by itself, unless it is renewed. */
  readonly expiresAt: Date;
  /** The one shelter that it is addressed to; null: every shelter. */
  readonly shelterId: string | null;
  readonly shelter: string | null;
  /** The reader holds each of its people. */
  readonly mine: boolean;
  readonly people: readonly RequestPerson[];
  /** Bookings that the actor may see. */
  readonly bookings: readonly RequestBooking[];
}

/**
 * An open request past its time counts as expired, even if the job has not marked it yet, unless a bed is held for it.
 */
export const STATE = `CASE WHEN r.state = 'open' AND r.expires_at <= mawa_now() AND (r.held_until IS NULL OR r.held_until <= mawa_now())
    THEN 'expired' ELSE r.state END`;

const SELECT = `
  SELECT r.id, ${STATE} AS state, r.needed_from::text AS "neededFrom", r.nights, r.urgency, r.source, r.basis, r.risk, r.medical, r.interpreter,
         r.near_region AS "nearRegion", r.near_why AS "nearWhy",
         floor(extract(epoch FROM mawa_now() - r.created_at) / 86400)::int AS "waitingDays",
         CASE WHEN r.held_until > mawa_now() THEN r.held_until END AS "heldUntil",
         r.created_at AS "createdAt", r.expires_at AS "expiresAt", r.shelter_id AS "shelterId",
         NOT EXISTS (SELECT 1 FROM request_people p WHERE p.request_id = r.id AND NOT mawa_holds_fully(p.case_id)) AS mine,
         (SELECT localized_name(code_name, names) FROM shelters WHERE id = r.shelter_id) AS shelter,
         coalesce((SELECT jsonb_agg(jsonb_build_object('caseId', p.case_id, 'caseNumber', c.case_number,
             'ageLow', p.age_low, 'ageHigh', p.age_high, ${jsonFacts(PLACING_FACTS, 'p')}) ORDER BY p.age_high DESC NULLS FIRST, p.case_id)
            FROM request_people p LEFT JOIN cases c ON c.id = p.case_id WHERE p.request_id = r.id), '[]') AS people,
         coalesce((SELECT jsonb_agg(jsonb_build_object('id', k.id, 'caseId', bp.case_id, 'bedId', b.id, 'bed', b.label,
             'room', localized_name(m.name, m.names), 'shelterId', s.id, 'shelter', localized_name(s.code_name, s.names), 'state', k.state, 'sign', k.mix_sign,
             'from', lower(k.nights), 'until', upper(k.nights), 'holdUntil', k.hold_until, 'version', k.version,
             'agreed', EXISTS (SELECT 1 FROM arrival_agreements a WHERE a.booking_id = k.id))
             ORDER BY localized_name(m.name, m.names), b.label)
            FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id JOIN beds b ON b.id = k.bed_id
            JOIN rooms m ON m.id = b.room_id JOIN shelters s ON s.id = b.shelter_id
           WHERE bp.request_id = r.id AND k.state <> 'void'
             AND (k.state <> 'hold' OR k.hold_until > mawa_now())), '[]') AS bookings
    FROM bed_requests r`;

/** Open requests that the actor may see, unordered (`requestsByRank` orders them). */
export const openRequests = (tx: Tx): Promise<RequestRow[]> =>
  tx.query<RequestRow>(`${SELECT} WHERE ${STATE} = 'open'`);

/** The given requests, as far as the actor may see them. */
export const requestsById = (tx: Tx, ids: readonly string[]): Promise<RequestRow[]> =>
  tx.query<RequestRow>(`${SELECT} WHERE r.id = ANY ($1)`, [ids]);

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
  /** The person for whom the form was opened, or of the same family. */
  readonly given: boolean;
}

const CHOICES = 30;

/** People whom the actor accompanies and who have no bed; the given case and its family first. */
export const peopleToPlace = (tx: Tx, caseId: string | null): Promise<PersonToPlace[]> =>
  tx.query<PersonToPlace>(
    `SELECT c.id, c.case_number AS "caseNumber", c.sex, c.birth_year AS "birthYear",
            coalesce(c.id::text = $1 OR EXISTS (SELECT 1 FROM family_members f JOIN family_members g USING (family_id)
              WHERE f.case_id = c.id AND g.case_id::text = $1), false) AS given
       FROM cases c
      WHERE c.merged_into IS NULL AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = c.id AND a.reason IN ('registered', 'assigned')
               AND (a.until_at IS NULL OR a.until_at > mawa_now()))
        AND NOT EXISTS (SELECT 1 FROM booking_people bp JOIN bookings k ON k.id = bp.booking_id
             WHERE coalesce(bp.person_id, bp.case_id) = c.id AND bp.state IN ('hold', 'promised', 'stay') AND (k.hold_until IS NULL OR k.hold_until > mawa_now()))
        AND NOT EXISTS (SELECT 1 FROM request_people p JOIN bed_requests r ON r.id = p.request_id
             WHERE coalesce(p.person_id, p.case_id) = c.id AND ${STATE} = 'open')
      ORDER BY given DESC, c.registered_on DESC, c.registered_at DESC, c.id LIMIT ${CHOICES}`,
    [caseId],
  );

export const openRequestsOf = async (tx: Tx, caseIds: readonly string[]): Promise<string[]> =>
  (
    await tx.query<{ id: string }>(
      `SELECT DISTINCT r.id FROM bed_requests r JOIN request_people p ON p.request_id = r.id
        WHERE p.case_id = ANY ($1) AND ${STATE} = 'open' ORDER BY r.id`,
      [caseIds],
    )
  ).map(({ id }) => id);

export const sheltersToAsk = (tx: Tx): Promise<{ id: string; codeName: string }[]> =>
  tx.query(
    `SELECT id, localized_name(code_name, names) AS "codeName" FROM shelters WHERE active ORDER BY "codeName", id`,
  );
