/** What was brought in from before Mawa: read, checked against the grant, and proposed. */
import { record } from '../../audit';
import { asFigures, type Tx } from '../../platform/database/transactions';
import { notFound } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { Period } from '../../platform/shared/periods.rules';
import type { OpeningRow } from '../grants/grant-definition.types';
import { type OpeningFacts, type OpeningLine, openingDay } from './opening.rules';

/** Spent and received before Mawa, in the currency of the grant, less what was taken back. */
export interface BroughtIn {
  readonly spent: string;
  readonly received: string;
}

export async function openingFacts(tx: Tx, grantId: string): Promise<OpeningFacts> {
  const [grant] = await tx.query<
    Omit<OpeningFacts, 'lines' | 'broughtIn' | 'today'> & {
      readonly lines: Record<string, OpeningLine>;
      readonly months: readonly string[];
    }
  >(
    `SELECT g.currency, g.starts_on::text AS "startsOn", least(g.ends_on, g.closed_on)::text AS "endsOn",
            (SELECT max(until_day) FROM closed_periods)::text AS "closedUntil",
            o.costs_from::text AS "costsFrom", o.received_from::text AS "receivedFrom",
            (g.amount - (SELECT coalesce(sum(CASE kind WHEN 'received' THEN m.amount ELSE -m.amount END), 0) FROM donor_money m
                          WHERE m.grant_id = g.id AND m.kind IN ('received', 'returned')))::text AS "toReceive",
            (SELECT coalesce(jsonb_agg(jsonb_build_object('from', s.from_day, 'until', s.resumed_on)), '[]')
               FROM grant_suspensions s WHERE s.grant_id = g.id) AS suspensions,
            (SELECT coalesce(jsonb_object_agg(l.code, jsonb_build_object(
                      'left', (l.amount - b.taken)::text, 'spent', b.spent::text,
                      'signedUntil', agency_locked_until(l.grant_id, l.organisation_id))), '{}')
               FROM budget_lines l CROSS JOIN LATERAL (
                 SELECT coalesce(sum(x.balance), 0.00) AS taken, coalesce(sum(x.balance) FILTER (WHERE a.kind = 'spent'), 0.00) AS spent
                   FROM ledger_accounts a JOIN ledger_balances x ON x.account_id = a.id
                  WHERE a.line_id = l.id AND a.kind IN ('spent', 'committed')) b
              WHERE l.grant_id = g.id) AS lines,
            (SELECT coalesce(jsonb_agg(coalesce(l.code, '') || '/' || m.month), '[]')
               FROM opening_months(g.id) m LEFT JOIN budget_lines l ON l.id = m.line_id) AS months
       FROM grants g CROSS JOIN LATERAL opening_limits(g.id) o WHERE g.id = $1`,
    [grantId],
  );
  if (!grant) throw notFound();
  const { months, ...facts } = grant;
  return { ...facts, today: tx.today, broughtIn: new Set(months) };
}

/** In force, and booked, when another person confirms it. */
export async function proposeOpening(
  tx: Tx,
  grantId: string,
  rows: readonly OpeningRow[],
): Promise<string> {
  const facts = await openingFacts(tx, grantId);
  const last = rows
    .map(({ month }) => openingDay(month, facts.endsOn))
    .toSorted()
    .at(-1)!;
  const documents = [...new Set(rows.map(({ document }) => document))].join(' · ');
  const [row] = await tx.query<{ id: string }>(
    `INSERT INTO grant_proposals (code, kind, grant_id, opening, effective_on, reference)
     SELECT code, 'opening', id, $2, $3, left($4, 300) FROM grants WHERE id = $1 RETURNING id`,
    [grantId, JSON.stringify(rows), last, documents],
  );
  await record(tx, {
    action: 'budget.propose_grant_opening',
    kind: 'grant_proposal',
    ids: [row!.id],
  });
  return row!.id;
}

/** What of the figures of a grant before a day was brought in; null where nothing was. */
export async function broughtInUntil(
  tx: Tx,
  grantId: string,
  until: CivilDate,
): Promise<BroughtIn | null> {
  const [ledger] = await asFigures(tx, () =>
    tx.query<{ spent: string }>(
      `SELECT coalesce(sum(e.amount), 0)::numeric(16,2)::text AS spent
         FROM ledger_transactions t
         JOIN ledger_transactions o ON o.id = coalesce(t.reverses, t.id)
         JOIN ledger_entries e ON e.transaction_id = t.id
         JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'spent'
        WHERE t.grant_id = $1 AND o.source_kind = 'opening' AND t.booked_on < $2`,
      [grantId, until],
    ),
  );
  const [money] = await tx.query<{ received: string }>(
    `SELECT coalesce(sum(amount), 0)::numeric(16,2)::text AS received
       FROM donor_money WHERE grant_id = $1 AND opening_id IS NOT NULL AND on_day < $2`,
    [grantId, until],
  );
  const { spent } = ledger!;
  const { received } = money!;
  return spent === '0.00' && received === '0.00' ? null : { spent, received };
}

/** What each line spent before Mawa, of what a report shows; null where nothing was brought in. */
export interface OpeningFigures {
  readonly lines: readonly {
    readonly lineId: string;
    readonly spentInPeriod: string;
    readonly spentToDate: string;
  }[];
  /** From the donor, up to the end of the period. */
  readonly received: string;
}

export async function openingFigures(
  tx: Tx,
  grantId: string,
  { from, until }: Period,
): Promise<OpeningFigures | null> {
  const total = await broughtInUntil(tx, grantId, until);
  if (total === null) return null;
  const lines = await asFigures(tx, () =>
    tx.query<OpeningFigures['lines'][number]>(
      `SELECT a.line_id AS "lineId", coalesce(sum(e.amount) FILTER (WHERE t.booked_on >= $3), 0)::numeric(16,2)::text AS "spentInPeriod",
              sum(e.amount)::numeric(16,2)::text AS "spentToDate"
         FROM ledger_transactions t
         JOIN ledger_transactions o ON o.id = coalesce(t.reverses, t.id)
         JOIN ledger_entries e ON e.transaction_id = t.id
         JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'spent'
         JOIN budget_lines l ON l.id = a.line_id
        WHERE t.grant_id = $1 AND o.source_kind = 'opening' AND t.booked_on < $2
        GROUP BY a.line_id, l.code HAVING sum(e.amount) <> 0 ORDER BY l.code`,
      [grantId, until, from],
    ),
  );
  return { lines, received: total.received };
}
