import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import {
  grantTemplate,
  Ledger,
  type Charge,
  type OpenedGrant,
} from '../../modules/grant-budgeting';
import { NightClosing } from '../../modules/shelter-beds';
import { NIGHT_CLOSING } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { confirmed } from '../support/confirmed';
import {
  aRequest,
  aShelter,
  aWoman,
  inBeds,
  standsAt,
  type TestShelter,
} from '../shelter-beds/house';
import { charge, enteredRate, ledgerHolds, openedGrant } from './samples';

const PATH = '/api/v1/cost-allocations';

describe('which grant pays', () => {
  let app: TestApp;
  let house: TestShelter;
  let dollars: OpenedGrant;
  let euros: OpenedGrant;
  let finance: SignedIn;
  let programme: SignedIn;
  let officer: SignedIn;
  let manager: SignedIn;

  /** By grant and line: what was spent and unfunded, and the sum in the currency of the bill. */
  const booked = async (source: string) => {
    const { rows } = await app.admin.query<{ line: string; amount: string; original: string }>(
      `SELECT l.code AS line, sum(e.amount)::text AS amount, sum(e.original_amount)::text AS original
         FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
         JOIN ledger_accounts a ON a.id = e.account_id AND a.kind IN ('spent', 'unfunded')
         JOIN budget_lines l ON l.id = a.line_id
        WHERE t.source_id LIKE $1 || '%' GROUP BY l.code ORDER BY l.code`,
      [source],
    );
    return rows.map(({ line, amount, original }) => [line, amount, original]);
  };
  const allocate = (what: object, shares: [string, string][], who = finance) =>
    who.post(PATH, {
      from: '2026-11-01',
      source: 'accord de partage',
      ...what,
      shares: shares.map(([lineId, share]) => ({ lineId, share })),
    });
  const both = (first: string, second: string): [string, string][] => [
    [dollars.lines['IOM-1.1']!, first],
    [euros.lines['EU-1']!, second],
  ];
  /** Days go by, and nobody has to sign in again. */
  const at = async (instant: string): Promise<void> => {
    app.clock.set(instant);
    await app.admin.query(
      `UPDATE sessions SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '12 hours'`,
      [instant],
    );
  };
  const close = (night: string) =>
    app.transactions.run(NIGHT_CLOSING, (tx) => app.app.get(NightClosing).closeNight(tx, night));

  beforeAll(async () => {
    app = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    await standsAt(app, '2026-11-24T23:10:00Z');
    house = await aShelter(app, { A: { beds: 3 } });
    dollars = await openedGrant(app);
    const [share] = grantTemplate.shares;
    euros = await openedGrant(app, {
      ...grantTemplate,
      code: 'EU-MAR',
      donorCode: 'JTIP',
      startsOn: '2026-01-01',
      shares: [
        {
          ...share!,
          organisationCode: 'IOM',
          lines: [{ ...share!.lines[0]!, code: 'EU-1', amount: '92523.36' }],
        },
      ],
    });
    await enteredRate(app, ['MAD', 'USD', '2026-01-01', '0.1']);
    await enteredRate(app, ['MAD', 'EUR', '2026-01-01', '0.092']);
    finance = await app.signIn('finance_officer');
    programme = await app.signIn('programme_officer');
    officer = await app.signIn('reintegration_officer');
    manager = await app.signIn('shelter_manager', { shelterIds: [house.id] });
    const night = {
      shelterId: house.id,
      from: '2026-01-01',
      amount: '180.05',
      currency: 'MAD',
      lineId: dollars.lines['IOM-1.1'],
      source: 'convention avec la maison',
    };
    await confirmed(app, finance.post('/api/v1/night-rates', night));
  });
  afterAll(() => app.stop());
  afterEach(async () => {
    expect(await ledgerHolds(app.admin)).toEqual({ wrongBalances: 0, total: 0 });
  });

  it('a night at 60 and 40 is charged to both to the cent, from the day of the allocation on', async () => {
    const shared = (from: string, ...shares: [string, string]) =>
      confirmed(app, allocate({ shelterId: house.id, from }, both(...shares)));
    await shared('2026-11-25', '0.6', '0.4');
    await shared('2026-11-26', '0.25', '0.75');
    const request = await aRequest(app, officer, [aWoman()]);
    const { body } = await manager
      .post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, [house.rooms.A!.beds[0]!]),
      })
      .expect(201);
    const stay = body.bookings[0].id as string;
    await officer.post(`/api/v1/bed-requests/${request.id}/agreement`).expect(201);
    await manager.post(`/api/v1/bookings/${stay}/check-in`).expect(201);
    await at('2026-11-28T13:00:00Z');
    for (const night of ['2026-11-24', '2026-11-25', '2026-11-26']) await close(night);
    // 180.05 MAD at 0.1: 18.01 USD (18.005 up); before the allocation the line of the price bears it.
    expect(await booked(`${stay}/2026-11-24`)).toEqual([['IOM-1.1', '18.01', '180.05']]);
    // 60 %: 108.03 MAD = 10.80 USD; 40 %: 72.02 MAD at 0.092 = 6.63 EUR (6.62584 up).
    expect(await booked(`${stay}/2026-11-25`)).toEqual([
      ['EU-1', '6.63', '72.02'],
      ['IOM-1.1', '10.80', '108.03'],
    ]);
    // 75 % comes first: 135.04 MAD (135.0375 up) = 12.42 EUR; the rest: 45.01 MAD = 4.50 USD.
    expect(await booked(`${stay}/2026-11-26`)).toEqual([
      ['EU-1', '12.42', '135.04'],
      ['IOM-1.1', '4.50', '45.01'],
    ]);
    await close('2026-11-25'); // again: nothing more
    expect((await booked(`${stay}/2026-11-25`)).length).toBe(2);
    // Each grant shows its own part, in its budget and its federal report.
    const budgets = (await finance.get('/api/v1/budget').expect(200)).body.grants as {
      grant: { code: string };
      totals: { spentToDate: string };
    }[];
    const spent = budgets.map(({ grant, totals }) => [grant.code, totals.spentToDate]);
    expect(spent).toEqual([
      ['JTIP-MAR', '33.31'], // 18.01 + 10.80 + 4.50
      ['EU-MAR', '19.05'], // 6.63 + 12.42
    ]);
    // What a night costs counts a shared night by its share: 1 + 0.6 + 0.25 and 0.4 + 0.75.
    const nights = async (grant: string) => {
      const { body } = await finance.get(`/api/v1/costs?grant=${grant}`).expect(200);
      const [{ kind, quantity }] = body.kinds as [{ kind: string; quantity: string }];
      return [kind, quantity];
    };
    expect(await nights('JTIP-MAR')).toEqual(['bed-night', '1.85']);
    expect(await nights('EU-MAR')).toEqual(['bed-night', '1.15']);
    const { rows } = await app.admin.query(
      `SELECT sum(share)::text AS whole FROM ledger_transactions GROUP BY split_part(source_id, '/', 2)`,
    );
    expect(rows).toEqual([1, 2, 3].map(() => ({ whole: '1.000000' })));
  });

  it('a service goes to the one line of its kind, and both parts of a shared one are taken back together', async () => {
    const source = randomUUID();
    await charge(app, finance.actor, {
      sourceKind: 'service',
      sourceId: source,
      factOn: '2026-11-28',
      amount: '100.01',
      currency: 'MAD',
      lineId: both('0.5', '0.5').map(([lineId, share]) => ({ lineId, share })),
    });
    expect(await booked(source)).toEqual([
      ['EU-1', '4.60', '50.00'],
      ['IOM-1.1', '5.00', '50.01'],
    ]);
    const takenBack = () =>
      app.transactions.run(finance.actor, (tx) =>
        new Ledger().reverse(tx, { sourceKind: 'service', sourceId: source, reason: 'not_given' }),
      );
    await takenBack();
    await finance.get('/api/v1/costs?grant=EU-MAR').expect(200);
    await takenBack(); // twice is once
    expect(await booked(source)).toEqual([
      ['EU-1', '0.00', '0.00'],
      ['IOM-1.1', '0.00', '0.00'],
    ]);
  });

  it('a cost of which one part has no rate yet has nothing booked, and is charged whole once it has', async () => {
    const cost: Charge = {
      sourceKind: 'service',
      sourceId: randomUUID(),
      factOn: '2026-11-28',
      amount: '100.00',
      currency: 'CHF',
      lineId: both('0.5', '0.5').map(([lineId, share]) => ({ lineId, share })),
    };
    await enteredRate(app, ['CHF', 'USD', '2026-11-01', '1.1']); // none to the euro
    // As the callers do: the fact is kept without its cost.
    await app.transactions.run(finance.actor, (tx) =>
      expect(new Ledger().charge(tx, cost)).rejects.toMatchObject({ code: 'budget.no_rate' }),
    );
    expect(await booked(cost.sourceId)).toEqual([]);
    await enteredRate(app, ['CHF', 'EUR', '2026-11-01', '1.05']);
    await charge(app, finance.actor, cost);
    expect(await booked(cost.sourceId)).toEqual([
      ['EU-1', '52.50', '50.00'],
      ['IOM-1.1', '55.00', '50.00'],
    ]);
  });

  it('every charge, however small, is shared out whole (property)', async () => {
    const shares = fc
      .array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 5 })
      .map((weights) => {
        const total = weights.reduce((sum, one) => sum + one, 0);
        const parts = weights.map((one) => Math.floor((one * 1_000_000) / total));
        parts[0]! += 1_000_000 - parts.reduce((sum, one) => sum + one, 0);
        return parts.map((part) => (part / 1_000_000).toFixed(6));
      });
    const lines = [euros.lines['EU-1']!, ...Object.values(dollars.lines)];
    await fc.assert(
      fc.asyncProperty(shares, fc.integer({ min: 1, max: 99_999 }), async (parts, cents) => {
        const source = randomUUID();
        await charge(app, finance.actor, {
          sourceKind: 'service',
          sourceId: source,
          factOn: '2026-11-28',
          amount: (cents / 100).toFixed(2),
          currency: 'MAD',
          lineId: parts.map((share, at) => ({ lineId: lines[at]!, share })),
        });
        const rows = await booked(source);
        const sum = rows.reduce(
          (all, [, , original]) => all + Math.round(Number(original) * 100),
          0,
        );
        // What is less than half a cent of the grant's currency is not booked: at most 0.05 MAD a line here.
        expect(Math.abs(sum - cents)).toBeLessThanOrEqual(6 * parts.length);
        if (cents > 1_000) expect(sum).toBe(cents);
      }),
      { numRuns: 25 },
    );
  });

  it.each<[string, object, () => [string, string][], string]>([
    ['shares that do not make the whole', {}, () => both('0.6', '0.3'), 'allocations.sum'],
    [
      'a line twice',
      {},
      () => [...both('0.5', '0.5').slice(0, 1), both('0.5', '0.5')[0]!],
      'allocations.line_twice',
    ],
    ['a line that is not known', {}, () => [[randomUUID(), '1']], 'budget.unknown_line'],
    [
      'a day on which a grant does not run',
      { from: '2025-06-01' },
      () => both('0.5', '0.5'),
      'allocations.outside_grant',
    ],
    [
      'both a shelter and a kind',
      { typeCode: 'medical_consultation' },
      () => both('0.5', '0.5'),
      'allocations.one_of_two',
    ],
    ['a share of nothing', {}, () => both('1', '0'), 'allocations.bad_share'],
    [
      'a day that does not exist',
      { from: '2026-02-30' },
      () => both('0.5', '0.5'),
      'common.not_date',
    ],
  ])('%s is refused, and nothing is written', async (_what, more, shares, code) => {
    const count = async () =>
      (await app.admin.query('SELECT count(*)::int AS n FROM setting_proposals')).rows[0]
        .n as number;
    const before = await count();
    const { body } = await allocate({ shelterId: house.id, ...more }, shares()).expect(422);
    expect([body.code, ...(body.errors ?? []).map((one: { code: string }) => one.code)]).toContain(
      code,
    );
    expect(await count()).toBe(before);
  });

  it('one allocation a day: of two confirmed at once the second is refused, and no third is proposed', async () => {
    const half = () =>
      allocate({ shelterId: house.id, from: '2026-12-01' }, both('0.5', '0.5')).expect(201);
    const ids = [(await half()).body.id, (await half()).body.id] as string[];
    const answers = await Promise.all(
      ids.map((id) =>
        programme.post(`/api/v1/setting-proposals/${id}/decisions`, { decision: 'confirmed' }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const late = ids[answers.findIndex(({ status }) => status === 409)]!;
    const withdrawn = { decision: 'withdrawn' };
    await finance.post(`/api/v1/setting-proposals/${late}/decisions`, withdrawn).expect(200);
    const third = await allocate(
      { shelterId: house.id, from: '2026-12-01' },
      both('0.5', '0.5'),
    ).expect(409);
    expect(third.body.code).toBe('allocations.exists');
  });

  it('is proposed by finance alone, confirmed by another and read by who reads the budget, on a page as well', async () => {
    await allocate({ shelterId: house.id, from: '2026-12-02' }, both('0.5', '0.5'), manager).expect(
      403,
    );
    await manager.get('/budget/allocations').expect(403);
    await programme.get(PATH).expect(200);
    const form = {
      typeCode: 'medical_consultation',
      from: '2026-11-01',
      source: 'décision du comité',
      'shares.0.lineId': euros.lines['EU-1']!,
      'shares.0.share': '100',
      'shares.1.lineId': '',
      'shares.1.share': '',
    };
    await finance.submit('/budget/allocations', form).expect(303);
    const waits = await programme.get('/budget/allocations').expect(200);
    expect(waits.text).toContain('Attend une deuxième personne');
    const [, decisions] = /action="(\/admin\/settings\/proposals\/[^"]+)"/.exec(waits.text)!;
    const own = await finance.get('/budget/allocations').expect(200);
    expect(own.text).toContain('Une autre personne confirme ce changement.');
    const answer = await programme.submit(decisions!, { decision: 'confirmed' }).expect(303);
    expect(answer.headers['location']).toBe('/budget/allocations');
    const { text } = await programme.get('/budget/allocations').expect(200);
    expect(text).not.toContain('Attend une deuxième personne');
    expect(text).toContain('EU-1');
    expect(text).toContain('décision du comité');
    expect(text).not.toContain('name="shelterId"'); // who may not enter sees no form
  });
});
