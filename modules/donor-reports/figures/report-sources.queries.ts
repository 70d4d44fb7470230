import { asFigures, type Tx } from '../../platform/database/transactions';
import { chosenRows, type PastChoice } from '../../platform/shared/past-choice.rules';
import type { Period } from '../../platform/shared/periods.rules';

const ENTERED = `
  SELECT 'bookings/' || k.shelter_id AS figure, array_agg(DISTINCT k.id::text) AS ids
    FROM bookings k
   WHERE k.nights && daterange($1, $2) AND k.state IN ('stay', 'ended') AND k.checked_in_at IS NOT NULL
   GROUP BY k.shelter_id
  UNION ALL
  SELECT 'services/' || type_code, array_agg(id::text ORDER BY id)
    FROM services WHERE given_on >= $1 AND given_on < $2 AND cancelled_at IS NULL GROUP BY type_code
`;
/** Under names of their own, so that a file that is taken back is not taken for an erasure. */
const BROUGHT_IN = `
  SELECT 'bookings/' || p.shelter_id || '/brought-in' AS figure, array_agg(p.id::text ORDER BY p.id) AS ids
    FROM past_stays p WHERE p.nights && daterange($1, $2) GROUP BY p.shelter_id
  UNION ALL
  SELECT 'services/' || p.what || '/brought-in', array_agg(p.id::text ORDER BY p.id)
    FROM past_records p
   WHERE p.kind = 'service' AND lower(p.days) >= $1 AND lower(p.days) < $2 GROUP BY p.what`;
const MONEY = `
  SELECT a.kind || '/' || a.line_id, array_agg(DISTINCT t.id::text)
    FROM ledger_entries e
    JOIN ledger_accounts a ON a.id = e.account_id AND a.kind IN ('spent', 'unfunded')
    JOIN ledger_transactions t ON t.id = e.transaction_id
   WHERE a.grant_id = $3 AND t.booked_on < $2
   GROUP BY a.kind, a.line_id`;

/**
 * Ids of the rows that the figures of beds, services and money were counted from (those of people are part of their
 * figures).
 */
export async function reportSources(
  tx: Tx,
  grantId: string,
  { from, until }: Period,
  past: PastChoice,
): Promise<Record<string, string[]>> {
  const rows = await asFigures(tx, () =>
    tx.query<{ figure: string; ids: string[] }>(
      `SELECT figure, ids FROM (${chosenRows(ENTERED, BROUGHT_IN, past)}) r UNION ALL (${MONEY}) ORDER BY 1`,
      [from, until, grantId],
    ),
  );
  return Object.fromEntries(rows.map(({ figure, ids }) => [figure, ids]));
}
