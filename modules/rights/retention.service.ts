import { Injectable } from '@nestjs/common';
import { Transactions } from '../platform/database/transactions';
import type { Actor } from '../platform/shared/actor';
import type { CivilDate } from '../platform/shared/nights.rules';

export interface DueCase {
  readonly id: string;
  readonly caseNumber: string;
  readonly closedOn: CivilDate;
  readonly dueOn: CivilDate;
  readonly held: boolean;
}

/** Cases closed for longer than they may be kept; nothing is erased without two people's decision. */
@Injectable()
export class Retention {
  constructor(private readonly transactions: Transactions) {}

  /** Due cases that the actor may see, longest due first. */
  due(actor: Actor): Promise<DueCase[]> {
    return this.transactions.run(actor, (tx) =>
      tx.query<DueCase>(
        `WITH closed AS (
           SELECT c.id, c.case_number, (SELECT max(s.at) FROM stage_changes s WHERE s.case_id = c.id AND s.to_stage = 'closed') AS at
             FROM cases c WHERE c.stage = 'closed' AND c.merged_into IS NULL
         ), due AS (
           SELECT id, case_number, at::date AS closed_on,
                  (at + make_interval(years => (mawa_setting('retention_years'))::int))::date AS due_on
             FROM closed WHERE at IS NOT NULL
         )
         SELECT d.id, d.case_number AS "caseNumber", d.closed_on::text AS "closedOn", d.due_on::text AS "dueOn",
                EXISTS (SELECT 1 FROM legal_holds h WHERE h.case_id = d.id AND h.ended_at IS NULL) AS held
           FROM due d WHERE d.due_on <= $1::date
            AND NOT EXISTS (SELECT 1 FROM erasures e WHERE e.case_id = d.id AND e.done_at IS NULL AND e.decision IS DISTINCT FROM 'refused')
          ORDER BY d.due_on, d.id LIMIT 200`,
        [tx.today],
      ),
    );
  }
}
