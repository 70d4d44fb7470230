/** Open procedures, limited by row-level security. */
import type { Tx } from '../../platform/database/transactions';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { State } from '../procedure/procedure-states.rules';

export interface WorklistRow {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: string;
  readonly standard: string;
  readonly state: State;
  readonly since: CivilDate;
  readonly officer: string;
  /** Latest assessor without a declared conflict, or who has not answered. */
  readonly assessor: string | null;
  readonly answered: boolean;
  /** For the reader: to answer, or to judge. */
  readonly mine: boolean;
}

export const proceduresUnderWay = (tx: Tx): Promise<WorklistRow[]> =>
  tx.query<WorklistRow>(
    `SELECT p.id, p.case_id AS "caseId", c.case_number AS "caseNumber", n.title AS standard, p.state, s.on_day::text AS since, localized_name(o.name, o.names) AS officer,
            a.name AS assessor, coalesce(a.answered, false) AS answered, coalesce(a.assessor_id = mawa_actor(), false) AS mine
       FROM recognition_procedures p JOIN cases c ON c.id = p.case_id JOIN recognition_standards n ON n.id = p.standard_id
       JOIN users o ON o.id = p.officer_id
       CROSS JOIN LATERAL (SELECT t.on_day FROM recognition_steps t WHERE t.procedure_id = p.id ORDER BY t.place DESC LIMIT 1) s
       LEFT JOIN LATERAL (SELECT localized_name(u.name, u.names) AS name, x.assessor_id, d.id IS NOT NULL AS answered FROM recognition_assessors x JOIN users u ON u.id = x.assessor_id
         LEFT JOIN recognition_declarations d ON d.asked_id = x.id
        WHERE x.procedure_id = p.id AND coalesce(d.conflict, 'none') = 'none' ORDER BY x.place DESC LIMIT 1) a ON true
      WHERE p.state NOT IN ('not_eligible', 'certified_full', 'certified_partial', 'closed', 'withdrawn')
      ORDER BY s.on_day, p.place LIMIT 500`,
  );
