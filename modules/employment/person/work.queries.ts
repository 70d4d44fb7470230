/** Rows of work in all joined cases of a person, limited by row-level security. */
import { filesIn } from '../../beneficiaries';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { FloorKind, WagePeriod } from '../floors/wage-floor.rules';
import type { VettingStatus } from '../employers/employers.queries';
import { lastVetting, vettingStatusSql } from '../employers/employers.queries';
import type {
  CONTACT_MODES,
  ContactOutcome,
  ForcedLabourIndicator,
  NOT_REACHED_REASONS,
  ResponseAction,
  WorkStatus,
} from '../follow-up/follow-up.rules';
import type { ApplicationState, PlacementState } from '../placements/placement-states.rules';
import type { FollowUpWindow } from '../../platform/shared/periods.rules';

interface NotedRow {
  readonly id: string;
  readonly caseId: string;
  readonly note: Buffer | null;
  readonly by: string;
  readonly on: CivilDate;
}
export interface ApplicationRow {
  readonly id: string;
  readonly offerId: string;
  readonly state: ApplicationState;
  readonly officer: string;
  readonly title: string;
  readonly employerId: string;
  readonly employer: string;
}
export interface ApplicationStepRow extends NotedRow {
  readonly applicationId: string;
  readonly from: ApplicationState | 'new';
  readonly to: ApplicationState;
  readonly byWhom: 'person' | 'employer' | null;
  readonly reason: string | null;
}
export interface PlacementRow {
  readonly id: string;
  readonly kind: 'employed' | 'self';
  readonly applicationId: string | null;
  readonly employerId: string | null;
  readonly employer: string | null;
  /** Present vetting status of the employer; null without an employer. */
  readonly standing: VettingStatus | null;
  readonly occupation: string;
  readonly occupationVersion: number;
  readonly startsOn: CivilDate;
  readonly contractForm: 'written' | 'oral' | 'none' | null;
  readonly contractKind: 'open_ended' | 'fixed_term' | 'apprenticeship' | null;
  readonly unwrittenReason: string | null;
  readonly cnss: boolean | null;
  readonly wage: string | null;
  readonly wagePeriod: WagePeriod | null;
  readonly floorKind: FloorKind | null;
  readonly hoursAWeek: string;
  readonly daysAWeek: number;
  readonly papersKeptBy: 'worker' | null;
  readonly freeToLeave: boolean | null;
  readonly housingTied: boolean | null;
  readonly grievanceKnown: boolean | null;
  readonly incomeBefore: string | null;
  readonly currencyBefore: string | null;
  readonly state: PlacementState;
  readonly officer: string;
}
export interface PlacementStepRow extends NotedRow {
  readonly placementId: string;
  readonly from: PlacementState | 'new';
  readonly to: PlacementState;
  readonly reason: string | null;
  readonly listVersion: number | null;
}
export interface FollowUpWindowRow extends FollowUpWindow {
  readonly placementId: string;
}
export interface FollowUpRow extends NotedRow {
  readonly placementId: string;
  readonly months: number;
  readonly mode: (typeof CONTACT_MODES)[number];
  readonly outcome: ContactOutcome;
  readonly why: (typeof NOT_REACHED_REASONS)[number] | null;
  readonly inWork: WorkStatus | null;
  readonly income: string | null;
  readonly currency: string | null;
  readonly hoursAWeek: string | null;
  readonly signsSeen: readonly ForcedLabourIndicator[] | null;
  readonly signsNotAsked: readonly ForcedLabourIndicator[] | null;
}
export interface AnswerRow extends NotedRow {
  readonly followUpId: string;
  readonly done: readonly ResponseAction[];
}

const selectNotedRows = <R>(
  tx: Tx,
  table: string,
  caseId: string,
  columns: string,
  day = 'on_day',
): Promise<R[]> =>
  tx.query(
    `SELECT x.id, x.case_id AS "caseId", x.note, localized_name(u.name, u.names) AS by, x.${day}::text AS "on", ${columns}
       FROM ${table} x JOIN users u ON u.id = x.by WHERE x.case_id = ANY (${filesIn()}) ORDER BY x.place`,
    [caseId],
  ) as Promise<R[]>;

