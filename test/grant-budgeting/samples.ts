import type { Client } from 'pg';
import {
  JTIP_GRANT,
  Ledger,
  openGrant,
  type Charge,
  type GrantDefinition,
  type OpenedGrant,
} from '../../modules/grant-budgeting';
import { SETUP_ACTOR, type Actor } from '../../modules/platform/shared/actor';
import type { TestApp } from '../support/app';

/** The donor and the agencies that definitions name. */
export const organisationsOf = async (app: TestApp): Promise<void> => {
  for (const [code, kind] of [
    ['JTIP', 'donor'],
    ['IOM', 'agency'],
    ['UNODC', 'agency'],
    ['ILO', 'agency'],
  ]) {
    await app.admin.query(
      `INSERT INTO organisations (code, kind, name, created_at) VALUES ($1, $2, $1, '2024-01-01Z')
       ON CONFLICT DO NOTHING`,
      [code, kind],
    );
  }
};

export const openedGrant = async (
  app: TestApp,
  definition: GrantDefinition = JTIP_GRANT,
): Promise<OpenedGrant> => {
  await organisationsOf(app);
  return app.transactions.run(SETUP_ACTOR, (tx) => openGrant(tx, definition));
};

export const enteredRate = async (
  app: TestApp,
  [from, to, validFrom, rate]: [string, string, string, string],
): Promise<void> => {
  await app.admin.query(
    `INSERT INTO exchange_rates (from_currency, to_currency, valid_from, rate, source, entered_by, entered_at)
     VALUES ($1, $2, $3, $4, 'test', $5, '2024-01-01Z')`,
    [from, to, validFrom, rate, SETUP_ACTOR.userId],
  );
};

export const charge = (app: TestApp, actor: Actor, facts: Charge) =>
  app.transactions.run(actor, (tx) => new Ledger().charge(tx, facts));

export const reverse = (app: TestApp, actor: Actor, sourceId: string, reason = 'not_given') =>
  app.transactions.run(actor, (tx) =>
    new Ledger().reverse(tx, { sourceKind: 'service', sourceId, reason }),
  );

/** Lowers a line to this amount, so that a test reaches its end. */
export const setLine = (admin: Client, lineId: string, amount: string) =>
  admin.query('UPDATE budget_lines SET amount = $2 WHERE id = $1', [lineId, amount]);

/** Balances by account kind of a line, by separate SQL over the entries. */
export const entriesOf = async (admin: Client, lineId: string) => {
  const { rows } = await admin.query<{ kind: string; sum: string }>(
    `SELECT a.kind, sum(e.amount)::text AS sum FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id
      WHERE a.line_id = $1 GROUP BY a.kind ORDER BY a.kind`,
    [lineId],
  );
  return Object.fromEntries(rows.map(({ kind, sum }) => [kind, sum]));
};

/** Every balance against the sum of its entries, and the sum of all with what left the funds: what must always hold. */
export const ledgerHolds = async (admin: Client) => {
  const { rows } = await admin.query<{ wrong: string; total: string }>(
    `SELECT (SELECT count(*) FROM ledger_balances b
              WHERE b.balance <> (SELECT coalesce(sum(amount), 0) FROM ledger_entries e WHERE e.account_id = b.account_id)
                 OR b.balance <> (SELECT coalesce(sum(amount), 0) FROM ledger_days d WHERE d.account_id = b.account_id))
            + (SELECT count(*) FROM ledger_days d WHERE d.amount <> (SELECT sum(e.amount) FROM ledger_entries e
                JOIN ledger_transactions t ON t.id = e.transaction_id WHERE e.account_id = d.account_id AND t.booked_on = d.day)) AS wrong,
            ((SELECT coalesce(sum(balance), 0) FROM ledger_balances)
              + (SELECT coalesce(sum(e.amount), 0) FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'funds'))::text AS total`,
  );
  return { wrongBalances: Number(rows[0]!.wrong), total: Number(rows[0]!.total) };
};
