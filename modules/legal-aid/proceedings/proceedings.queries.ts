/** Rows of the legal file in all joined cases of a person, limited by row-level security. */
import { filesIn } from '../../beneficiaries';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type {
  AccusedCount,
  AmountKind,
  ContactRole,
  HearingKind,
  ProceedingKind,
  Track,
} from '../legal.rules';

export interface CourtNames {
  readonly id: string;
  readonly fr: string;
  readonly ar: string;
  readonly en: string;
  readonly city: string;
}

export interface ProceedingRow {
  readonly id: string;
  readonly caseId: string;
  readonly kind: ProceedingKind;
  readonly track: Track;
  readonly state: string;
  readonly court: CourtNames | null;
  readonly prosecutorFile: Buffer | null;
  readonly courtFile: Buffer | null;
  readonly openedOn: CivilDate;
  readonly officerId: string;
  readonly officer: string;
  readonly revision: number;
}

export const COURT = (alias: string) =>
  `CASE WHEN ${alias}.id IS NOT NULL THEN json_build_object('id', ${alias}.id, 'fr', ${alias}.fr, 'ar', ${alias}.ar, 'en', ${alias}.en, 'city', ${alias}.city) END`;

/** The latest opened first. */
export const proceedingsOf = (
  tx: Tx,
  caseId: string,
  id: string | null = null,
): Promise<ProceedingRow[]> =>
  tx.query<ProceedingRow>(
    `SELECT p.id, p.case_id AS "caseId", p.kind, p.track, p.state, ${COURT('c')} AS court, p.prosecutor_file AS "prosecutorFile",
            p.court_file AS "courtFile", p.opened_on::text AS "openedOn", p.officer_id AS "officerId", localized_name(u.name, u.names) AS officer, p.revision
       FROM proceedings p JOIN users u ON u.id = p.officer_id LEFT JOIN courts c ON c.id = p.court_id
      WHERE p.case_id = ANY (${filesIn()}) AND ($2::uuid IS NULL OR p.id = $2) ORDER BY p.opened_on DESC, p.opened_at DESC, p.id`,
    [caseId, id],
  );

export interface StepRow {
  readonly id: string;
  readonly caseId: string;
  /** Id of the record that the step belongs to. */
  readonly recordId: string;
  readonly of: 'proceeding' | 'hearing' | 'measure' | 'order';
  readonly from: string;
  readonly to: string;
  readonly on: CivilDate;
  readonly detail: string | null;
  /** Last day of a measure, where the step sets it. */
  readonly untilOn: CivilDate | null;
  readonly note: Buffer | null;
  readonly at: Date;
  readonly by: string;
}

/** In the order in which they were written. */
export const stepsOf = (tx: Tx, caseId: string): Promise<StepRow[]> =>
  tx.query<StepRow>(
    `SELECT s.id, s.case_id AS "caseId", coalesce(s.proceeding_id, s.hearing_id, s.measure_id, s.order_id) AS "recordId", s.of,
            s.from_state AS "from", s.to_state AS "to", s.on_day::text AS "on", s.detail, s.until_on::text AS "untilOn", s.note, s.at, localized_name(u.name, u.names) AS by
       FROM legal_steps s JOIN users u ON u.id = s.by WHERE s.case_id = ANY (${filesIn()}) ORDER BY s.place`,
    [caseId],
  );

export interface ContactRow {
  readonly id: string;
  readonly caseId: string;
  readonly proceedingId: string;
  readonly role: ContactRole;
  readonly organisation: string | null;
  readonly name: Buffer | null;
  readonly phone: Buffer | null;
  readonly language: string | null;
  readonly endedAt: Date | null;
}

export const contactsOf = (tx: Tx, caseId: string): Promise<ContactRow[]> =>
  tx.query<ContactRow>(
    `SELECT k.id, k.case_id AS "caseId", k.proceeding_id AS "proceedingId", k.role, o.name AS organisation, k.name, k.phone, k.language,
            k.ended_at AS "endedAt"
       FROM proceeding_contacts k LEFT JOIN organisations o ON o.id = k.organisation_id
      WHERE k.case_id = ANY (${filesIn()}) ORDER BY k.ended_at NULLS FIRST, array_position(ARRAY['lawyer', 'interpreter'], k.role) NULLS LAST, k.added_at, k.id`,
    [caseId],
  );

export interface HearingRow {
  readonly id: string;
  readonly caseId: string;
  readonly proceedingId: string;
  readonly court: CourtNames;
  readonly startsAt: Date;
  readonly day: CivilDate;
  readonly kind: HearingKind;
  readonly state: 'planned' | 'held' | 'adjourned' | 'cancelled';
  readonly personExpected: boolean | null;
  readonly adjournedFrom: string | null;
  readonly place: Buffer | null;
  readonly note: Buffer | null;
  readonly code: string;
  /** The court does not sit on that day after all. */
  readonly courtClosed: boolean;
}

