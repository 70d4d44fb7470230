/** Rows of recognition in all joined cases of a person, limited by row-level security. */
import { filesIn } from '../beneficiaries';
import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import type { Result } from './assessment/results.rules';
import type { CONFLICTS } from './assessment/assessors.service';
import type { EvidenceForm, EvidenceJudgement, EvidenceKind } from './portfolio/portfolio.rules';
import type { State } from './procedure/procedure-states.rules';

export interface NotedRow {
  readonly id: string;
  readonly caseId: string;
  readonly procedureId: string;
  readonly note: Buffer | null;
  readonly by: string;
  readonly on: CivilDate;
}
export interface ProcedureRow {
  readonly id: string;
  readonly caseId: string;
  readonly standardId: string;
  readonly state: State;
  readonly officer: string;
  /** Fee less reversals. */
  readonly fee: string | null;
  readonly currency: string | null;
  /** Whether the reader assesses it now. */
  readonly assesses: boolean;
}
export interface StepRow extends NotedRow {
  readonly from: State | 'new';
  readonly to: State;
  readonly reason: string | null;
}
export interface PieceRow extends NotedRow {
  readonly unitId: string;
  readonly kind: EvidenceKind;
  readonly form: EvidenceForm;
  readonly documentId: string | null;
}
export interface JudgementRow extends NotedRow, EvidenceJudgement {
  readonly pieceId: string;
}
export interface AssessorRow {
  readonly id: string;
  readonly caseId: string;
  readonly procedureId: string;
  readonly assessorId: string;
  readonly assessor: string;
  readonly on: CivilDate;
  readonly ofAppeal: boolean;
  readonly conflict: (typeof CONFLICTS)[number] | null;
  readonly declaredOn: CivilDate | null;
  readonly declarationId: string | null;
  readonly note: Buffer | null;
}
export interface ResultRow extends NotedRow {
  readonly unitId: string;
  readonly result: Result;
  readonly demonstrated: boolean;
  readonly attempt: number;
}
export interface GapRow {
  readonly id: string;
  readonly procedureId: string;
  readonly enrolmentId: string;
  readonly course: string;
  readonly state: string;
  readonly on: CivilDate;
}

/** The latest first. */
export const proceduresOf = (tx: Tx, caseId: string): Promise<ProcedureRow[]> =>
  tx.query<ProcedureRow>(
    `SELECT p.id, p.case_id AS "caseId", p.standard_id AS "standardId", p.state, localized_name(u.name, u.names) AS officer, f.amount::text AS fee, f.currency,
            recognition_assesses(p.id, mawa_actor()) AS assesses
       FROM recognition_procedures p JOIN users u ON u.id = p.officer_id
       LEFT JOIN recognition_fees f ON f.procedure_id = p.id AND f.taken_back_at IS NULL
      WHERE p.case_id = ANY (${filesIn()}) ORDER BY p.place DESC`,
    [caseId],
  );

const selectNotedRows = <R>(
  tx: Tx,
  table: string,
  columns: string,
  procedures: readonly string[],
) =>
  tx.query(
    `SELECT x.id, x.case_id AS "caseId", x.procedure_id AS "procedureId", x.note, localized_name(u.name, u.names) AS by, x.on_day::text AS "on", ${columns}
       FROM ${table} x JOIN users u ON u.id = x.by WHERE x.procedure_id = ANY ($1) ORDER BY x.place`,
    [procedures],
  ) as Promise<R[]>;

type ProcedureIds = readonly string[];
export const stepsOf = (tx: Tx, of: ProcedureIds) =>
  selectNotedRows<StepRow>(
    tx,
    'recognition_steps',
    'x.from_state AS "from", x.to_state AS "to", x.reason',
    of,
  );
export const piecesOf = (tx: Tx, of: ProcedureIds) =>
  selectNotedRows<PieceRow>(
    tx,
    'recognition_evidence',
    'x.unit_id AS "unitId", x.kind, x.form, x.document_id AS "documentId"',
    of,
  );
export const judgementsOf = (tx: Tx, of: ProcedureIds) =>
  selectNotedRows<JudgementRow>(
    tx,
    'recognition_judgements',
    'x.evidence_id AS "pieceId", x.authentic, x.sufficient, x.valid, x.current',
    of,
  );
export const resultsOf = (tx: Tx, of: ProcedureIds) =>
  selectNotedRows<ResultRow>(
    tx,
    'recognition_results',
    'x.unit_id AS "unitId", x.result, x.demonstrated, x.attempt::int',
    of,
  );

export const assessorsOf = (tx: Tx, of: ProcedureIds): Promise<AssessorRow[]> =>
  tx.query<AssessorRow>(
    `SELECT a.id, a.case_id AS "caseId", a.procedure_id AS "procedureId", a.assessor_id AS "assessorId", localized_name(u.name, u.names) AS assessor,
            a.on_day::text AS "on", a.appeal_id IS NOT NULL AS "ofAppeal", d.conflict, d.on_day::text AS "declaredOn",
            d.id AS "declarationId", d.note
       FROM recognition_assessors a JOIN users u ON u.id = a.assessor_id LEFT JOIN recognition_declarations d ON d.asked_id = a.id
      WHERE a.procedure_id = ANY ($1) ORDER BY a.place`,
    [of],
  );

export const gapsIn = (tx: Tx, of: ProcedureIds): Promise<GapRow[]> =>
  tx.query<GapRow>(
    `SELECT g.id, g.procedure_id AS "procedureId", g.enrolment_id AS "enrolmentId", c.title AS course, e.state, g.on_day::text AS "on"
       FROM recognition_gaps g JOIN training_enrolments e ON e.id = g.enrolment_id JOIN training_sessions s ON s.id = e.session_id
       JOIN training_courses c ON c.id = s.course_id WHERE g.procedure_id = ANY ($1) ORDER BY g.place`,
    [of],
  );
