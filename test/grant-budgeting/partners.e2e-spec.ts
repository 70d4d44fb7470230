import { randomUUID } from 'node:crypto';
import { partnerAccounts } from '../../modules/cash-transfers';
import type { OpenedGrant } from '../../modules/grant-budgeting';
import { Transactions } from '../../modules/platform/database/transactions';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { enteredRate, entriesOf, ledgerHolds, openedGrant, setLine } from './samples';

const ONE = 'ILO-1.1';
const TWO = 'ILO-2.1';

interface Row {
  id: string;
  code: string;
  amount: string;
}

describe('money that partners hold', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let omar: SignedIn; // enters, asks and pays
  let salma: SignedIn; // confirms, authorises and checks
  let hind: SignedIn; // another finance officer
  let argan: SignedIn; // an account of the partner
  let other: SignedIn; // an account of another partner
  let partners: Record<string, string>;

  const line = (code: string) => grant.lines[code]!;
  const rows = (one: string, two?: string) => [
    { lineId: line(ONE), amount: one },
    ...(two === undefined ? [] : [{ lineId: line(TWO), amount: two }]),
  ];
  const agreement = (more: object = {}) => ({
    grantId: grant.grantId,
    organisationId: partners['ARGAN'],
    reference: `ACC-${randomUUID().slice(0, 8)}`,
    startsOn: '2026-04-01',
    endsOn: '2026-12-31',
    amount: '300000.00',
    currency: 'MAD',
    rows: rows('200000.00', '100000.00'),
    ...more,
  });
  const made = async (more: object = {}): Promise<string> =>
    (await omar.post('/api/v1/partner-agreements', agreement(more)).expect(201)).body.id as string;
  const confirmed = async (more: object = {}): Promise<string> => {
    const id = await made(more);
    await salma.post(`/api/v1/agreements/${id}/confirmation`).expect(201);
    return id;
  };
  const asked = async (id: string, quarter: string, one: string, two?: string) =>
    (
      await omar
        .post(`/api/v1/partner-agreements/${id}/advances`, { quarter, rows: rows(one, two) })
        .expect(201)
    ).body.id as string;
  const authorise = (id: string, more: object = {}, who = salma) =>
    who.post(`/api/v1/advances/${id}/decisions`, { decision: 'authorised', ...more });
  const pay = (id: string, on: string, document = 'V-1') =>
    omar.post(`/api/v1/advances/${id}/payment`, { on, document });
  const advanced = async (id: string, quarter: string, on: string, one: string, two?: string) => {
    const advance = await asked(id, quarter, one, two);
    await authorise(advance).expect(201);
    await pay(advance, on).expect(201);
    return advance;
  };
  const report = async (id: string, all: [string, string, string][], more: object = {}) =>
    (
      await omar
        .post(`/api/v1/partner-agreements/${id}/returns`, {
          rows: all.map(([code, month, amount]) => ({ lineId: line(code), month, amount })),
          ...more,
        })
        .expect(201)
    ).body.id as string;
  const check = (id: string, more: object = {}, who = salma) =>
    who.post(`/api/v1/returns/${id}/decisions`, { decision: 'accepted', ...more });
  const paperRows = async (id: string): Promise<Row[]> =>
    (await omar.get(`/api/v1/partner-papers/${id}`).expect(200)).body.rows as Row[];
  const one = async (id: string, who = omar) =>
    (await who.get(`/api/v1/partner-agreements/${id}`).expect(200)).body;
  /** What the agreement booked on each account, by separate SQL. */
  const booked = async (id: string) => {
    const { rows: found } = await app.admin.query<{ kind: string; sum: string }>(
      `SELECT a.kind, sum(e.amount)::text AS sum FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
         JOIN ledger_accounts a ON a.id = e.account_id WHERE t.agreement_id = $1 AND a.kind NOT IN ('committed', 'reserve')
        GROUP BY a.kind ORDER BY a.kind`,
      [id],
    );
    return Object.fromEntries(found.map(({ kind, sum }) => [kind, sum]));
  };

  /** What it keeps of each line, by separate SQL. */
  const kept = async (id: string) => {
    const { rows: found } = await app.admin.query<{ code: string; sum: string }>(
      `SELECT l.code, sum(e.amount)::text AS sum FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
         JOIN ledger_accounts a ON a.id = e.account_id AND a.kind = 'committed' JOIN budget_lines l ON l.id = a.line_id
        WHERE t.agreement_id = $1 GROUP BY l.code ORDER BY l.code`,
      [id],
    );
    return Object.fromEntries(found.map(({ code, sum }) => [code, sum]));
  };
  const promised = async (code: string): Promise<number> => {
    const { rows: found } = await app.admin.query<{ balance: string }>(
      `SELECT b.balance FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id WHERE a.line_id = $1 AND a.kind = 'committed'`,
      [line(code)],
    );
    return Number(found[0]!.balance);
  };

  beforeAll(async () => {
    app = await startApp();
    grant = await openedGrant(app);
    // Each of the many agreements here keeps its own of these two.
    for (const code of [ONE, TWO]) await setLine(app.admin, line(code), '900000.00');
    const { rows: organisations } = await app.admin.query<{ code: string; id: string }>(
      `INSERT INTO organisations (code, kind, name, created_at) VALUES ('ARGAN', 'partner', 'Association Argan', '2024-01-01Z'),
         ('OLIVIER', 'partner', 'Centre Olivier', '2024-01-01Z') RETURNING code, id`,
    );
    partners = Object.fromEntries(organisations.map(({ code, id }) => [code, id]));
    omar = await app.signIn('finance_officer');
    hind = await app.signIn('finance_officer');
    salma = await app.signIn('programme_officer');
    argan = await app.signIn('partner_viewer', { organisationId: partners['ARGAN']! });
    other = await app.signIn('partner_viewer', { organisationId: partners['OLIVIER']! });
    await enteredRate(app, ['MAD', 'USD', '2026-07-01', '0.10000000']);
    await enteredRate(app, ['MAD', 'USD', '2026-09-15', '0.10500000']);
    await enteredRate(app, ['MAD', 'USD', '2026-10-01', '0.11000000']);
  });
  afterAll(() => app.stop());
  afterEach(async () => {
    expect(await ledgerHolds(app.admin)).toEqual({ wrongBalances: 0, total: 0 });
  });

  describe('an agreement', () => {
    it('counts only once a second person has confirmed it', async () => {
      const id = await made();
      const advance = { quarter: '2026-07-01', rows: rows('1000.00') };
      const early = await omar
        .post(`/api/v1/partner-agreements/${id}/advances`, advance)
        .expect(409);
      expect(early.body.code).toBe('budget.agreement_not_confirmed');
      const own = await omar.post(`/api/v1/agreements/${id}/confirmation`).expect(403);
      expect(own.body.code).toBe('budget.partner_needs_another');
      await salma.post(`/api/v1/agreements/${id}/confirmation`).expect(201);
      const twice = await hind.post(`/api/v1/agreements/${id}/confirmation`).expect(409);
      expect(twice.body.code).toBe('budget.agreement_confirmed_already');
      await omar.post(`/api/v1/partner-agreements/${id}/advances`, advance).expect(201);
    });

    it('is made of what its lines give, to the cent', async () => {
      const bad = agreement({ rows: rows('200000.00', '99999.99') });
      const { body } = await omar.post('/api/v1/partner-agreements', bad).expect(422);
      expect(body.errors[0]).toMatchObject({ code: 'budget.agreement_lines_sum', field: 'amount' });
      expect(JSON.stringify(body).replace(/\s/g, '')).toContain('299999,99');
      const past = app.transactions.run(omar.actor, (tx) =>
        tx.query(
          `INSERT INTO agreements (grant_id, organisation_id, reference, starts_on, ends_on, amount, currency)
           VALUES ($1, $2, 'ACC-OHNE', '2026-04-01', '2026-12-31', 5, 'MAD')`,
          [grant.grantId, partners['ARGAN']],
        ),
      );
      await expect(past).rejects.toMatchObject({ constraint: 'agreement_lines_add_up' });
    });

    it('keeps who held its partner to be how risky, and why', async () => {
      const id = await confirmed();
      const rate = (rating: string, reason: string, validFrom: string) =>
        omar.post(`/api/v1/partner-agreements/${id}/ratings`, { rating, reason, validFrom });
      await rate('significant', 'assessment', '2026-05-01').expect(201);
      await rate('moderate', 'spot_check', '2026-10-01').expect(201);
      const { rating, ratings } = await one(id);
      expect(rating).toBe('moderate');
      expect(ratings.map((row: { rating: string; by: string }) => [row.rating, row.by])).toEqual([
        ['moderate', omar.actor.name],
        ['significant', omar.actor.name],
      ]);
    });
  });

  it('from an advance to the next: two quarters of the form FACE, and books that say the same', async () => {
    const id = await confirmed();
    const third = await asked(id, '2026-08-15', '60000.00', '30000.00');
    await authorise(third, {}, omar).expect(403);
    await authorise(third).expect(201);
    const paid = await pay(third, '2026-07-05').expect(201);
    expect(paid.body).toMatchObject({ paid: '90000.00', booked: '9000.00' });
    expect(await booked(id)).toEqual({ advance: '9000.00', funds: '-9000.00' });
    // An advance is no spending of a line.
    expect(await entriesOf(app.admin, line(ONE))).not.toHaveProperty('spent');

    const spent = await report(
      id,
      [
        [ONE, '2026-07-01', '32500.00'],
        [ONE, '2026-08-01', '30000.00'],
        [TWO, '2026-09-01', '15900.50'],
      ],
      { interest: '12.34' },
    );
    const last = (await paperRows(spent)).find(({ code }) => code === TWO)!;
    const less = { rowId: last.id, agreed: '13500.00' };
    await check(spent, {}, omar).expect(403);
    expect((await check(spent, { rows: [less] }).expect(422)).body.errors[0].code).toBe(
      'budget.less_without_reason',
    );
    const more = await check(spent, { rows: [{ rowId: last.id, agreed: '15900.51' }] }).expect(422);
    expect(more.body.errors[0].code).toBe('budget.more_than_asked');
    const accepted = await check(spent, { rows: [{ ...less, reason: 'papers_missing' }] }).expect(
      201,
    );
    // 15,900.50 less 13,500.00 is questioned.
    const { text } = await hind.get('/budget/partners/questioned-costs').expect(200);
    const questioned = text.replaceAll(/[\u202f\u00a0]/g, ' ');
    for (const words of ['Non accepté : 2 400,50 MAD', 'Pièces manquantes'])
      expect(questioned).toContain(words);
    // 76,000.00 at 0.105; let go of at 0.10: 9,000.00 less the 14,000.00 that are open; the gain stands apart.
    expect(accepted.body).toMatchObject({
      accepted: '76000.00',
      spent: '7980.00',
      unfunded: '0.00',
    });
    expect(await booked(id)).toEqual({
      advance: '1400.00',
      exchange: '-380.00',
      funds: '-9000.00',
      spent: '7980.00',
    });

    const fourth = await asked(id, '2026-10-01', '55000.00', '30000.00');
    const first = (await paperRows(fourth)).find(({ code }) => code === ONE)!;
    await authorise(fourth, {
      rows: [{ rowId: first.id, agreed: '50000.00', reason: 'less_needed' }],
    }).expect(201);
    await pay(fourth, '2026-10-10').expect(201);

    const face = async (quarter: string) =>
      (await salma.get(`/api/v1/partner-agreements/${id}/face?quarter=${quarter}`).expect(200))
        .body;
    const summer = await face('2026-07-01');
    const columns = ({ a, b, c, d, e, f, g }: Record<string, string>) => [a, b, c, d, e, f, g];
    expect(summer.rows.map(columns)).toEqual([
      ['60000.00', '62500.00', '62500.00', '-2500.00', '55000.00', '50000.00', '47500.00'],
      ['30000.00', '15900.50', '13500.00', '16500.00', '30000.00', '30000.00', '46500.00'],
    ]);
    expect(columns(summer.total)).toEqual([
      '90000.00',
      '78400.50',
      '76000.00',
      '14000.00',
      '85000.00',
      '80000.00',
      '94000.00',
    ]);
    expect(summer.interest).toBe('12.34');
    const autumn = await face('2026-10-01');
    expect(columns(autumn.total)).toEqual([
      '94000.00',
      '0.00',
      '0.00',
      '94000.00',
      '0.00',
      '0.00',
      '94000.00',
    ]);

    const whole = await one(id);
    expect(whole.outstanding).toBe('94000.00');
    expect(whole.ages.map(({ amount }: { amount: string }) => amount)).toEqual([
      '80000.00',
      '14000.00',
      '0.00',
    ]);

    const refund = {
      on: '2026-11-20',
      document: 'R-7',
      rows: [{ lineId: line(TWO), amount: '4000.00' }],
    };
    await omar.post(`/api/v1/partner-agreements/${id}/refunds`, refund).expect(201);
    // 440.00 came in at 0.11 for 400.00 that went out at 0.10.
    expect(await booked(id)).toEqual({
      advance: '9800.00',
      exchange: '-420.00',
      funds: '-17360.00',
      spent: '7980.00',
    });
    // Its statements follow from each other: the rest of one quarter is where the next begins.
    const statement = (from: string, until: string) =>
      app.app
        .get(Transactions)
        .run(omar.actor, (tx) =>
          partnerAccounts(tx, grant.grantId, { from, until }, partners['ARGAN']!),
        )
        .then((all) => all.find(({ agreementId }) => agreementId === id));
    expect(await statement('2026-07-01', '2026-10-01')).toMatchObject({
      outstandingBefore: '0.00',
      advancedInPeriod: '90000.00',
      acceptedInPeriod: '0.00',
      refundedInPeriod: '0.00',
      outstanding: '90000.00',
    });
    expect(await statement('2026-10-01', '2027-01-01')).toMatchObject({
      outstandingBefore: '90000.00',
      advancedInPeriod: '80000.00',
      acceptedInPeriod: '76000.00',
      refundedInPeriod: '4000.00',
      outstanding: '90000.00',
    });
    const next = await asked(id, '2026-10-01', '1000.00');
    const refused = await authorise(next).expect(409);
    expect(refused.body).toMatchObject({ code: 'budget.liquidate_first' });
    expect((refused.body.detail as string).replace(/\s/g, '')).toContain('64000,00');
  });

  it('exactly 80.00 % of the last advance opens the next, one cent less does not', async () => {
    const id = await confirmed();
    await advanced(id, '2026-07-01', '2026-07-05', '1000.00');
    const next = await asked(id, '2026-10-01', '500.00');
    await check(await report(id, [[ONE, '2026-09-01', '799.99']])).expect(201);
    expect((await authorise(next).expect(409)).body.code).toBe('budget.liquidate_first');
    await check(await report(id, [[ONE, '2026-10-01', '0.01']])).expect(201);
    await authorise(next).expect(201);
  });

  it('what goes beyond what is outstanding is refused, or claimed as a reimbursement', async () => {
    const id = await confirmed();
    await advanced(id, '2026-10-01', '2026-10-05', '1000.00');
    const send = (who: SignedIn, amount: string, more: object = {}) =>
      who.post(`/api/v1/${who === argan ? 'own-agreements' : 'partner-agreements'}/${id}/returns`, {
        rows: [{ lineId: line(ONE), month: '2026-10-01', amount }],
        ...more,
      });
    // Refused as it is sent, by the partner as by finance, with both figures.
    for (const who of [argan, omar]) {
      const refused = await send(who, '1000.01').expect(409);
      expect(refused.body.code).toBe('budget.beyond_advance');
      const figures = (refused.body.detail as string).replaceAll(/\s/g, '');
      for (const figure of ['1000,01', '1000,00']) expect(figures).toContain(figure);
    }
    expect((await one(id)).papers.length).toBe(1);
    // Two at once cannot account for the same money; what waits to be checked is told apart.
    const both = await Promise.all([send(argan, '600.00'), send(argan, '500.00')]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const [late] = both.filter(({ status }) => status === 409);
    expect(late!.body.code).toBe('budget.beyond_advance_with_waiting');
    const [sent] = both.filter(({ status }) => status === 201);
    await omar.post(`/api/v1/returns/${sent!.body.id}/withdrawal`).expect(201);
    const refund = { on: '2026-11-20', document: 'R-1', rows: rows('1000.01') };
    const tooMuch = await omar.post(`/api/v1/partner-agreements/${id}/refunds`, refund).expect(409);
    expect(tooMuch.body.code).toBe('budget.beyond_advance');

    const claim = await report(id, [[ONE, '2026-10-01', '250.00']], { claim: 'reimbursement' });
    await check(claim).expect(201);
    expect(await booked(id)).toMatchObject({
      payable: '-27.50',
      spent: '27.50',
      advance: '110.00',
    });
    const settle = { on: '2026-11-20', document: 'V-9' };
    await omar.post(`/api/v1/returns/${claim}/payment`, settle).expect(201);
    expect(await booked(id)).toMatchObject({ payable: '0.00', funds: '-137.50', spent: '27.50' });
    expect(await one(id)).toMatchObject({
      outstanding: '1000.00',
      claimed: '250.00',
      reimbursed: '250.00',
    });
    // Not twice.
    await omar
      .post(`/api/v1/returns/${claim}/payment`, { ...settle, document: 'V-10' })
      .expect(409);
  });

  it('a line gives no more than its part of the agreement, and what it no longer holds is unfunded', async () => {
    const id = await confirmed({ amount: '1500.00', rows: rows('1000.00', '500.00') });
    await advanced(id, '2026-10-01', '2026-10-05', '1000.00', '500.00');
    const tooMuch = await report(id, [[ONE, '2026-10-01', '1000.01']]);
    const { body } = await check(tooMuch).expect(409);
    expect(body.code).toBe('budget.beyond_agreement_line');
    await omar.post(`/api/v1/returns/${tooMuch}/withdrawal`).expect(201);
    const { rows: left } = await app.admin.query<{ spent: string }>(
      `SELECT coalesce(sum(b.balance), 0)::text AS spent FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
        WHERE a.line_id = $1 AND a.kind = 'spent'`,
      [line(TWO)],
    );
    const { rows: kept } = await app.admin.query<{ amount: string }>(
      'SELECT amount FROM budget_lines WHERE id = $1',
      [line(TWO)],
    );
    await setLine(app.admin, line(TWO), String(Number(left[0]!.spent) + 20));
    const accepted = await check(await report(id, [[TWO, '2026-10-01', '500.00']])).expect(201);
    // 55.00 at 0.11 where 20.00 are left.
    expect(accepted.body).toMatchObject({ spent: '20.00', unfunded: '35.00' });
    await setLine(app.admin, line(TWO), kept[0]!.amount);
  });

  it('never goes out beyond the agreement, whichever way, nor by one hand', async () => {
    const id = await confirmed();
    const advance = await asked(id, '2026-07-01', '200000.00', '100000.00');
    await authorise(advance).expect(201);
    const own = { on: '2026-07-10', document: 'V-1' };
    const same = await salma.post(`/api/v1/advances/${advance}/payment`, own).expect(403);
    expect(same.body.code).toBe('budget.partner_needs_another');
    await pay(advance, '2026-07-10').expect(201);
    // All of it is advanced: what the partner paid besides cannot be claimed as well.
    const claim = await report(id, [[ONE, '2026-08-01', '10.00']], { claim: 'reimbursement' });
    expect((await check(claim).expect(409)).body.code).toBe('budget.agreement_taken');
    // A refund makes room; whoever entered it does not take it back alone.
    const refund = await omar
      .post(`/api/v1/partner-agreements/${id}/refunds`, {
        on: '2026-08-20',
        document: 'R-1',
        rows: rows('10.00'),
      })
      .expect(201);
    await check(claim).expect(201);
    const undo = (who: SignedIn) =>
      who.post(`/api/v1/partner-papers/${refund.body.id}/undo`, { reason: 'mistake' });
    expect((await undo(omar).expect(403)).body.code).toBe('budget.partner_needs_another');
    expect((await undo(salma).expect(409)).body.code).toBe('budget.agreement_taken');
  });

  it('a mistake is taken back by a step and a reversal, and the papers say so', async () => {
    const id = await confirmed();
    const advance = await advanced(id, '2026-10-01', '2026-10-05', '1000.00');
    const spent = await report(id, [[ONE, '2026-10-01', '600.00']]);
    await check(spent).expect(201);
    const undo = (paper: string) =>
      omar.post(`/api/v1/partner-papers/${paper}/undo`, { reason: 'mistake' });
    // What is liquidated cannot be taken from under it.
    expect((await undo(advance).expect(409)).body.code).toBe('budget.holds_less_than_that');
    await undo(spent).expect(201);
    expect(await booked(id)).toEqual({ advance: '110.00', funds: '-110.00', spent: '0.00' });
    await check(spent).expect(201);
    await undo(spent).expect(201);
    await undo(advance).expect(201);
    expect((await undo(advance).expect(409)).body.code).toBe('budget.nothing_to_undo');
    expect(await booked(id)).toMatchObject({ advance: '0.00', funds: '0.00' });
    const { events } = await one(id);
    const steps = events.filter(({ paperId }: { paperId: string }) => paperId === spent);
    expect(
      steps
        .map(({ step }: { step: string }) => step)
        .reverse()
        .join(' '),
    ).toBe('entered accepted undone accepted undone');
  });

  it('days of a closed month, of another time and of no rate are refused, each with its reason', async () => {
    const id = await confirmed();
    const advance = await asked(id, '2026-10-01', '1000.00');
    await authorise(advance).expect(201);
    const codeOf = async (on: string) =>
      (await pay(advance, on)).body.errors?.[0]?.code ?? (await pay(advance, on)).body.code;
    expect(await codeOf('2026-03-31')).toBe('budget.outside_partner_agreement');
    expect(await codeOf('2026-11-25')).toBe('budget.not_happened_yet');
    expect(await codeOf('2026-06-30')).toBe('budget.no_rate');
    expect(await codeOf('2026-09-14')).toBe('budget.rate_expired');
    const outside = { rows: [{ lineId: line(ONE), month: '2026-03-01', amount: '10.00' }] };
    const early = await omar.post(`/api/v1/partner-agreements/${id}/returns`, outside).expect(422);
    expect(early.body.errors[0].code).toBe('budget.outside_partner_agreement');
    await app.admin.query(
      `INSERT INTO closed_periods (until_day, closed_by, closed_at) VALUES ('2026-05-31', $1, '2026-06-10Z')`,
      [omar.actor.userId],
    );
    expect(await codeOf('2026-05-31')).toBe('budget.day_closed');
    const past = app.transactions.run(omar.actor, (tx) =>
      tx.query(
        `INSERT INTO partner_steps (paper_id, step, amount, on_day, document) VALUES ($1, 'paid', 1000, '2026-05-31', 'V-1')`,
        [advance],
      ),
    );
    await expect(past).rejects.toMatchObject({ constraint: 'partner_period_is_open' });
  });

  describe('past the application', () => {
    const refusedBy = async (sql: string, params: unknown[], constraint: string, who = salma) => {
      const past = app.transactions.run(who.actor, (tx) => tx.query(sql, params));
      await expect(past).rejects.toMatchObject({ constraint });
    };

    it('the database refuses a third decimal, more than was asked, ones own and more than is held', async () => {
      const id = await confirmed();
      const advance = await asked(id, '2026-10-01', '1000.00');
      const [row] = await paperRows(advance);
      await refusedBy(
        `INSERT INTO partner_steps (paper_id, step, amount, on_day) VALUES ($1, 'authorised', 10.001, '2026-11-24')`,
        [advance],
        'money_to_the_cent',
      );
      await refusedBy(
        `WITH s AS (INSERT INTO partner_steps (paper_id, step, amount, on_day) VALUES ($1, 'authorised', 1000.01, '2026-11-24') RETURNING id)
         INSERT INTO partner_row_decisions (step_id, row_id, asked, agreed) SELECT id, $2, 1000, 1000.01 FROM s`,
        [advance, row!.id],
        'partner_agreed_within_what_was_asked',
      );
      await refusedBy(
        `INSERT INTO partner_steps (paper_id, step, amount, on_day) VALUES ($1, 'authorised', 1000, '2026-11-24')`,
        [advance],
        'partner_needs_another_person',
        omar,
      );
      // Decided without its rows.
      await refusedBy(
        `INSERT INTO partner_steps (paper_id, step, amount, on_day) VALUES ($1, 'authorised', 1000, '2026-11-24')`,
        [advance],
        'partner_decisions_add_up',
      );
      await refusedBy(
        `INSERT INTO partner_steps (paper_id, step, amount, on_day, document) VALUES ($1, 'paid', 1000, '2026-11-24', 'V')`,
        [advance],
        'partner_step_in_turn',
      );
      const strange = app.transactions.run(omar.actor, async (tx) => {
        const [paper] = await tx.query<{ id: string }>(
          `INSERT INTO partner_papers (agreement_id, kind) VALUES ($1, 'refund') RETURNING id`,
          [id],
        );
        await tx.query(
          `INSERT INTO partner_paper_rows (paper_id, agreement_id, line_id, amount) VALUES ($1, $2, $3, 5)`,
          [paper!.id, id, line('IOM-2.3')],
        );
      });
      await expect(strange).rejects.toMatchObject({
        constraint: 'partner_row_on_a_line_of_the_agreement',
      });
      // Past the use case, which refuses it as it is sent.
      const spent = await app.transactions.run(omar.actor, async (tx) => {
        const [paper] = await tx.query<{ id: string }>(
          `INSERT INTO partner_papers (agreement_id, kind, claim, from_month, until_month, interest)
           VALUES ($1, 'report', 'direct_cash_transfer', '2026-10-01', '2026-10-01', 0) RETURNING id`,
          [id],
        );
        await tx.query(
          `INSERT INTO partner_paper_rows (paper_id, agreement_id, line_id, month, amount) VALUES ($1, $2, $3, '2026-10-01', 5)`,
          [paper!.id, id, line(ONE)],
        );
        await tx.query(
          `INSERT INTO partner_steps (paper_id, step, amount, on_day) VALUES ($1, 'entered', 5, '2026-11-24')`,
          [paper!.id],
        );
        return paper!.id;
      });
      await refusedBy(
        `INSERT INTO partner_steps (paper_id, step, amount, on_day) VALUES ($1, 'accepted', 5, '2026-11-24')`,
        [spent],
        'partner_holds_no_less_than_nothing',
      );
    });

    it('papers, rows, steps and decisions are never changed', async () => {
      for (const table of [
        'partner_papers',
        'partner_paper_rows',
        'partner_steps',
        'partner_row_decisions',
        'agreement_lines',
      ]) {
        await expect(app.admin.query(`DELETE FROM ${table}`)).rejects.toMatchObject({
          constraint: 'ledger_is_append_only',
        });
      }
    });
  });

  describe('what an agreement keeps of its lines', () => {
    const small = () => ({ amount: '30000.00', rows: rows('20000.00', '10000.00') });
    const order = async (agreementId: string, amount: string) => {
      const { body } = await omar
        .post('/api/v1/commitments', {
          lineId: line(ONE),
          agreementId,
          amount,
          currency: 'MAD',
          supplier: 'Atelier Atlas',
          purpose: 'Machines à coudre',
          startsOn: '2026-11-24',
          endsOn: '2026-12-15',
        })
        .expect(201);
      await salma
        .post(`/api/v1/commitments/${body.id}/decisions`, { decision: 'approved' })
        .expect(201);
      await omar.post(`/api/v1/commitments/${body.id}/steps`, { step: 'committed' }).expect(201);
      return body.id as string;
    };

    it('is what is neither accepted nor ordered under it, at the rate of the day it was confirmed', async () => {
      const id = await confirmed(small());
      expect(await kept(id)).toEqual({ [ONE]: '2200.00', [TWO]: '1100.00' }); // at 0.11
      const before = await promised(ONE);
      // An order under it takes its 550.00 from what is kept: the line promises no more than before.
      const ordered = await order(id, '5000.00');
      expect(await kept(id)).toEqual({ [ONE]: '1650.00', [TWO]: '1100.00' });
      expect(await promised(ONE)).toBe(before);
      await omar
        .post(`/api/v1/commitments/${ordered}/steps`, { step: 'cancelled', reason: 'not_needed' })
        .expect(201);
      expect(await kept(id)).toEqual({ [ONE]: '2200.00', [TWO]: '1100.00' });
      // 6,000.00 of 20,000.00 accepted, spent at the rate of September; what is kept stays at its own: 14,000 × 0.11.
      await advanced(id, '2026-07-01', '2026-07-05', '10000.00');
      const spent = await report(id, [[ONE, '2026-09-01', '6000.00']]);
      await check(spent).expect(201);
      expect(await kept(id)).toEqual({ [ONE]: '1540.00', [TWO]: '1100.00' });
      await omar.post(`/api/v1/partner-papers/${spent}/undo`, { reason: 'mistake' }).expect(201);
      expect(await kept(id)).toEqual({ [ONE]: '2200.00', [TWO]: '1100.00' });
      expect(await one(id)).toMatchObject({ kept: '3300.00', closed: false });
    });

    it('is given back when it is closed, which waits until nothing of it is open', async () => {
      const id = await confirmed(small());
      await advanced(id, '2026-10-01', '2026-10-05', '1000.00');
      const close = () => salma.post(`/api/v1/agreements/${id}/closing`);
      expect((await close().expect(409)).body.code).toBe('budget.agreement_has_open');
      const refund = { on: '2026-11-20', document: 'R-9', rows: rows('1000.00') };
      await omar.post(`/api/v1/partner-agreements/${id}/refunds`, refund).expect(201);
      const before = await promised(ONE);
      await close().expect(201);
      expect(await kept(id)).toEqual({ [ONE]: '0.00', [TWO]: '0.00' });
      expect(await promised(ONE)).toBeCloseTo(before - 2200, 2);
      expect((await close().expect(409)).body.code).toBe('budget.agreement_closed_already');
      const more = { quarter: '2026-10-01', rows: rows('10.00') };
      const late = await omar.post(`/api/v1/partner-agreements/${id}/advances`, more).expect(409);
      expect(late.body.code).toBe('budget.agreement_closed');
      const { text } = await salma.get(`/budget/partners/${id}`).expect(200);
      expect(text).toContain('Cet accord est clos');
      await argan.post(`/api/v1/agreements/${id}/closing`).expect(403);
    });

    it('is no more than a line holds: with the figures, and for two at once one of them', async () => {
      const room = async (amount: number) => {
        const { rows: found } = await app.admin.query<{ sum: string }>(
          `SELECT sum(b.balance) AS sum FROM ledger_balances b JOIN ledger_accounts a ON a.id = b.account_id
            WHERE a.line_id = $1 AND a.kind IN ('spent', 'committed')`,
          [line(TWO)],
        );
        await setLine(app.admin, line(TWO), (Number(found[0]!.sum) + amount).toFixed(2));
      };
      await room(1099.99);
      const id = await made(small());
      const short = await salma.post(`/api/v1/agreements/${id}/confirmation`).expect(409);
      expect(short.body.code).toBe('budget.agreement_beyond_line');
      for (const figure of [TWO, '1100,00', '1099,99'])
        expect(short.body.detail.replace(/\s/g, '')).toContain(figure);
      expect(await kept(id)).toEqual({});
      expect(await one(id)).toMatchObject({ confirmed: false });
      await room(1500);
      const both = [id, await made(small())];
      const answers = await Promise.all(
        both.map((each, at) => [salma, hind][at]!.post(`/api/v1/agreements/${each}/confirmation`)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      await setLine(app.admin, line(TWO), '900000.00');
    });
  });

  it('is questioned once where a report is accepted again at what its documents support', async () => {
    const id = await confirmed({ amount: '30000.00', rows: rows('20000.00', '10000.00') });
    await advanced(id, '2026-07-01', '2026-07-05', '8000.00', '1000.00');
    const spent = await report(id, [[ONE, '2026-09-01', '100.00']]);
    const questioned = async () => {
      const { text } = await hind.get('/budget/partners/questioned-costs').expect(200);
      const found = text.split('<tr>').filter((row) => row.includes(`/papers/${spent}"`));
      return found.map((row) =>
        [...row.matchAll(/<td[^>]* class="figure">([^<]*)</g)].map(([, said]) =>
          said!.replaceAll(/[\u202f\u00a0]/g, ' '),
        ),
      );
    };
    await check(spent).expect(201);
    const [{ id: rowId }] = (await paperRows(spent)) as [Row];
    const looked = [{ rowId, supported: '40.00', finding: 'papers_missing' }];
    await hind
      .post(`/api/v1/partner-agreements/${id}/spot-checks`, { on: '2026-11-23', rows: looked })
      .expect(201);
    expect(await questioned()).toEqual([['100,00 MAD', '60,00 MAD']]);
    await omar.post(`/api/v1/partner-papers/${spent}/undo`, { reason: 'mistake' }).expect(201);
    expect(await questioned()).toEqual([]);
    await check(spent, { rows: [{ rowId, agreed: '40.00', reason: 'papers_missing' }] }).expect(
      201,
    );
    const { text } = await hind.get('/budget/partners/questioned-costs').expect(200);
    expect(await questioned()).toEqual([['100,00 MAD', '60,00 MAD']]);
    expect(text.split('<tr>').find((row) => row.includes(`/papers/${spent}"`))).toContain(
      'Vérification du rapport',
    );
  });

  it('is checked on the spot, row by row, by another than who accepted it', async () => {
    const id = await confirmed({ amount: '30000.00', rows: rows('20000.00', '10000.00') });
    await salma
      .post(`/api/v1/partner-agreements/${id}/ratings`, {
        rating: 'high',
        reason: 'new_partner',
        validFrom: '2026-11-01',
      })
      .expect(201);
    await advanced(id, '2026-07-01', '2026-07-05', '8000.00', '1000.00');
    const spent = await report(id, [
      [ONE, '2026-09-01', '5000.00'],
      [ONE, '2026-09-01', '700.00'],
      [TWO, '2026-09-01', '900.00'],
    ]);
    const path = `/api/v1/partner-agreements/${id}/spot-checks`;
    expect((await hind.get(path).expect(200)).body).toMatchObject({ checks: [], sample: [] });
    await check(spent).expect(201);
    const { body } = await hind.get(path).expect(200);
    expect(body.sample.map(({ accepted }: { accepted: string }) => accepted)).toEqual([
      '5000.00',
      '900.00',
      '700.00',
    ]);
    // Of a high risk two a year: the first within six months of the first of April.
    expect(body.due).toEqual({ perYear: 2, done: 0, by: '2026-10-01', overdue: true });
    const [dear, other] = body.sample as { rowId: string }[];
    const looked = (more: object = {}) => ({
      on: '2026-11-23',
      rows: [
        { rowId: dear!.rowId, supported: '4600.00', finding: 'papers_missing', ...more },
        { rowId: other!.rowId, supported: '900.00' },
      ],
    });
    expect((await salma.post(path, looked()).expect(403)).body.code).toBe(
      'budget.spot_check_by_another',
    );
    for (const [wrong, code] of [
      [{ supported: '5000.01' }, 'budget.supports_more'],
      [{ finding: undefined }, 'budget.unsupported_without_finding'],
      [{ rowId: randomUUID() }, 'budget.not_an_accepted_row'],
      [{ supported: '1,5' }, 'budget.bad_amount'],
    ] as const) {
      const refused = await hind.post(path, looked(wrong)).expect(422);
      expect(JSON.stringify(refused.body)).toContain(code);
    }
    expect(
      JSON.stringify((await hind.post(path, { on: '2099-01-01', rows: [] }).expect(422)).body),
    ).toContain('budget.not_happened_yet');
    expect((await hind.post(path, looked()).expect(201)).body).toMatchObject({
      unsupported: '400.00',
    });
    const after = (await hind.get(path).expect(200)).body;
    expect(after.checks).toEqual([
      expect.objectContaining({
        on: '2026-11-23',
        rows: 2,
        accepted: '5900.00',
        supported: '5500.00',
        findings: ['papers_missing'],
      }),
    ]);
    expect(after.due).toMatchObject({ done: 1, by: '2027-05-23', overdue: false });
    expect(after.sample.map(({ accepted }: { accepted: string }) => accepted)).toEqual([
      '700.00',
      '5000.00',
      '900.00',
    ]);
    const { text } = await hind.get(`/budget/partners/${id}/spot-checks`).expect(200);
    for (const word of ['400,00', 'Pièces manquantes', 'Prochain contrôle'])
      expect(text).toContain(word);
    const fields = {
      on: '2026-11-24',
      'rows.0.rowId': dear!.rowId,
      'rows.0.supported': '5 000,01',
    };
    const again = await hind.submit(`/budget/partners/${id}/spot-checks`, fields).expect(422);
    expect(again.text).toContain('5 000,01');
    const questioned = (await hind.get('/budget/partners/questioned-costs').expect(200)).text;
    const plain = questioned.replaceAll(/[\u202f\u00a0]/g, ' ');
    expect(plain).toMatch(/Accepté sans pièce suffisante : 400,00 MAD/);
    expect(plain).toContain('Les restitutions n’en sont pas déduites.');
    expect(plain).toContain(`/budget/partners/papers/${spent}`);
    // A later look at the same row that finds all of it takes the question away.
    const found = { on: '2026-11-24', rows: [{ rowId: dear!.rowId, supported: '5000.00' }] };
    await hind.post(path, found).expect(201);
    const later = (await hind.get('/budget/partners/questioned-costs').expect(200)).text;
    expect(later).not.toContain(`/budget/partners/papers/${spent}`);
    await argan.get('/budget/partners/questioned-costs').expect(403);
    await argan.get(path).expect(403);
    await argan.post(path, looked()).expect(403);
    await expect(
      app.admin.query('UPDATE spot_check_rows SET supported = accepted'),
    ).rejects.toThrow('append-only');
  });

  describe('two at once', () => {
    it('accept the same report: one does, the other is told so', async () => {
      const id = await confirmed();
      await advanced(id, '2026-10-01', '2026-10-05', '1000.00');
      const spent = await report(id, [[ONE, '2026-10-01', '600.00']]);
      const answers = await Promise.all(
        [salma, hind, salma, hind].map((who) => check(spent, {}, who)),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
      const told = answers.find(({ status }) => status === 409)!.body;
      expect(told.code).toBe('budget.partner_step_out_of_turn');
      expect(told.detail).toContain(' ');
      expect(await one(id)).toMatchObject({ liquidated: '600.00', outstanding: '400.00' });
    });

    it('authorise two advances, and pay one twice: one of each', async () => {
      const id = await confirmed();
      const both = [
        await asked(id, '2026-10-01', '1000.00'),
        await asked(id, '2026-10-01', '900.00'),
      ];
      const decided = await Promise.all(
        both.map((advance, place) => authorise(advance, {}, [salma, hind][place])),
      );
      expect(decided.map(({ status }) => status).sort()).toEqual([201, 409]);
      expect(decided.find(({ status }) => status === 409)!.body.code).toBe(
        'budget.one_advance_at_a_time',
      );
      const won = both[decided.findIndex(({ status }) => status === 201)]!;
      const paid = await Promise.all([1, 2, 3].map((at) => pay(won, '2026-10-05', `V-${at}`)));
      expect(paid.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      const lost = both.find((advance) => advance !== won)!;
      expect((await authorise(lost, {}, hind).expect(409)).body.code).toBe(
        'budget.liquidate_first',
      );
    });

    it('settle the last thousand by refund and by report: never more than is held', async () => {
      const id = await confirmed();
      await advanced(id, '2026-10-01', '2026-10-05', '1000.00');
      const reports: string[] = [];
      const same = { confirmed: true };
      while (reports.length < 2)
        reports.push(await report(id, [[ONE, '2026-10-01', '400.00']], same));
      const refund = { on: '2026-11-20', document: 'R', rows: rows('400.00'), ...same };
      const answers = await Promise.all([
        ...reports.map((spent) => check(spent)),
        ...[1, 2].map(() => omar.post(`/api/v1/partner-agreements/${id}/refunds`, refund)),
      ]);
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(2);
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(2);
      expect((await one(id)).outstanding).toBe('200.00');
    });
  });

  it('finance and programme act, an auditor reads, nobody else comes in', async () => {
    const id = await confirmed();
    const advance = await asked(id, '2026-10-01', '1000.00');
    const auditor = await app.signIn('auditor');
    await auditor.get('/api/v1/partner-agreements').expect(200);
    await auditor.get(`/api/v1/partner-agreements/${id}/face`).expect(200);
    await auditor.post('/api/v1/partner-agreements', agreement()).expect(403);
    await authorise(advance, {}, auditor).expect(403);
    for (const role of ['administrator', 'shelter_manager', 'case_supervisor'] as const) {
      const someone = await app.signIn(role);
      await someone.get('/api/v1/partner-agreements').expect(403);
      await someone.post(`/api/v1/partner-agreements/${id}/returns`, { rows: [] }).expect(403);
    }
    for (const account of [argan, other]) {
      await account.get('/api/v1/partner-agreements').expect(403);
      await account
        .post(`/api/v1/advances/${advance}/payment`, { on: '2026-11-20', document: 'V' })
        .expect(403);
    }
  });

  it('leaves every balance in order, the totals equal to the papers, and all views at one total', async () => {
    const { rows: wrong } = await app.admin.query(
      `SELECT t.agreement_id FROM partner_totals t WHERE (t.advanced, t.liquidated + t.claimed, t.refunded) <> (
         SELECT coalesce(sum(s.amount) FILTER (WHERE p.kind = 'advance' AND s.step = 'paid'), 0),
                coalesce(sum(s.amount) FILTER (WHERE s.step = 'accepted'), 0), coalesce(sum(s.amount) FILTER (WHERE s.step = 'refunded'), 0)
           FROM partner_steps s JOIN partner_papers p ON p.id = s.paper_id
          WHERE p.agreement_id = t.agreement_id AND NOT EXISTS (SELECT 1 FROM partner_steps x WHERE x.undoes = s.id))`,
    );
    expect(wrong).toEqual([]);
    const { body } = await omar.get('/api/v1/budget').expect(200);
    const totals = (body.grants[0].views as { total: object }[]).map(({ total }) =>
      JSON.stringify(total),
    );
    expect(new Set(totals).size).toBe(1);
    expect(totals.length).toBe(6);
  });
});
