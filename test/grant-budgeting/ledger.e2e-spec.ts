import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { OpenedGrant } from '../../modules/grant-budgeting';
import { NIGHT_CLOSING, type Actor } from '../../modules/platform/shared/actor';
import { startApp, type TestApp } from '../support/app';
import {
  charge,
  enteredRate,
  entriesOf,
  ledgerHolds,
  openedGrant,
  reverse,
  setLine,
} from './samples';

describe('the ledger', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let officer: Actor;
  let colleague: Actor;

  const service = (amount: string, more: object = {}) => ({
    sourceKind: 'service' as const,
    sourceId: randomUUID(),
    factOn: '2026-11-20',
    lineId: grant.lines['IOM-2.1']!,
    amount,
    currency: 'MAD',
    ...more,
  });

  beforeAll(async () => {
    app = await startApp();
    grant = await openedGrant(app);
    officer = (await app.signIn('reintegration_officer')).actor;
    colleague = (await app.signIn('reintegration_officer')).actor;
    await enteredRate(app, ['MAD', 'USD', '2026-10-01', '0.10000000']);
    await enteredRate(app, ['USD', 'MAD', '2026-11-01', '9.20']);
    await enteredRate(app, ['MAD', 'USD', '2026-11-21', '0.20000000']);
  });
  afterAll(() => app.stop());
  afterEach(async () => {
    expect(await ledgerHolds(app.admin)).toEqual({ wrongBalances: 0, total: 0 });
  });

  it('opens the grant with lines that add up to each agency’s direct costs', async () => {
    const { rows } = await app.admin.query(
      `SELECT o.code, s.direct, sum(l.amount) AS lines FROM grant_shares s JOIN organisations o ON o.id = s.organisation_id
         JOIN budget_lines l ON l.grant_id = s.grant_id AND l.organisation_id = s.organisation_id
        GROUP BY o.code, s.direct ORDER BY o.code`,
    );
    expect(rows).toEqual([
      { code: 'ILO', direct: '467289.72', lines: '467289.72' },
      { code: 'IOM', direct: '1285046.73', lines: '1285046.73' },
      { code: 'UNODC', direct: '560747.66', lines: '560747.66' },
    ]);
  });

  it('converts with the last rate known on the day of the fact, typed in either direction', async () => {
    // 1,000.00 MAD on 20 November: 1 USD = 9.20 MAD, that is 0.10869565, 108.70 USD.
    expect(await charge(app, officer, service('1000.00'))).toMatchObject({ funded: '108.70' });
    const earlier = service('1000.00', { factOn: '2026-10-31' });
    expect(await charge(app, officer, earlier)).toMatchObject({ funded: '100.00' });
    const later = service('1000.00', { factOn: '2026-11-24' });
    expect(await charge(app, officer, later)).toMatchObject({ funded: '200.00' });
    const dollars = service('17.05', { currency: 'USD' });
    expect(await charge(app, officer, dollars)).toMatchObject({ funded: '17.05' });
  });

  it('keeps amount, currency, rate and date of the rate with each entry', async () => {
    const { transactionId } = await charge(app, officer, service('1000.00'));
    const { rows } = await app.admin.query(
      `SELECT a.kind, e.amount, original_amount, original_currency, rate, rate_on::text, t.booked_on::text, t.fact_on::text
         FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id JOIN ledger_transactions t ON t.id = e.transaction_id
        WHERE t.id = $1 ORDER BY e.id`,
      [transactionId],
    );
    const common = {
      original_currency: 'MAD',
      rate: '0.10869565',
      rate_on: '2026-11-01',
      booked_on: '2026-11-24',
      fact_on: '2026-11-20',
    };
    expect(rows).toEqual([
      { kind: 'spent', amount: '108.70', original_amount: '1000.00', ...common },
      { kind: 'funds', amount: '-108.70', original_amount: '-1000.00', ...common },
    ]);
  });

  it('charges a source once, also when somebody else asks again', async () => {
    const facts = service('500.00');
    const first = await charge(app, officer, facts);
    expect(await charge(app, officer, facts)).toEqual(first);
    expect(await charge(app, colleague, facts)).toEqual(first);
    const { rows } = await app.admin.query(
      'SELECT count(*)::int AS n FROM ledger_transactions WHERE source_id = $1',
      [facts.sourceId],
    );
    expect(rows[0].n).toBe(1);
  });

  it('charges a source once when eight ask at the same time', async () => {
    const facts = service('92.00');
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, at) => charge(app, at % 2 ? officer : colleague, facts)),
    );
    expect(new Set(answers.map((answer) => answer.transactionId)).size).toBe(1);
    expect(answers.every((answer) => answer.funded === '10.00')).toBe(true);
  });

  it('books what a line no longer holds as unfunded, to the cent, and tells finance once', async () => {
    const lineId = grant.lines['IOM-2.2']!;
    await setLine(app.admin, lineId, '100.00');
    const first = await charge(app, officer, service('1000.00', { lineId })); // 108.70 USD
    expect(first).toMatchObject({ funded: '100.00', unfunded: '8.70' });
    const second = await charge(app, officer, service('50.00', { lineId, currency: 'USD' }));
    expect(second).toMatchObject({ funded: '0.00', unfunded: '50.00' });
    expect(await entriesOf(app.admin, lineId)).toEqual({ spent: '100.00', unfunded: '58.70' });
    const originals = await app.admin.query(
      `SELECT original_amount FROM ledger_entries WHERE transaction_id = $1 ORDER BY id`,
      [first.transactionId],
    );
    expect(originals.rows.map((row) => row.original_amount)).toEqual([
      '919.96',
      '80.04',
      '-1000.00',
    ]);
    const tasks = await app.admin.query(
      `SELECT for_role FROM tasks WHERE kind = 'finance' AND subject_id = $1`,
      [lineId],
    );
    expect(tasks.rows).toEqual([{ for_role: 'finance_officer' }]);
  });

  it('gives the last 100.00 of a line once when two ask at the same time', async () => {
    const lineId = grant.lines['IOM-2.3']!;
    await setLine(app.admin, lineId, '100.00');
    const answers = await Promise.all(
      [officer, colleague, officer, colleague].map((actor) =>
        charge(app, actor, service('60.00', { lineId, currency: 'USD' })),
      ),
    );
    expect(answers.map((answer) => answer.funded).sort()).toEqual([
      '0.00',
      '0.00',
      '40.00',
      '60.00',
    ]);
    expect(await entriesOf(app.admin, lineId)).toEqual({ spent: '100.00', unfunded: '140.00' });
  });

  it('books a fact outside the grant’s dates as unfunded', async () => {
    const facts = service('10.00', { currency: 'USD', factOn: '2024-12-31' });
    expect(await charge(app, officer, facts)).toMatchObject({ funded: '0.00', unfunded: '10.00' });
  });

  it('says so where no rate is known, and books nothing', async () => {
    const facts = service('10.00', { currency: 'EUR' });
    await expect(charge(app, officer, facts)).rejects.toMatchObject({ code: 'budget.no_rate' });
    const { rows } = await app.admin.query(
      'SELECT 1 FROM ledger_transactions WHERE source_id = $1',
      [facts.sourceId],
    );
    expect(rows).toEqual([]);
    await enteredRate(app, ['EUR', 'USD', '2026-11-20', '1.1']);
    expect(await charge(app, officer, facts)).toMatchObject({ funded: '11.00' });
  });

  it.each(['-5.00', '1.005', '1,50', '', 'NaN', '1e3'])(
    'refuses the amount "%s"',
    async (amount) => {
      await expect(charge(app, officer, service(amount))).rejects.toMatchObject({
        code: 'budget.bad_amount',
      });
    },
  );

  it('refuses what has not happened yet', async () => {
    const facts = service('5.00', { factOn: '2026-11-25' });
    await expect(charge(app, officer, facts)).rejects.toMatchObject({
      code: 'budget.not_happened_yet',
    });
  });

  it('takes a charge back by a reversal, also one that a colleague booked, and only once', async () => {
    const lineId = grant.lines['IOM-3.1']!;
    const facts = service('1000.00', { lineId });
    await charge(app, officer, facts);
    await Promise.all([
      reverse(app, colleague, facts.sourceId),
      reverse(app, colleague, facts.sourceId),
    ]);
    await reverse(app, officer, facts.sourceId);
    expect(await entriesOf(app.admin, lineId)).toEqual({ spent: '0.00' });
    const { rows } = await app.admin.query(
      `SELECT r.source_kind, r.source_id, r.reason, r.fact_on::text FROM ledger_transactions t JOIN ledger_transactions r ON r.reverses = t.id
        WHERE t.source_id = $1`,
      [facts.sourceId],
    );
    expect(rows).toEqual([
      {
        source_kind: 'reversal',
        source_id: facts.sourceId,
        reason: 'not_given',
        fact_on: '2026-11-20',
      },
    ]);
    await expect(charge(app, officer, facts)).rejects.toMatchObject({ code: 'budget.reversed' });
  });

  it('needs nothing to reverse what was never charged', async () => {
    await reverse(app, officer, randomUUID());
  });

  it('shows nothing of the ledger to those who only record facts', async () => {
    await charge(app, officer, service('5.00'));
    const seen = await app.transactions.run(colleague, (tx) =>
      tx.query('SELECT 1 FROM ledger_transactions'),
    );
    const own = await app.transactions.run(officer, (tx) =>
      tx.query('SELECT DISTINCT posted_by FROM ledger_transactions'),
    );
    expect(seen.length).toBeLessThan(10);
    expect(own).toEqual([{ posted_by: officer.userId }]);
  });

  describe('in the database itself', () => {
    const asOwner = async (sql: string, params: unknown[] = []) => {
      await app.admin.query('BEGIN');
      try {
        await app.admin.query(
          `SELECT set_config('mawa.now', '2026-11-24T23:10:00Z', true), set_config('mawa.actor', $1, true)`,
          [NIGHT_CLOSING.userId],
        );
        await app.admin.query(sql, params);
        await app.admin.query('COMMIT');
      } catch (error) {
        await app.admin.query('ROLLBACK');
        throw error;
      }
    };
    const transaction = (entries: string) => `
      WITH t AS (INSERT INTO ledger_transactions (grant_id, source_kind, source_id, booked_on, fact_on, posted_by)
        SELECT grant_id, 'correction', gen_random_uuid(), '2026-11-24', '2026-11-24', mawa_actor() FROM budget_lines WHERE id = $1
        RETURNING id, grant_id)
      INSERT INTO ledger_entries (transaction_id, account_id, amount, original_amount, original_currency, rate, rate_on)
      SELECT t.id, a.id, e.amount, e.amount, 'USD', 1, '2026-11-24'
        FROM t JOIN (VALUES ${entries}) AS e (kind, amount) ON true
        JOIN ledger_accounts a ON a.grant_id = t.grant_id AND a.kind = e.kind AND (a.line_id = $1 OR a.line_id IS NULL)`;

    it('a balance is locked by the application and moved to no other account', async () => {
      await expect(
        app.transactions.run(officer, (tx) =>
          tx.query(
            `UPDATE ledger_balances SET account_id = (SELECT id FROM ledger_accounts WHERE id <> account_id LIMIT 1)
              WHERE account_id = (SELECT min(account_id::text)::uuid FROM ledger_balances)`,
          ),
        ),
      ).rejects.toMatchObject({ constraint: 'ledger_is_append_only' });
    });

    it('a transaction that does not sum to zero is refused at commit', async () => {
      const line = [grant.lines['IOM-9.1']!];
      await expect(
        asOwner(transaction(`('spent', 10.00), ('funds', -9.99)`), line),
      ).rejects.toMatchObject({ constraint: 'ledger_sums_to_zero' });
      await expect(asOwner(transaction(`('spent', 10.00)`), line)).rejects.toMatchObject({
        constraint: 'ledger_sums_to_zero',
      });
      await asOwner(transaction(`('spent', 10.00), ('funds', -10.00)`), line);
    });

    it.each([
      'UPDATE ledger_balances SET balance = 0',
      'INSERT INTO ledger_balances (account_id, balance) SELECT gen_random_uuid(), 5',
      'UPDATE ledger_entries SET amount = amount',
      'DELETE FROM ledger_transactions',
    ])('%s is refused to the application', async (sql) => {
      const attempt = app.transactions.run(officer, (tx) => tx.query(sql));
      await expect(attempt).rejects.toMatchObject({ code: '42501' });
    });

    it.each([
      'UPDATE ledger_entries SET amount = amount',
      'DELETE FROM ledger_entries',
      'UPDATE ledger_transactions SET fact_on = fact_on',
      'DELETE FROM ledger_transactions',
    ])('%s is refused, even to the superuser', async (sql) => {
      await expect(asOwner(sql)).rejects.toMatchObject({ constraint: 'ledger_is_append_only' });
    });
  });

  it('keeps balances equal to entries and the whole at zero through 300 random operations', async () => {
    const lines = ['UNODC-1.1', 'UNODC-1.2', 'ILO-1.1'].map((code) => grant.lines[code]!);
    for (const lineId of lines) await setLine(app.admin, lineId, '900.00');
    const known: string[] = [];
    const operation = fc.record({
      act: fc.constantFrom('charge', 'charge', 'charge', 'again', 'reverse'),
      line: fc.nat(2),
      cents: fc.integer({ min: 1, max: 300_000 }),
      currency: fc.constantFrom('MAD', 'USD'),
      pick: fc.nat(),
    });
    const operations = fc.sample(operation, { numRuns: 300, seed: 24 });
    const run = async ({ act, line, cents, currency, pick }: (typeof operations)[number]) => {
      const again = known[pick % Math.max(known.length, 1)];
      if (act === 'reverse' && again) return reverse(app, colleague, again);
      const sourceId = act === 'again' && again ? again : randomUUID();
      if (act === 'charge') known.push(sourceId);
      const amount = (cents / 100).toFixed(2);
      return charge(
        app,
        officer,
        service(amount, { lineId: lines[line], currency, sourceId }),
      ).catch((error: { code?: string }) => {
        if (error.code !== 'budget.reversed') throw error;
      });
    };
    for (let at = 0; at < operations.length; at += 6) {
      await Promise.all(operations.slice(at, at + 6).map(run));
    }
    expect(await ledgerHolds(app.admin)).toEqual({ wrongBalances: 0, total: 0 });
    for (const lineId of lines) {
      const { rows } = await app.admin.query(
        `SELECT balance BETWEEN 0 AND 900 AS within FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
          WHERE a.line_id = $1 AND a.kind = 'spent'`,
        [lineId],
      );
      expect(rows).toEqual([{ within: true }]);
    }
  });
});
