/** Rows of a project in one statement, limited by row-level security. */
import { inOneStatement } from '../../platform/database/in-one-statement';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { OF_REVERSED_PAYMENT } from '../money/receipts.service';
import type { PlanLine } from '../plan/plan.rules';
import type { AssetState, DecisionState, ProjectState } from '../project-states.rules';
import type { FollowUpWindow } from '../../platform/shared/periods.rules';

interface AuthoredRow {
  readonly id: string;
  readonly on: CivilDate;
  readonly by: string;
}
export interface ProjectRow {
  readonly id: string;
  readonly kind: 'own' | 'cooperative' | 'community';
  readonly title: string;
  readonly activity: string;
  readonly activityVersion: number;
  readonly region: string;
  readonly state: ProjectState;
  readonly officer: string;
  readonly idea: string | null;
  readonly people: number;
  readonly shares: number;
}
export interface MemberRow {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly shares: number | null;
  readonly joinedOn: CivilDate;
  readonly leftOn: CivilDate | null;
}
export interface StepRow extends AuthoredRow {
  readonly from: ProjectState | 'new';
  readonly to: ProjectState;
  readonly reason: string | null;
  readonly note: string | null;
}
export interface PlanRow {
  readonly id: string;
  readonly edition: number;
  readonly startsOn: CivilDate;
  readonly ownContribution: string;
  readonly grantAsked: string;
  readonly by: string;
  readonly lines: readonly PlanLine[];
}
export interface AgendaRow {
  readonly sittingId: string;
  readonly on: CivilDate;
  readonly planId: string;
}
export interface DecisionRow extends AuthoredRow {
  readonly sittingId: string;
  readonly outcome: DecisionState;
  readonly amount: string | null;
  readonly mean: string;
  readonly reason: string | null;
}
export interface TrancheRow {
  readonly id: string;
  readonly number: number;
  readonly amount: string;
  readonly milestone: string | null;
  readonly dueOn: CivilDate;
}
interface TrancheDetailRow extends AuthoredRow {
  readonly trancheId: string;
}
export interface MilestoneRow extends TrancheDetailRow {
  readonly note: string | null;
}
export interface PaymentRow extends TrancheDetailRow {
  readonly amount: string;
  readonly takenBackFor: string | null;
}
export interface ReceiptRow extends TrancheDetailRow {
  readonly amount: string;
  readonly what: string | null;
  readonly documentId: string | null;
  /** Submitted for a payment that was taken back later. */
  readonly ofReversedPayment: boolean;
  /** Null while nobody looked. */
  readonly accepted: boolean | null;
  readonly answeredBy: string | null;
  readonly answerId: string | null;
  readonly answer: string | null;
}
export interface AssetRow {
  readonly id: string;
  readonly what: string | null;
  readonly value: string;
  readonly state: AssetState;
  readonly memberId: string | null;
  readonly since: CivilDate;
}
export interface VisitRow extends AuthoredRow {
  readonly nextOn: CivilDate | null;
  readonly seen: string | null;
}
export interface ReviewRow extends AuthoredRow {
  readonly months: number;
  readonly outcome: 'alive' | 'not_alive' | 'not_reached';
  readonly why: string | null;
  readonly turnover: string | null;
  readonly expenses: string | null;
  readonly jobs: number | null;
  readonly jobsWomen: number | null;
  readonly jobsProgramme: number | null;
  readonly note: string | null;
}
export interface ProjectRows {
  readonly project: readonly ProjectRow[];
  readonly members: readonly MemberRow[];
  readonly steps: readonly StepRow[];
  readonly plans: readonly PlanRow[];
  readonly agendas: readonly AgendaRow[];
  readonly decisions: readonly DecisionRow[];
  readonly tranches: readonly TrancheRow[];
  readonly milestones: readonly MilestoneRow[];
  readonly payments: readonly PaymentRow[];
  readonly receipts: readonly ReceiptRow[];
  readonly assets: readonly AssetRow[];
  readonly visits: readonly VisitRow[];
  readonly reviews: readonly ReviewRow[];
  readonly due: readonly FollowUpWindow[];
}

const selectAuthoredRows = (table: string, columns: string): string =>
  `SELECT x.id, x.on_day AS "on", localized_name(u.name, u.names) AS by, ${columns} FROM ${table} x JOIN users u ON u.id = x.by WHERE x.project_id = $1 ORDER BY x.place`;

