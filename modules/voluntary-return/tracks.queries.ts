/** Rows of the tracks in all joined cases of a person, limited by row-level security. */
import { filesIn } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import { CONFIRM_BY } from './arrivals.service';
import type { FamilyKind, Level, Risk } from './return.rules';
import { RISKS } from './return.rules';
import type { TrackKind, State } from './track-states.rules';

interface AuthoredRow {
  readonly id: string;
  readonly caseId: string;
  readonly trackId: string;
  readonly note: Buffer | null;
  readonly by: string;
  readonly at: Date;
}

export interface TrackRow {
  readonly id: string;
  readonly caseId: string;
  readonly door: TrackKind;
  readonly country: string;
  readonly region: string | null;
  readonly state: State;
  readonly openedOn: CivilDate;
  readonly leftOn: CivilDate | null;
  readonly officerId: string;
  readonly officer: string;
  /** The day until which the receiving partner confirms, while it has not. */
  readonly confirmBy: CivilDate | null;
}

const TRACK = `t.id, t.case_id AS "caseId", t.door, t.country, t.region, t.state, t.opened_on::text AS "openedOn",
  t.left_on::text AS "leftOn", t.officer_id AS "officerId", localized_name(u.name, u.names) AS officer, ${CONFIRM_BY} AS "confirmBy"`;

/** The latest opened first. */
export const tracksOf = (tx: Tx, caseId: string): Promise<TrackRow[]> =>
  tx.query<TrackRow>(
    `SELECT ${TRACK} FROM return_tracks t JOIN users u ON u.id = t.officer_id
      WHERE t.case_id = ANY (${filesIn()}) ORDER BY t.opened_at DESC, t.id`,
    [caseId],
  );

const authoredColumns = (alias: string): string =>
  `${alias}.id, ${alias}.case_id AS "caseId", ${alias}.note, localized_name(u.name, u.names) AS by, ${alias}.at`;
const selectAuthoredRows = (table: string, columns: string, caseId: string, tx: Tx) =>
  tx.query(
    `SELECT ${authoredColumns('x')}, x.track_id AS "trackId", ${columns} FROM ${table} x JOIN users u ON u.id = x.by
      WHERE x.case_id = ANY (${filesIn()}) ORDER BY x.place`,
    [caseId],
  );

export interface StepRow extends AuthoredRow {
  readonly from: State | 'new';
  readonly to: State;
  readonly on: CivilDate;
  readonly reason: string | null;
}
export const stepsOf = (tx: Tx, caseId: string) =>
  selectAuthoredRows(
    'return_steps',
    'x.from_state AS "from", x.to_state AS "to", x.on_day::text AS "on", x.reason',
    caseId,
    tx,
  ) as unknown as Promise<StepRow[]>;

export interface SessionRow extends AuthoredRow {
  readonly on: CivilDate;
  readonly how: string;
  readonly language: string;
  readonly interpreter: string;
  readonly alone: boolean;
  readonly topics: readonly string[];
  readonly listVersion: number;
  readonly understood: string;
}
export const sessionsOf = (tx: Tx, caseId: string) =>
  selectAuthoredRows(
    'return_counselling',
    `x.held_on::text AS "on", x.how, x.language, x.interpreter, x.alone, x.topics,
       x.list_version AS "listVersion", x.understood`,
    caseId,
    tx,
  ) as unknown as Promise<SessionRow[]>;

export interface DecisionRow extends AuthoredRow {
  readonly on: CivilDate;
  readonly decision: 'go' | 'wait' | 'no';
  readonly asChild: boolean;
  readonly decider: string;
  readonly capacity: string | null;
  readonly assent: string | null;
  readonly pressure: string;
  readonly bestInterestsId: string | null;
  readonly settledOn: CivilDate;
}
export const decisionsOf = (tx: Tx, caseId: string) =>
  selectAuthoredRows(
    'return_decisions',
    `x.decided_on::text AS "on", x.decision, x.as_child AS "asChild", x.decider, x.capacity, x.assent, x.pressure,
       x.best_interests_id AS "bestInterestsId", x.settled_on::text AS "settledOn"`,
    caseId,
    tx,
  ) as unknown as Promise<DecisionRow[]>;

