import { randomUUID } from 'node:crypto';
import { budgetFigures, type OpenedGrant } from '../../modules/grant-budgeting';
import type { Actor } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { confirmed } from '../support/confirmed';
import { charge, enteredRate, openedGrant, reverse, setLine } from './samples';

interface ViewRow {
  readonly key: string;
  readonly budgeted: string;
  readonly spent: string;
  readonly committed: string;
  readonly left: string;
}

describe('the budget', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let omar: SignedIn;
  let officer: Actor;
  const dollars = (code: string, amount: string, more: object = {}) => ({
    sourceKind: 'service' as const,
    sourceId: randomUUID(),
    factOn: '2026-09-10',
    lineId: grant.lines[code]!,
    amount,
    currency: 'USD',
    ...more,
  });

  beforeAll(async () => {
    app = await startApp({ at: '2026-09-15T10:00:00Z' });
    grant = await openedGrant(app);
    officer = (await app.signIn('reintegration_officer')).actor;
    await charge(app, officer, dollars('IOM-2.1', '1000.00')); // booked on 15 September
    await setLine(app.admin, grant.lines['ILO-1.2']!, '250.00');
    app.clock.set('2026-10-20T10:00:00Z');
    await charge(app, officer, dollars('IOM-2.1', '200.05'));
    await charge(app, officer, dollars('ILO-1.2', '300.00'));
    app.clock.set('2026-11-24T23:10:00Z');
    omar = await app.signIn('finance_officer'); // a session of September would be over
    const late = dollars('IOM-2.1', '77.00');
    await charge(app, officer, late);
    await reverse(app, officer, late.sourceId);
    await charge(app, officer, dollars('UNODC-1.1', '40.00'));
  });
  afterAll(() => app.stop());

  it('shows spent by the day of booking, before, in and to the end of a period', async () => {
    const {
      lines,
      totals,
      grant: award,
    } = await app.transactions.run(omar.actor, (tx) =>
      budgetFigures(tx, grant.grantId, { from: '2026-10-01', until: '2026-11-01' }),
    );
    expect(award).toMatchObject({ code: 'JTIP-MAR', amount: '2500000.00', fee: '25000.00' });
    const line = (code: string) => lines.find((one) => one.code === code);
    expect(line('IOM-2.1')).toMatchObject({
      spentBefore: '1000.00',
      spentInPeriod: '200.05',
      spentToDate: '1200.05',
      unfundedToDate: '0.00',
    });
    expect(line('ILO-1.2')).toMatchObject({
      budgeted: '250.00',
      spentInPeriod: '250.00',
      unfundedToDate: '50.00',
      left: '0.00',
    });
    expect(line('UNODC-1.1')).toMatchObject({ spentToDate: '0.00' });
    expect(totals).toMatchObject({
      spentBefore: '1000.00',
      spentInPeriod: '450.05',
      spentToDate: '1450.05',
      unfundedToDate: '50.00',
    });
  });

  it('adds up line by line to what separate SQL finds in the entries', async () => {
    const { body } = await omar.get('/api/v1/budget').expect(200);
    const { rows } = await app.admin.query(
      `SELECT l.code, coalesce(sum(e.amount) FILTER (WHERE a.kind = 'spent'), 0)::numeric(14,2)::text AS spent,
              coalesce(sum(e.amount) FILTER (WHERE a.kind = 'unfunded'), 0)::numeric(14,2)::text AS unfunded
         FROM budget_lines l JOIN ledger_accounts a ON a.line_id = l.id LEFT JOIN ledger_entries e ON e.account_id = a.id
        GROUP BY l.code ORDER BY l.code`,
    );
    const [shown] = body.grants as {
      lines: { code: string; spentToDate: string; unfundedToDate: string }[];
    }[];
    const plain = shown!.lines
      .map(({ code, spentToDate, unfundedToDate }) => ({
        code,
        spent: spentToDate,
        unfunded: unfundedToDate,
      }))
      .sort((a, b) => (a.code < b.code ? -1 : 1));
    expect(plain).toEqual(rows);
    const balance = await app.admin.query(
      `SELECT sum(e.amount) AS balance FROM ledger_entries e JOIN ledger_accounts a ON a.id = e.account_id WHERE a.kind = 'funds'`,
    );
    expect(balance.rows).toEqual([{ balance: '-1540.05' }]); // 1,490.05 spent and 50.00 unfunded
  });

  it('shows the grant’s own arithmetic', async () => {
    const { body } = await omar.get('/api/v1/budget').expect(200);
    const supportRate = '0.070000';
    expect(body.grants[0].shares).toEqual([
      {
        organisationCode: 'IOM',
        afterFee: '1375000.00',
        supportRate,
        direct: '1285046.73',
        support: '89953.27',
      },
      {
        organisationCode: 'UNODC',
        afterFee: '600000.00',
        supportRate,
        direct: '560747.66',
        support: '39252.34',
      },
      {
        organisationCode: 'ILO',
        afterFee: '500000.00',
        supportRate,
        direct: '467289.72',
        support: '32710.28',
      },
    ]);
    expect(body.grants[0].grant.sharesSource).toContain('invented');
    expect(body.grants[0].elapsed).toBeCloseTo(693 / 1095, 5); // 24 November 2026 is day 693 of 1,095
  });

  it('is cut in six ways that add up to the same, as separate SQL adds it', async () => {
    const { body } = await omar.get('/api/v1/budget').expect(200);
    const views = body.grants[0].views as { view: string; rows: ViewRow[]; total: object }[];
    const { rows } = await app.admin.query<{ budgeted: string; spent: string }>(
      `SELECT sum(x.budgeted + s.support)::text AS budgeted, sum(x.spent + round(x.spent * s.support_rate, 2))::text AS spent
         FROM grant_shares s JOIN (
           SELECT l.organisation_id, sum(l.amount) AS budgeted, sum(b.balance) AS spent FROM budget_lines l
             JOIN ledger_accounts a ON a.line_id = l.id AND a.kind = 'spent' JOIN ledger_balances b ON b.account_id = a.id
            GROUP BY 1) x ON x.organisation_id = s.organisation_id`,
    );
    const cents = (amount: string) => BigInt(amount.replace('.', ''));
    const sum = (of: ViewRow[], column: 'budgeted' | 'spent' | 'committed' | 'left') =>
      of.reduce((total, row) => total + cents(row[column]), 0n);
    expect(views.map(({ view }) => view)).toEqual([
      'agency',
      'outcome',
      'partner',
      'class',
      'unsdg',
      'line',
    ]);
    for (const { rows: own, total } of views) {
      expect(total).toMatchObject(rows[0]!);
      expect(sum(own, 'budgeted')).toBe(cents(rows[0]!.budgeted));
      expect(sum(own, 'spent')).toBe(cents(rows[0]!.spent));
      expect(sum(own, 'left')).toBe(
        sum(own, 'budgeted') - sum(own, 'spent') - sum(own, 'committed'),
      );
    }
    const indirect = views.find(({ view }) => view === 'unsdg')!.rows.at(-1)!;
    expect(indirect).toMatchObject({ key: '8', budgeted: '161915.89', indirect: true });
  });

  it('leads from a line to its entries, newest first, and never to a case', async () => {
    const { body } = await omar
      .get(`/api/v1/budget/lines/${grant.lines['IOM-2.1']}/entries`)
      .expect(200);
    expect(body.total).toBe(4);
    expect(
      body.entries.map((entry: { amount: string; reversal: boolean }) => [
        entry.amount,
        entry.reversal,
      ]),
    ).toEqual([
      ['-77.00', true],
      ['77.00', false],
      ['200.05', false],
      ['1000.00', false],
    ]);
    expect(Object.keys(body.entries[0]).sort()).toEqual([
      'amount',
      'bookedOn',
      'commitmentId',
      'factOn',
      'id',
      'kind',
      'original',
      'originalCurrency',
      'rate',
      'rateOn',
      'reversal',
      'sourceKind',
      'transactionId',
    ]);
    await omar.get(`/api/v1/budget/lines/${randomUUID()}/entries`).expect(404);
    await omar.get(`/api/v1/budget/lines/${grant.lines['IOM-2.1']}/entries?after=x`).expect(422);
  });

  it('shows many entries page by page', async () => {
    for (let at = 0; at < 55; at += 1) await charge(app, officer, dollars('IOM-9.1', '1.00'));
    const path = `/api/v1/budget/lines/${grant.lines['IOM-9.1']}/entries`;
    const first = await omar.get(path).expect(200);
    const second = await omar.get(`${path}?after=${first.body.next}`).expect(200);
    expect([first.body.entries.length, second.body.entries.length, second.body.next]).toEqual([
      50,
      5,
      null,
    ]);
    const ids = [...first.body.entries, ...second.body.entries].map(
      (entry: { id: string }) => entry.id,
    );
    expect(new Set(ids).size).toBe(55);
  });

  it('is read by finance, programme and audit, and by nobody else', async () => {
    for (const role of ['programme_officer', 'auditor'] as const) {
      await (await app.signIn(role)).get('/api/v1/budget').expect(200);
    }
    for (const role of [
      'shelter_manager',
      'reintegration_officer',
      'partner_viewer',
      'administrator',
    ] as const) {
      const other = await app.signIn(role);
      await other.get('/api/v1/budget').expect(403);
      await other.get(`/api/v1/budget/lines/${grant.lines['IOM-2.1']}/entries`).expect(403);
    }
  });

  describe('exchange rates', () => {
    const rate = (more: object = {}) => ({
      from: 'USD',
      to: 'MAD',
      validFrom: '2026-11-01',
      rate: '9.2',
      source: 'ONU, taux opérationnel',
      ...more,
    });

    it('are typed in by finance, dated, and superseded by a later date', async () => {
      const later = { validFrom: '2026-11-15', rate: '9.3' };
      await confirmed(app, omar.post('/api/v1/exchange-rates', rate()));
      await confirmed(app, omar.post('/api/v1/exchange-rates', rate(later)));
      const { body } = await omar.get('/api/v1/exchange-rates').expect(200);
      expect(
        body.rates.map((one: { validFrom: string; rate: string }) => [one.validFrom, one.rate]),
      ).toEqual([
        ['2026-11-15', '9.30000000'],
        ['2026-11-01', '9.20000000'],
      ]);
    });

    it('are never edited: the same day again, in either direction, is refused', async () => {
      const again = await omar.post('/api/v1/exchange-rates', rate({ rate: '9.25' })).expect(409);
      expect(again.body.code).toBe('budget.rate_exists');
      await omar
        .post('/api/v1/exchange-rates', rate({ from: 'MAD', to: 'USD', rate: '0.1087' }))
        .expect(409);
    });

    it.each([
      ['in 1888', { validFrom: '1888-01-01' }, 'budget.rate_too_old'],
      ['in the future', { validFrom: '2026-11-25' }, 'budget.rate_in_future'],
      ['on 30 February', { validFrom: '2026-02-30' }, 'common.not_date'],
      ['of zero', { validFrom: '2026-11-20', rate: '0.00' }, 'budget.bad_rate'],
      ['below zero', { validFrom: '2026-11-20', rate: '-9.2' }, 'budget.bad_rate'],
      ['with a comma', { validFrom: '2026-11-20', rate: '9,2' }, 'budget.bad_rate'],
      ['from a currency to itself', { validFrom: '2026-11-20', to: 'USD' }, 'budget.same_currency'],
      [
        'far from the last one, unless confirmed',
        { validFrom: '2026-11-20', rate: '92' },
        'budget.rate_jump',
      ],
    ])('are refused %s', async (_what, more, code) => {
      const { body } = await omar.post('/api/v1/exchange-rates', rate(more)).expect(422);
      expect(body.errors[0].code).toBe(code);
    });

    it('are entered by finance alone', async () => {
      for (const role of ['programme_officer', 'auditor', 'administrator'] as const) {
        await (
          await app.signIn(role)
        )
          .post('/api/v1/exchange-rates', rate({ validFrom: '2026-11-02' }))
          .expect(403);
      }
    });
  });

  describe('night rates', () => {
    it('follow one another: a new one ends the one before', async () => {
      const { rows } = await app.admin.query<{ id: string }>(
        `INSERT INTO shelters (code_name, region, kind, receives, created_at) VALUES ('Maison Argane', '04', 'emergency', '{woman}', '2024-01-01Z') RETURNING id`,
      );
      const night = (from: string, amount: string) => ({
        shelterId: rows[0]!.id,
        from,
        amount,
        currency: 'MAD',
        lineId: grant.lines['IOM-1.1']!,
        source: 'convention avec la maison',
      });
      for (const [from, amount] of [
        ['2026-01-01', '150.00'],
        ['2026-06-01', '180.00'],
        ['2026-03-01', '160.00'],
      ] as const)
        await confirmed(app, omar.post('/api/v1/night-rates', night(from, amount)));
      await omar.post('/api/v1/night-rates', night('2026-03-01', '170.00')).expect(409);
      await omar.post('/api/v1/night-rates', night('1888-03-01', '170.00')).expect(422);
      const { body } = await omar.get('/api/v1/night-rates').expect(200);
      expect(
        body.nightRates.map((one: { from: string; until: string; amount: string }) => [
          one.from,
          one.until,
          one.amount,
        ]),
      ).toEqual([
        ['2026-06-01', null, '180.00'],
        ['2026-03-01', '2026-06-01', '160.00'],
        ['2026-01-01', '2026-03-01', '150.00'],
      ]);
    });
  });

  describe('closing a period', () => {
    it('takes nothing more on its days; what comes late is booked today', async () => {
      await omar.post('/api/v1/periods/closing', { untilDay: '2026-11-24' }).expect(422); // not over yet
      await omar.post('/api/v1/periods/closing', { untilDay: '2026-09-30' }).expect(201);
      const again = await omar
        .post('/api/v1/periods/closing', { untilDay: '2026-09-30' })
        .expect(409);
      expect(again.body.errors[0].code).toBe('budget.period_closed_already');
      app.clock.set('2026-09-30T10:00:00Z');
      await expect(charge(app, officer, dollars('IOM-2.1', '5.00'))).rejects.toMatchObject({
        code: 'budget.period_closed',
      });
      app.clock.set('2026-11-24T23:10:00Z');
      const late = dollars('IOM-2.1', '5.00'); // of 10 September
      await charge(app, officer, late);
      const { rows } = await app.admin.query(
        'SELECT booked_on::text FROM ledger_transactions WHERE source_id = $1',
        [late.sourceId],
      );
      expect(rows).toEqual([{ booked_on: '2026-11-24' }]);
    });

    it('is for finance alone', async () => {
      const programme = await app.signIn('programme_officer');
      await programme.post('/api/v1/periods/closing', { untilDay: '2026-10-31' }).expect(403);
    });
  });

  it('waits for no rate in its own currency', async () => {
    await enteredRate(app, ['EUR', 'USD', '2026-11-01', '1.1']);
    expect(await charge(app, officer, dollars('IOM-2.1', '1.00'))).toMatchObject({
      funded: '1.00',
    });
  });
});