const ROWS = inOneStatement({
  project: `SELECT p.id, p.kind, p.title, p.activity, p.list_version AS "activityVersion", p.region, p.state, localized_name(u.name, u.names) AS officer, p.idea,
       coalesce(c.people, 0) AS people, coalesce(c.shares, 0) AS shares
     FROM projects p JOIN users u ON u.id = p.officer_id LEFT JOIN project_counts(ARRAY[$1]::uuid[]) c ON c.project_id = p.id WHERE p.id = $1`,
  members: `SELECT pp.id, coalesce(c.merged_into, c.id) AS "caseId", coalesce(m.case_number, c.case_number) AS "caseNumber", pp.shares,
       pp.joined_on AS "joinedOn", pp.left_on AS "leftOn"
     FROM project_people pp JOIN cases c ON c.id = pp.case_id LEFT JOIN cases m ON m.id = c.merged_into WHERE pp.project_id = $1 ORDER BY pp.place`,
  steps: selectAuthoredRows(
    'project_steps',
    `x.from_state AS "from", x.to_state AS "to", x.reason, x.note`,
  ),
  plans: `SELECT p.id, p.edition, p.starts_on AS "startsOn", p.own_contribution::text AS "ownContribution", p.grant_asked::text AS "grantAsked", localized_name(u.name, u.names) AS by,
       (SELECT coalesce(json_agg(json_build_object('kind', l.kind, 'label', l.label, 'amounts', l.amounts::text[]) ORDER BY l.place), '[]')
          FROM project_plan_lines l WHERE l.plan_id = p.id) AS lines
     FROM project_plans p JOIN users u ON u.id = p.by WHERE p.project_id = $1 ORDER BY p.edition`,
  agendas: `SELECT g.sitting_id AS "sittingId", t.held_on AS "on", g.plan_id AS "planId" FROM project_agendas g
     JOIN project_sittings t ON t.id = g.sitting_id WHERE g.project_id = $1 ORDER BY g.place`,
  decisions: `SELECT d.id, mawa_day(d.at) AS "on", localized_name(u.name, u.names) AS by, d.sitting_id AS "sittingId", d.outcome, d.amount::text, d.mean::text, d.reason
     FROM project_decisions d JOIN users u ON u.id = d.by WHERE d.project_id = $1 ORDER BY d.place`,
  tranches: `SELECT t.id, t.number, t.amount::text, t.milestone, t.due_on AS "dueOn" FROM project_tranches t WHERE t.project_id = $1 ORDER BY t.number`,
  milestones: selectAuthoredRows('project_milestones', 'x.tranche_id AS "trancheId", x.note'),
  payments: selectAuthoredRows(
    'project_payments',
    `x.tranche_id AS "trancheId", x.amount::text, x.taken_back_reason AS "takenBackFor"`,
  ),
  receipts: `SELECT r.id, r.on_day AS "on", localized_name(u.name, u.names) AS by, r.tranche_id AS "trancheId", r.amount::text, r.what, r.document_id AS "documentId",
       ${OF_REVERSED_PAYMENT} AS "ofReversedPayment", a.accepted, localized_name(v.name, v.names) AS "answeredBy", a.id AS "answerId", a.note AS answer
     FROM project_receipts r JOIN users u ON u.id = r.by LEFT JOIN project_answers a ON a.receipt_id = r.id LEFT JOIN users v ON v.id = a.by
    WHERE r.project_id = $1 ORDER BY r.place`,
  assets: `SELECT a.id, a.what, a.value::text, a.state, a.person_id AS "memberId",
       (SELECT max(s.on_day) FROM project_asset_steps s WHERE s.asset_id = a.id) AS since
     FROM project_assets a WHERE a.project_id = $1 ORDER BY a.place`,
  visits: selectAuthoredRows('project_visits', 'x.next_on AS "nextOn", x.seen'),
  reviews: selectAuthoredRows(
    'project_reviews',
    `x.months, x.outcome, x.why, x.turnover::text, x.expenses::text, x.jobs, x.jobs_women AS "jobsWomen", x.jobs_programme AS "jobsProgramme", x.note`,
  ),
  due: `SELECT d.months, d.due_on AS "dueOn", d.opens_on AS "opensOn", d.closes_on AS "closesOn" FROM project_due d WHERE d.project_id = $1 ORDER BY d.months`,
});

export async function rowsOfProject(tx: Tx, id: string): Promise<ProjectRows> {
  const [rows] = await tx.query<ProjectRows>(ROWS, [id]);
  return rows!;
}
