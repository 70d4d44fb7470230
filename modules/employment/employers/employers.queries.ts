/** Employers, the looks at them and what they offer: nobody's data, with the places that the gate counts. */
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { WagePeriod } from '../floors/wage-floor.rules';

export const VETTING_CHECKS = [
  'visit',
  'registration',
  'contracts',
  'payslips',
  'cnss',
  'workers_heard',
  'housing',
  'papers',
  'hours',
] as const;
export const VETTING_RESULTS = ['accepted', 'conditions', 'refused', 'struck'] as const;
/** The last of them is written by a sign alone. */
export type VettingResult = (typeof VETTING_RESULTS)[number] | 'redo';
export const VETTING_REFUSAL_REASONS = [
  'signs',
  'unsafe',
  'law_not_kept',
  'not_open',
  'closed',
  'asked_off',
] as const;

/** Vetting status on a day: the latest result, or expired. */
export type VettingStatus = VettingResult | 'expired' | 'none';

export interface EmployerRow {
  readonly id: string;
  readonly name: string;
  readonly sector: string;
  readonly sectorVersion: number;
  readonly region: string;
  readonly standing: VettingStatus;
  readonly vetted: boolean;
  readonly expiresOn: CivilDate | null;
  readonly openPlaces: number;
  readonly revision: number;
}

export interface VettingRow {
  readonly id: string;
  readonly on: CivilDate;
  readonly lookedAt: readonly (typeof VETTING_CHECKS)[number][];
  readonly result: VettingResult;
  readonly expiresOn: CivilDate | null;
  readonly reason: (typeof VETTING_REFUSAL_REASONS)[number] | null;
  readonly note: Buffer | null;
  /** Null if a reported forced labour indicator caused it, since the name would lead to the person who reported it. */
  readonly by: string | null;
}

export interface OfferRow {
  readonly id: string;
  readonly employerId: string;
  readonly employer: string;
  readonly region: string;
  readonly vetted: boolean;
  readonly title: string;
  readonly occupation: string;
  readonly occupationVersion: number;
  readonly places: number;
  readonly taken: number;
  readonly hoursAWeek: string;
  readonly wage: string;
  readonly wagePeriod: WagePeriod;
  readonly from: CivilDate;
  readonly until: CivilDate;
  readonly revision: number;
}

/** The last look, in the words of the day $1. */
export const vettingStatusSql = (v: string, day: string): string =>
  `CASE WHEN ${v}.result IS NULL THEN 'none' WHEN ${v}.expires_on < ${day} THEN 'expired' ELSE ${v}.result END`;
export const lastVetting = (employer: string): string =>
  `LEFT JOIN LATERAL (SELECT w.result, w.expires_on FROM work_vettings w WHERE w.employer_id = ${employer}
     ORDER BY w.place DESC LIMIT 1) v ON true`;

export const employersIn = (tx: Tx, ids: readonly string[] | null = null): Promise<EmployerRow[]> =>
  tx.query<EmployerRow>(
    `SELECT e.id, e.name, e.sector, e.sector_version AS "sectorVersion", e.region, ${vettingStatusSql('v', '$1::date')} AS standing,
            work_vetted(e.id, $1) AS vetted, v.expires_on::text AS "expiresOn",
            coalesce((SELECT sum(o.places - s.taken) FROM work_offers o
              CROSS JOIN LATERAL work_offer_occupancy(ARRAY[o.id]) s WHERE o.employer_id = e.id AND o.until_day >= $1), 0)::int AS "openPlaces", e.revision
       FROM work_employers e ${lastVetting('e.id')}
      WHERE $2::uuid[] IS NULL OR e.id = ANY ($2) ORDER BY e.name, e.id LIMIT 500`,
    [tx.today, ids],
  );

export const vettingsOf = (tx: Tx, employerId: string): Promise<VettingRow[]> =>
  tx.query<VettingRow>(
    `SELECT v.id, v.on_day::text AS "on", v.looked_at AS "lookedAt", v.result, v.expires_on::text AS "expiresOn", v.reason, v.note,
            CASE WHEN v.result <> 'redo' THEN localized_name(u.name, u.names) END AS by
       FROM work_vettings v JOIN users u ON u.id = v.by WHERE v.employer_id = $1 ORDER BY v.place DESC LIMIT 100`,
    [employerId],
  );

export interface EmployerVersionRow {
  readonly name: string;
  readonly sector: string;
  readonly region: string;
  readonly changedAt: Date;
  readonly changedBy: string;
}

export const employerVersionsIn = (tx: Tx, employerId: string): Promise<EmployerVersionRow[]> =>
  tx.query<EmployerVersionRow>(
    `SELECT v.name, v.sector, v.region, v.changed_at AS "changedAt", localized_name(u.name, u.names) AS "changedBy"
       FROM work_employer_versions v JOIN users u ON u.id = v.changed_by WHERE v.employer_id = $1 ORDER BY v.revision DESC LIMIT 20`,
    [employerId],
  );

interface OfferQuery {
  readonly ids?: readonly string[];
  readonly employerId?: string;
  /** Those that hold on or after this day. */
  readonly from?: CivilDate;
}

export const offersIn = (tx: Tx, asked: OfferQuery): Promise<OfferRow[]> =>
  tx.query<OfferRow>(
    `SELECT o.id, o.employer_id AS "employerId", e.name AS employer, e.region, work_vetted(e.id, $4) AS vetted, o.title, o.occupation,
            o.occupation_version AS "occupationVersion", o.places::int, s.taken, o.hours_a_week::text AS "hoursAWeek", o.wage::text,
            o.wage_period AS "wagePeriod", o.from_day::text AS "from", o.until_day::text AS "until", o.revision
       FROM work_offers o JOIN work_employers e ON e.id = o.employer_id CROSS JOIN LATERAL work_offer_occupancy(ARRAY[o.id]) s
      WHERE ($1::uuid[] IS NULL OR o.id = ANY ($1)) AND ($2::uuid IS NULL OR o.employer_id = $2) AND ($3::date IS NULL OR o.until_day >= $3)
      ORDER BY o.until_day, o.id LIMIT 500`,
    [asked.ids ?? null, asked.employerId ?? null, asked.from ?? null, tx.today],
  );

export interface EmployerPlacement {
  readonly caseId: string;
  readonly caseNumber: string;
  readonly state: string;
}

/** Placements of visible people at this employer. */
export const employerPlacements = (tx: Tx, employerId: string): Promise<EmployerPlacement[]> =>
  tx.query<EmployerPlacement>(
    `SELECT DISTINCT ON (c.case_number) p.case_id AS "caseId", c.case_number AS "caseNumber", p.state
       FROM work_placements p JOIN cases c ON c.id = p.case_id WHERE p.employer_id = $1
        -- Only where one reads the story of this person, as the board.
        AND EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = p.case_id AND a.principal_id = ANY (mawa_principals())
          AND a.parts @> ARRAY['story'] AND a.from_at <= mawa_now() AND (a.until_at IS NULL OR a.until_at > mawa_now()))
      ORDER BY c.case_number, p.place DESC LIMIT 200`,
    [employerId],
  );
