import { Client } from 'pg';
import { randomUUID } from 'node:crypto';
import type { OpenedGrant } from '../../modules/grant-budgeting';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { openedGrant } from './samples';

describe('a closed period of the ledger', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let omar: SignedIn;

  /** An entry of five dollars booked on a day, past the use cases. */
  const entry = async (client: Client, day: string): Promise<void> => {
    await client.query(
      `WITH t AS (INSERT INTO ledger_transactions (grant_id, source_kind, source_id, booked_on, fact_on, posted_by)
         VALUES ($1, 'correction', $2, $3, $3, $4) RETURNING id)
       INSERT INTO ledger_entries (transaction_id, account_id, amount, original_amount, original_currency, rate, rate_on)
       SELECT t.id, a.id, CASE a.kind WHEN 'spent' THEN 5 ELSE -5 END, 5, 'USD', 1, $3 FROM t, ledger_accounts a
        WHERE a.grant_id = $1 AND (a.kind = 'funds' OR a.line_id = $5 AND a.kind = 'spent')`,
      [grant.grantId, randomUUID(), day, omar.actor.userId, grant.lines['IOM-2.1']],
    );
  };
  const close = (untilDay: string, who = omar) => who.post('/api/v1/periods/closing', { untilDay });

  beforeAll(async () => {
    app = await startApp();
    grant = await openedGrant(app);
    omar = await app.signIn('finance_officer');
  });
  afterAll(() => app.stop());

  it('waits for an entry of its last day that is being written, and counts it', async () => {
    const other = new Client({ connectionString: app.database.adminUrl });
    await other.connect();
    await other.query(
      `SELECT set_config('mawa.now', $1, false), set_config('mawa.actor', $2, false)`,
      [app.clock.now().toISOString(), omar.actor.userId],
    );
    try {
      await enterWhileClosing(other);
    } finally {
      await other.end();
    }
  });

  const enterWhileClosing = async (other: Client): Promise<void> => {
    await other.query('BEGIN');
    await entry(other, '2026-08-31');
    let isClosed = false;
    const closing = close('2026-08-31')
      .expect(201)
      .then(() => (isClosed = true));
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(isClosed).toBe(false);
    await other.query('COMMIT');
    await closing;
    await expect(entry(other, '2026-08-31')).rejects.toMatchObject({
      constraint: 'ledger_period_is_open',
    });
    await entry(other, '2026-09-01');
  };

  it('is not opened again by anybody', async () => {
    await expect(
      app.admin.query(`DELETE FROM closed_periods WHERE until_day = '2026-08-31'`),
    ).rejects.toMatchObject({ constraint: 'closed_periods_stay' });
    await expect(
      app.admin.query(`UPDATE closed_periods SET until_day = '2026-07-31'`),
    ).rejects.toMatchObject({ constraint: 'closed_periods_stay' });
    await close('2026-07-31').expect(409);
  });

  it('is closed by finance, in the database as on the pages', async () => {
    const programme = await app.signIn('programme_officer');
    await close('2026-09-30', programme).expect(403);
    const closing = (who: SignedIn) =>
      app.transactions.run(who.actor, (tx) =>
        tx.query(`INSERT INTO closed_periods (until_day, closed_by) VALUES ('2026-09-30', $1)`, [
          who.actor.userId,
        ]),
      );
    await expect(closing(programme)).rejects.toMatchObject({ code: '42501' });
    await expect(
      app.transactions.run(omar.actor, (tx) =>
        tx.query(`INSERT INTO closed_periods (until_day, closed_by) VALUES ('2026-09-30', $1)`, [
          programme.actor.userId,
        ]),
      ),
    ).rejects.toMatchObject({ code: '42501' });
    await closing(omar);
  });
});