export const applicationStepsOf = (tx: Tx, caseId: string) =>
  selectNotedRows<ApplicationStepRow>(
    tx,
    'work_application_steps',
    caseId,
    `x.application_id AS "applicationId", x.from_state AS "from", x.to_state AS "to", x.by_whom AS "byWhom", x.reason`,
  );
export const placementStepsOf = (tx: Tx, caseId: string) =>
  selectNotedRows<PlacementStepRow>(
    tx,
    'work_placement_steps',
    caseId,
    `x.placement_id AS "placementId", x.from_state AS "from", x.to_state AS "to", x.reason, x.list_version AS "listVersion"`,
  );
export const followUpsOf = (tx: Tx, caseId: string) =>
  selectNotedRows<FollowUpRow>(
    tx,
    'work_follow_ups',
    caseId,
    `x.placement_id AS "placementId", x.months::int, x.mode, x.outcome, x.why, x.in_work AS "inWork", x.income::text, x.currency,
     x.hours_a_week::text AS "hoursAWeek", x.signs_seen AS "signsSeen", x.signs_not_asked AS "signsNotAsked"`,
    'tried_on',
  );
export const answersOf = (tx: Tx, caseId: string) =>
  selectNotedRows<AnswerRow>(
    tx,
    'work_alert_answers',
    caseId,
    'x.follow_up_id AS "followUpId", x.done',
  );

/** The latest first. */
export const applicationsOf = (tx: Tx, caseId: string): Promise<ApplicationRow[]> =>
  tx.query<ApplicationRow>(
    `SELECT a.id, a.offer_id AS "offerId", a.state, localized_name(u.name, u.names) AS officer, o.title, e.id AS "employerId", e.name AS employer
       FROM work_applications a JOIN users u ON u.id = a.officer_id JOIN work_offers o ON o.id = a.offer_id
       JOIN work_employers e ON e.id = o.employer_id WHERE a.case_id = ANY (${filesIn()}) ORDER BY a.place DESC`,
    [caseId],
  );

export const placementsOf = (tx: Tx, caseId: string): Promise<PlacementRow[]> =>
  tx.query<PlacementRow>(
    `SELECT p.id, p.kind, p.application_id AS "applicationId", p.employer_id AS "employerId", e.name AS employer,
            CASE WHEN e.id IS NOT NULL THEN ${vettingStatusSql('v', '$2::date')} END AS standing,
            p.occupation, p.list_version AS "occupationVersion", p.starts_on::text AS "startsOn", p.contract_form AS "contractForm",
            p.contract_kind AS "contractKind", p.unwritten_reason AS "unwrittenReason", p.cnss, p.wage::text, p.wage_period AS "wagePeriod",
            p.floor_kind AS "floorKind", p.hours_a_week::text AS "hoursAWeek", p.days_a_week::int AS "daysAWeek",
            p.papers_kept_by AS "papersKeptBy", p.free_to_leave AS "freeToLeave", p.housing_tied AS "housingTied",
            p.grievance_known AS "grievanceKnown", p.income_before::text AS "incomeBefore", p.currency_before AS "currencyBefore",
            p.state, localized_name(u.name, u.names) AS officer
       FROM work_placements p JOIN users u ON u.id = p.officer_id LEFT JOIN work_employers e ON e.id = p.employer_id
       ${lastVetting('e.id')}
      WHERE p.case_id = ANY (${filesIn()}) ORDER BY p.place DESC`,
    [caseId, tx.today],
  );

export const followUpWindowsOf = (tx: Tx, caseId: string): Promise<FollowUpWindowRow[]> =>
  tx.query<FollowUpWindowRow>(
    `SELECT d.placement_id AS "placementId", d.months::int, d.due_on::text AS "dueOn", d.opens_on::text AS "opensOn", d.closes_on::text AS "closesOn"
       FROM work_due d WHERE d.case_id = ANY (${filesIn()}) ORDER BY d.placement_id, d.months`,
    [caseId],
  );