export interface FamilyRow extends AuthoredRow {
  readonly kind: FamilyKind;
  readonly outcome: string;
  readonly on: CivilDate;
}
export const familyOf = (tx: Tx, caseId: string) =>
  selectAuthoredRows(
    'return_family',
    'x.kind, x.outcome, x.done_on::text AS "on"',
    caseId,
    tx,
  ) as unknown as Promise<FamilyRow[]>;

export interface RiskRow extends AuthoredRow, Readonly<Record<Risk, Level>> {
  readonly byId: string;
  readonly on: CivilDate;
  readonly informedOn: CivilDate;
  readonly validUntil: CivilDate;
}
export const risksOf = (tx: Tx, caseId: string) =>
  selectAuthoredRows(
    'return_risks',
    `x.by AS "byId", x.assessed_on::text AS "on", ${RISKS.map((risk) => `x.${risk}`).join(', ')},
       x.informed_on::text AS "informedOn", x.valid_until::text AS "validUntil"`,
    caseId,
    tx,
  ) as unknown as Promise<RiskRow[]>;

export interface RiskDecisionRow extends AuthoredRow {
  readonly riskId: string;
  readonly decision: 'go' | 'wait' | 'do_not_go';
}
export const riskDecisionsOf = (tx: Tx, caseId: string) =>
  selectAuthoredRows(
    'return_risk_decisions',
    'x.risk_id AS "riskId", x.decision',
    caseId,
    tx,
  ) as unknown as Promise<RiskDecisionRow[]>;

export interface FitnessRow extends AuthoredRow {
  readonly on: CivilDate;
  readonly verdict: string;
  readonly validUntil: CivilDate;
}
export const fitnessOf = (tx: Tx, caseId: string) =>
  selectAuthoredRows(
    'return_fitness',
    'x.seen_on::text AS "on", x.verdict, x.valid_until::text AS "validUntil"',
    caseId,
    tx,
  ) as unknown as Promise<FitnessRow[]>;

export interface DocumentRow {
  readonly id: string;
  readonly caseId: string;
  readonly trackId: string;
  readonly kind: string;
  readonly kindVersion: number;
  readonly country: string;
  readonly dueOn: CivilDate | null;
  readonly state: string;
  readonly validUntil: CivilDate | null;
}
export const documentsOf = (tx: Tx, caseId: string): Promise<DocumentRow[]> =>
  tx.query<DocumentRow>(
    `SELECT d.id, d.case_id AS "caseId", d.track_id AS "trackId", d.kind, d.kind_version AS "kindVersion", d.country,
            d.due_on::text AS "dueOn", d.state, d.valid_until::text AS "validUntil"
       FROM return_documents d WHERE d.case_id = ANY (${filesIn()}) ORDER BY d.place`,
    [caseId],
  );

export interface DocumentStepRow {
  readonly id: string;
  readonly caseId: string;
  readonly documentId: string;
  readonly to: string;
  readonly on: CivilDate;
  readonly validUntil: CivilDate | null;
  readonly note: Buffer | null;
  readonly by: string;
  readonly at: Date;
}
export const documentStepsOf = (tx: Tx, caseId: string): Promise<DocumentStepRow[]> =>
  tx.query<DocumentStepRow>(
    `SELECT ${authoredColumns('x')}, x.document_id AS "documentId", x.to_state AS "to", x.on_day::text AS "on",
            x.valid_until::text AS "validUntil"
       FROM return_document_steps x JOIN users u ON u.id = x.by WHERE x.case_id = ANY (${filesIn()}) ORDER BY x.place`,
    [caseId],
  );
