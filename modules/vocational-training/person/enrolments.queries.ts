/** Rows of training in all joined cases of a person, limited by row-level security. */
import { filesIn } from '../../beneficiaries';
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { State } from '../enrolments/enrolment-states.rules';
import type { Need, WishedTrade } from '../orientation/ranking.rules';

interface NotedRow {
  readonly id: string;
  readonly caseId: string;
  readonly note: Buffer | null;
  readonly by: string;
  readonly on: CivilDate;
}

export interface OrientationRow extends NotedRow {
  readonly interests: readonly string[];
  readonly fieldsVersion: number;
  readonly trades: readonly WishedTrade[];
  /** Null where a server that knew no trades wrote it. */
  readonly tradesVersion: number | null;
  readonly schooling: string | null;
  readonly levelsVersion: number;
  readonly languages: readonly string[];
  readonly experience: readonly string[];
  readonly occupationsVersion: number;
  readonly needs: readonly Need[];
  readonly avoids: readonly string[];
}
export interface ChoiceRow extends NotedRow {
  readonly orientationId: string;
  readonly choice: 'session' | 'later' | 'none';
  readonly sessionId: string | null;
}
export interface StepRow extends NotedRow {
  readonly enrolmentId: string;
  readonly from: State | 'new';
  readonly to: State;
  readonly reason: string | null;
  readonly listVersion: number | null;
}
export interface AssessmentRow extends NotedRow {
  readonly enrolmentId: string;
  readonly result: 'passed' | 'partly' | 'not_yet';
  readonly score: string | null;
}
export interface EnrolmentRow {
  readonly id: string;
  readonly caseId: string;
  readonly sessionId: string;
  readonly state: State;
  readonly offerUntil: CivilDate | null;
  readonly officer: string;
  /** Position on the waiting list, from 1; 0 if not on it. */
  readonly turn: number;
  /** Stipends and transport less reversals. */
  readonly stipends: string;
  readonly transport: string;
  /** Appointments for its days that are still planned. */
  readonly servicesPlanned: number;
}

const selectNotedRows = <R>(tx: Tx, table: string, columns: string, caseId: string): Promise<R[]> =>
  tx.query(
    `SELECT x.id, x.case_id AS "caseId", x.note, localized_name(u.name, u.names) AS by, x.on_day::text AS "on", ${columns}
       FROM ${table} x JOIN users u ON u.id = x.by WHERE x.case_id = ANY (${filesIn()}) ORDER BY x.place`,
    [caseId],
  ) as Promise<R[]>;

export const orientationsOf = (tx: Tx, caseId: string) =>
  selectNotedRows<OrientationRow>(
    tx,
    'training_orientations',
    `x.interests, x.fields_version AS "fieldsVersion", x.trades_version AS "tradesVersion",
       coalesce((SELECT jsonb_agg(jsonb_build_object('code', i.code, 'field', i.parent) ORDER BY array_position(x.trades, i.code))
         FROM list_items i WHERE i.list = 'training_trades' AND i.version = x.trades_version AND i.code = ANY (x.trades)), '[]') AS trades, x.schooling, x.levels_version AS "levelsVersion", x.languages,
       x.experience, x.occupations_version AS "occupationsVersion", x.needs, x.avoids`,
    caseId,
  );
export const choicesOf = (tx: Tx, caseId: string) =>
  selectNotedRows<ChoiceRow>(
    tx,
    'training_choices',
    'x.orientation_id AS "orientationId", x.choice, x.session_id AS "sessionId"',
    caseId,
  );
export const stepsOf = (tx: Tx, caseId: string) =>
  selectNotedRows<StepRow>(
    tx,
    'training_steps',
    `x.enrolment_id AS "enrolmentId", x.from_state AS "from", x.to_state AS "to", x.reason, x.list_version AS "listVersion"`,
    caseId,
  );
export const assessmentsOf = (tx: Tx, caseId: string) =>
  selectNotedRows<AssessmentRow>(
    tx,
    'training_assessments',
    'x.enrolment_id AS "enrolmentId", x.result, x.score::text AS score',
    caseId,
  );

/** The latest first. */
export const enrolmentsOf = (tx: Tx, caseId: string): Promise<EnrolmentRow[]> =>
  tx.query<EnrolmentRow>(
    `SELECT e.id, e.case_id AS "caseId", e.session_id AS "sessionId", e.state, e.offer_until::text AS "offerUntil",
            localized_name(u.name, u.names) AS officer, training_waiting_position(e.id) AS turn, coalesce(a.stipends, 0.00)::text AS stipends,
            coalesce(a.transport, 0.00)::text AS transport,
            (SELECT count(*)::int FROM training_appointments t JOIN service_appointments s ON s.id = t.appointment_id
              WHERE t.enrolment_id = e.id AND s.state = 'planned') AS "servicesPlanned"
       FROM training_enrolments e JOIN users u ON u.id = e.officer_id
       LEFT JOIN LATERAL (SELECT sum(x.stipend) AS stipends, sum(x.transport) AS transport FROM training_allowances x
         WHERE x.enrolment_id = e.id AND x.taken_back_at IS NULL) a ON true
      WHERE e.case_id = ANY (${filesIn()}) ORDER BY e.place DESC`,
    [caseId],
  );
