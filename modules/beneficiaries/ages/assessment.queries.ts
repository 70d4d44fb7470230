/** The rows of assessments of an age, the latest first. */
import type { Tx } from '../../platform/database/transactions';
import { filesIn } from '../person-files.queries';
import type { AgeResult, Agreement, Institution, Method, Withdrawal } from './assessment.rules';

export interface AssessmentRow extends AgeResult {
  readonly id: string;
  /** Case in which it was recorded; the note is sealed under its key. */
  readonly caseId: string;
  readonly methods: readonly Method[];
  readonly institution: Institution;
  readonly agreement: Agreement;
  readonly note: Buffer | null;
  readonly at: Date;
  readonly by: string;
  /** Version of the case that it created; null if it changed nothing. */
  readonly version: number | null;
  readonly withdrawnAt: Date | null;
  readonly withdrawnBy: string | null;
  readonly withdrawnWhy: Withdrawal | null;
}

/** Assessments in all joined cases of the person. */
export const assessmentsOf = (tx: Tx, caseId: string): Promise<AssessmentRow[]> =>
  tx.query<AssessmentRow>(
    `SELECT a.id, a.case_id AS "caseId", a.assessed_on::text AS "on", a.methods, a.institution, a.low, a.high, a.margin, a.conclusion,
            a.benefit_of_doubt AS "benefitOfDoubt", a.agreement, a.note, a.recorded_at AS at, localized_name(u.name, u.names) AS by,
            a.applied_version AS version, a.withdrawn_at AS "withdrawnAt", localized_name(w.name, w.names) AS "withdrawnBy",
            a.withdrawn_why AS "withdrawnWhy"
       FROM age_assessments a JOIN users u ON u.id = a.recorded_by LEFT JOIN users w ON w.id = a.withdrawn_by
      WHERE a.case_id = ANY (${filesIn()}) ORDER BY a.assessed_on DESC, a.recorded_at DESC, a.id`,
    [caseId],
  );

export const insertAssessment = (
  tx: Tx,
  one: AgeResult &
    Pick<
      AssessmentRow,
      'methods' | 'institution' | 'agreement' | 'note' | 'version' | 'id' | 'caseId'
    >,
): Promise<unknown> =>
  tx.query(
    `INSERT INTO age_assessments (id, case_id, assessed_on, methods, institution, low, high, margin, conclusion,
       benefit_of_doubt, agreement, note, applied_version, recorded_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      one.id,
      one.caseId,
      one.on,
      [...new Set(one.methods)],
      one.institution,
      one.low,
      one.high,
      one.margin,
      one.conclusion,
      one.benefitOfDoubt,
      one.agreement,
      one.note,
      one.version,
      tx.actor.userId,
    ],
  );

export const withdrawRow = (tx: Tx, id: string, why: Withdrawal): Promise<unknown> =>
  tx.query(
    `UPDATE age_assessments SET withdrawn_at = mawa_now(), withdrawn_by = mawa_actor(), withdrawn_why = $2
      WHERE id = $1 AND withdrawn_at IS NULL`,
    [id, why],
  );
