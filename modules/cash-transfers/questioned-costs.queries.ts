import { Injectable } from '@nestjs/common';
import { record } from '../audit';
import { sumOf, written } from '../grant-budgeting';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';

export const QUESTIONED_BY = ['report_check', 'spot_check'] as const;
export type QuestionedBy = (typeof QUESTIONED_BY)[number];

/** Part of a partner's row that was not accepted, or was accepted without supporting documents. */
export interface QuestionedCost {
  readonly by: QuestionedBy;
  readonly organisation: string;
  readonly agreementId: string;
  readonly reference: string;
  readonly currency: string;
  readonly paperId: string;
  readonly paper: number;
  readonly line: string;
  readonly document: string | null;
  readonly on: CivilDate;
  readonly person: string;
  readonly reason: string;
  readonly claimed: string;
  readonly questioned: string;
}

/** Uses the latest spot check of each row while its report is accepted, limited to the amount accepted by now. */
const QUESTIONED = `
  SELECT 'report_check' AS by, d.row_id, s.on_day, s.taken_by AS person, d.reason, d.asked::numeric(14,2) AS claimed,
         (d.asked::numeric - d.agreed::numeric)::numeric(14,2) AS questioned
    FROM partner_row_decisions d
    JOIN partner_paper_states st ON st.agreed_by_step = d.step_id
    JOIN partner_papers p ON p.id = st.paper_id AND p.kind = 'report'
    JOIN partner_steps s ON s.id = d.step_id
   WHERE d.agreed::numeric < d.asked::numeric
  UNION ALL
  SELECT 'spot_check', x.row_id, x.on_day, x.checked_by, x.finding, now.accepted, now.accepted - x.supported
    FROM (SELECT DISTINCT ON (r.row_id) r.row_id, c.on_day, c.checked_by, r.finding,
                 r.accepted::numeric(14,2) AS accepted, r.supported::numeric(14,2) AS supported
            FROM spot_check_rows r JOIN spot_checks c ON c.id = r.check_id
           ORDER BY r.row_id, c.on_day DESC, c.checked_at DESC) x
    JOIN partner_paper_rows pr ON pr.id = x.row_id
    JOIN partner_paper_states st ON st.paper_id = pr.paper_id
    JOIN partner_row_decisions d ON d.step_id = st.agreed_by_step AND d.row_id = x.row_id
   CROSS JOIN LATERAL (SELECT least(x.accepted, d.agreed::numeric(14,2)) AS accepted) now
   WHERE x.supported < now.accepted`;

/** Questioned costs of all partners (2 CFR 200.1), newest first. */
@Injectable()
export class QuestionedCosts {
  constructor(private readonly transactions: Transactions) {}

  list(actor: Actor): Promise<QuestionedCost[]> {
    return this.transactions.run(actor, async (tx) => {
      const rows = await tx.query<QuestionedCost>(
        `SELECT q.by, localized_name(o.name, o.names) AS organisation, a.id AS "agreementId", a.reference, a.currency,
                p.id AS "paperId", p.number::int AS paper, l.code AS line, r.document, q.on_day::text AS on,
                localized_name(u.name, u.names) AS person, q.reason, q.claimed::text AS claimed, q.questioned::text AS questioned
           FROM (${QUESTIONED}) q
           JOIN partner_paper_rows r ON r.id = q.row_id
           JOIN partner_papers p ON p.id = r.paper_id
           JOIN agreements a ON a.id = p.agreement_id
           JOIN organisations o ON o.id = a.organisation_id
           JOIN budget_lines l ON l.id = r.line_id
           JOIN users u ON u.id = q.person
          ORDER BY q.on_day DESC, p.number DESC, l.code, r.document`,
      );
      const ids = [...new Set(rows.map(({ agreementId }) => agreementId))];
      await record(tx, { action: 'budget.read_partner', kind: 'agreement', ids });
      return rows;
    });
  }
}

/** Sums by kind and currency. */
export const questionedSums = (rows: readonly QuestionedCost[]) =>
  [...new Set(rows.map(({ currency }) => currency))].flatMap((currency) =>
    QUESTIONED_BY.map((by) => {
      const own = rows.filter((row) => row.currency === currency && row.by === by);
      return { by, currency, sum: written(sumOf(own.map(({ questioned }) => questioned))) };
    }),
  );