export const HEARING_COLUMNS = `h.id, h.case_id AS "caseId", h.proceeding_id AS "proceedingId", ${COURT('c')} AS court, h.starts_at AS "startsAt",
  h.day::text AS day, h.kind, h.state, h.person_expected AS "personExpected", h.adjourned_from AS "adjournedFrom", h.place, h.note, h.code,
  (h.state = 'planned' AND (court_weekend(h.day) OR court_closure(h.court_id, h.day) IS NOT NULL)) AS "courtClosed"`;

export const hearingsOf = (tx: Tx, caseId: string): Promise<HearingRow[]> =>
  tx.query<HearingRow>(
    `SELECT ${HEARING_COLUMNS} FROM hearings h JOIN courts c ON c.id = h.court_id
      WHERE h.case_id = ANY (${filesIn()}) ORDER BY h.starts_at, h.id`,
    [caseId],
  );

export interface MeasureRow {
  readonly id: string;
  readonly caseId: string;
  readonly proceedingId: string | null;
  readonly kind: string;
  readonly kindVersion: number;
  readonly state: 'asked' | 'granted' | 'refused' | 'ended' | 'withdrawn';
  readonly untilOn: CivilDate | null;
  /** The end that was noted with it, whatever steps set later. */
  readonly firstUntilOn: CivilDate | null;
}

export const measuresOf = (tx: Tx, caseId: string): Promise<MeasureRow[]> =>
  tx.query<MeasureRow>(
    `SELECT m.id, m.case_id AS "caseId", m.proceeding_id AS "proceedingId", m.kind, m.kind_version AS "kindVersion", m.state,
            measure_until(m.id)::text AS "untilOn", m.until_on::text AS "firstUntilOn"
       FROM protection_measures m WHERE m.case_id = ANY (${filesIn()})
      ORDER BY array_position(ARRAY['granted', 'asked', 'refused', 'withdrawn', 'ended'], m.state), m.added_at DESC, m.id`,
    [caseId],
  );

export interface OrderRow {
  readonly id: string;
  readonly caseId: string;
  readonly proceedingId: string;
  readonly kind: string;
  readonly kindVersion: number;
  readonly state: 'made' | 'carried_out' | 'lifted';
  readonly madeOn: CivilDate;
  readonly dueOn: CivilDate | null;
  readonly text: Buffer | null;
}

export const ordersOf = (tx: Tx, caseId: string): Promise<OrderRow[]> =>
  tx.query<OrderRow>(
    `SELECT o.id, o.case_id AS "caseId", o.proceeding_id AS "proceedingId", o.kind, o.kind_version AS "kindVersion", o.state,
            o.made_on::text AS "madeOn", o.due_on::text AS "dueOn", o.text
       FROM court_orders o WHERE o.case_id = ANY (${filesIn()}) ORDER BY o.state = 'made' DESC, o.due_on NULLS LAST, o.made_on, o.id`,
    [caseId],
  );

export interface AmountRow {
  readonly id: string;
  readonly proceedingId: string;
  readonly what: AmountKind;
  readonly amount: string;
  readonly currency: string;
  readonly on: CivilDate;
  readonly retractedAt: Date | null;
  readonly by: string;
}

export const amountsOf = (tx: Tx, caseId: string): Promise<AmountRow[]> =>
  tx.query<AmountRow>(
    `SELECT a.id, a.proceeding_id AS "proceedingId", a.what, a.amount::text AS amount, a.currency, a.on_day::text AS "on",
            a.retracted_at AS "retractedAt", localized_name(u.name, u.names) AS by
       FROM compensation_amounts a JOIN users u ON u.id = a.by WHERE a.case_id = ANY (${filesIn()}) ORDER BY a.place`,
    [caseId],
  );

export interface AccusedRow extends AccusedCount {
  readonly proceedingId: string;
  readonly revision: number;
}

/** The last revision of each proceeding. */
export const accusedOf = (tx: Tx, caseId: string): Promise<AccusedRow[]> =>
  tx.query<AccusedRow>(
    `SELECT a.proceeding_id AS "proceedingId", a.revision, a.sex, a.age_group AS "ageGroup", a.nationality, a.education, a.count
       FROM accused_counts a WHERE a.case_id = ANY (${filesIn()})
        AND a.revision = (SELECT max(l.revision) FROM accused_counts l WHERE l.proceeding_id = a.proceeding_id)
      ORDER BY a.sex, a.age_group, a.nationality, a.education`,
    [caseId],
  );

export interface SummaryRow {
  readonly id: string;
  readonly proceedingId: string;
  readonly language: string;
  readonly madeAt: Date;
  readonly by: string;
}

export const summariesOf = (tx: Tx, caseId: string): Promise<SummaryRow[]> =>
  tx.query<SummaryRow>(
    `SELECT s.id, s.proceeding_id AS "proceedingId", s.language, s.made_at AS "madeAt", localized_name(u.name, u.names) AS by
       FROM court_summaries s JOIN users u ON u.id = s.made_by WHERE s.case_id = ANY (${filesIn()}) ORDER BY s.made_at DESC`,
    [caseId],
  );
