/** A grant as it stands, with what was booked on it, for whoever amends it. */
import type { Tx } from '../../platform/database/transactions';
import { notFound } from '../../platform/shared/domain.errors';
import type { GrantInForce } from './amendment.rules';

export async function grantInForce(tx: Tx, grantId: string): Promise<GrantInForce> {
  const [row] = await tx.query<GrantInForce>(
    `SELECT grant_definition(g.id) AS definition, d.first_day::text AS "firstCostOn", d.last_day::text AS "lastCostOn",
            (SELECT coalesce(jsonb_object_agg(l.code, (SELECT coalesce(sum(b.balance), 0)::numeric(14,2)::text
                      FROM ledger_accounts a JOIN ledger_balances b ON b.account_id = a.id
                     WHERE a.line_id = l.id AND a.kind IN ('spent', 'committed'))), '{}')
               FROM budget_lines l WHERE l.grant_id = g.id) AS taken,
            (SELECT coalesce(sum(CASE m.kind WHEN 'received' THEN m.amount ELSE -m.amount END), 0)::numeric(14,2)::text
               FROM donor_money m WHERE m.grant_id = g.id AND m.kind IN ('received', 'returned')) AS received
       FROM grants g CROSS JOIN LATERAL grant_cost_days(g.id) d WHERE g.id = $1`,
    [grantId],
  );
  if (!row) throw notFound();
  return row;
}
