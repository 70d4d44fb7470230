import { randomUUID } from 'node:crypto';
import { Ledger, type OpenedGrant } from '../../modules/grant-budgeting';
import type { Tx } from '../../modules/platform/database/transactions';
import type { Actor } from '../../modules/platform/shared/actor';
import { startApp, type TestApp } from '../support/app';
import { openTransaction, untilWaiting } from '../support/open-transactions';
import { entriesOf, ledgerHolds, openedGrant, setLine } from './samples';

describe('locks of the ledger', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let officer: Actor;
  const ledger = new Ledger();

  beforeAll(async () => {
    app = await startApp();
    grant = await openedGrant(app);
    officer = (await app.signIn('reintegration_officer')).actor;
  });
  afterAll(() => app.stop());
  afterEach(async () => {
    expect(await ledgerHolds(app.admin)).toEqual({ wrongBalances: 0, total: 0 });
  });

  const line = (code: string) => grant.lines[code]!;
  const charge = (tx: Tx, code: string, amount: string) =>
    ledger.charge(tx, {
      sourceKind: 'service',
      sourceId: randomUUID(),
      factOn: '2026-11-20',
      lineId: line(code),
      amount,
      currency: 'USD',
    });

  const open = <T>(work: (tx: Tx) => Promise<T>) =>
    openTransaction(app.transactions, officer, work);

  const spent = async (code: string) =>
    (await entriesOf(app.admin, line(code))) as Record<string, string>;

  it('charges of two lines of one grant do not wait for each other', async () => {
    const first = await open((tx) => charge(tx, 'IOM-2.1', '10.00'));
    const second = await open((tx) => charge(tx, 'IOM-2.2', '20.00'));
    expect([first.result, second.result]).toMatchObject([{ funded: '10.00' }, { funded: '20.00' }]);
    await second.commit();
    await first.commit();
  });

  it('charges of one line wait for each other, and the second finds what the first has left', async () => {
    await setLine(app.admin, line('IOM-3.1'), '100.00');
    const first = await open((tx) => charge(tx, 'IOM-3.1', '70.00'));
    const second = app.transactions.run(officer, (tx) => charge(tx, 'IOM-3.1', '70.00'));
    await untilWaiting(app.admin);
    await first.commit();
    expect(await second).toMatchObject({ funded: '30.00', unfunded: '40.00' });
    expect(await spent('IOM-3.1')).toEqual({ spent: '100.00', unfunded: '40.00' });
  });

  it('a decision about the grant waits for its charges, and its charges for the decision', async () => {
    await setLine(app.admin, line('IOM-3.2'), '100.00');
    const first = await open((tx) => charge(tx, 'IOM-3.2', '60.00'));
    let isDecided = false;
    const decision = app.transactions.run(officer, async (tx) => {
      await tx.query('SELECT lock_grant_ledger($1)', [grant.grantId]);
      isDecided = true;
      await setLine(app.admin, line('IOM-3.2'), '80.00'); // as a revision that is decided here
    });
    await untilWaiting(app.admin);
    expect(isDecided).toBe(false);
    const second = app.transactions.run(officer, (tx) => charge(tx, 'IOM-3.2', '60.00'));
    await first.commit();
    await decision;
    expect(await second).toMatchObject({ funded: '20.00', unfunded: '40.00' });
  });

  it('several charges of different lines in one transaction lock every ledger first', async () => {
    const first = await open(async (tx) => {
      await ledger.lockAll(tx);
      await charge(tx, 'IOM-2.1', '1.00');
    });
    const second = app.transactions.run(officer, (tx) => charge(tx, 'IOM-2.2', '1.00'));
    await untilWaiting(app.admin);
    await first.commit();
    expect(await second).toMatchObject({ funded: '1.00' });
  });

  it('an entry on an account of another grant is refused', async () => {
    const book = app.transactions.run(officer, async (tx) => {
      const { rows } = await app.admin.query(
        `INSERT INTO grants (code, title, donor_id, currency, amount, fee_rate, starts_on, ends_on, shares_source)
         SELECT 'OTHER', '{"fr":"Other","ar":"Other","en":"Other"}'::jsonb, donor_id, currency, amount, fee_rate, starts_on, ends_on, shares_source FROM grants LIMIT 1
         RETURNING id`,
      );
      await tx.query(
        `WITH t AS (INSERT INTO ledger_transactions (grant_id, source_kind, source_id, booked_on, fact_on, posted_by)
           VALUES ($1, 'correction', gen_random_uuid(), '2026-11-24', '2026-11-24', mawa_actor()) RETURNING id)
         INSERT INTO ledger_entries (transaction_id, account_id, amount, original_amount, original_currency, rate, rate_on)
         SELECT t.id, a.id, 5, 5, 'USD', 1, '2026-11-24' FROM t, ledger_accounts a WHERE a.line_id = $2 AND a.kind = 'spent'`,
        [rows[0].id, line('IOM-2.1')],
      );
    });
    await expect(book).rejects.toMatchObject({ constraint: 'ledger_entry_of_its_grant' });
  });
});
