import { randomUUID } from 'node:crypto';
import type { OpenedGrant } from '../../modules/grant-budgeting';
import { SETUP_ACTOR } from '../../modules/platform/shared/actor';
import { aShelter, standsAt, type TestShelter } from '../shelter-beds/house';
import { startApp, TONIGHT, type SignedIn, type TestApp } from '../support/app';
import { charge, enteredRate, openedGrant } from './samples';

interface Line {
  readonly code: string;
  readonly methods: Record<string, string | null>;
  readonly alerts: { kind: string; amount: string; on: string | null }[];
  readonly [field: string]: unknown;
}

describe('the forecast', () => {
  let app: TestApp;
  let grant: OpenedGrant;
  let house: TestShelter;
  let omar: SignedIn;

  const forecast = async () => {
    const { body } = await omar.get('/api/v1/budget/forecast').expect(200);
    return body.grants[0] as { lines: Line[]; total: Line; nightsWithoutPrice: number };
  };
  const lineOf = async (code: string): Promise<Line> =>
    (await forecast()).lines.find((line) => line.code === code)!;
  const spend = (code: string, amount: string) =>
    charge(app, omar.actor, {
      sourceKind: 'service',
      sourceId: randomUUID(),
      factOn: '2026-11-20',
      currency: 'USD',
      lineId: grant.lines[code]!,
      amount,
    });
  const price = (shelterId: string, valid: string, amount: string) =>
    app.admin.query(
      `INSERT INTO night_rates (shelter_id, valid, amount, currency, line_id) VALUES ($1, $2, $3, 'MAD', $4)`,
      [shelterId, valid, amount, grant.lines['IOM-1.1']],
    );
  const booked = async (bed: number, nights: string, state: string) => {
    await app.admin.query(
      `INSERT INTO bookings (bed_id, shelter_id, nights, state, hold_until, reason, outcome, checked_in_at, created_at, created_by)
       VALUES ($1, $2, $3::daterange, $4, CASE $4 WHEN 'hold' THEN timestamptz '2026-11-25' END, CASE $4 WHEN 'blocked' THEN 'works' END,
               CASE $4 WHEN 'ended' THEN 'left' END, CASE WHEN $4 IN ('stay', 'ended') THEN timestamptz '2026-11-01 20:00Z' END, '2026-11-01', $5)`,
      [house.rooms['A']!.beds[bed], house.id, nights, state, SETUP_ACTOR.userId],
    );
  };

  beforeAll(async () => {
    app = await startApp();
    grant = await openedGrant(app);
    omar = await app.signIn('finance_officer');
    await enteredRate(app, ['MAD', 'USD', '2026-11-01', '0.10000000']);
    await standsAt(app, TONIGHT);
    house = await aShelter(app, { A: { beds: 6 } });
    await price(house.id, '[2026-01-01,2026-12-01)', '180.50');
    await price(house.id, '[2026-12-01,)', '200.00');
    await app.admin.query(
      `INSERT INTO closed_nights (night, closed_by) SELECT d::date, $1 FROM generate_series(timestamp '2026-11-01', '2026-11-23', '1 day') d`,
      [SETUP_ACTOR.userId],
    );
    await booked(0, '[2026-11-10,2026-12-10)', 'stay'); // 7 nights in November, 9 in December
    await booked(1, '[2026-11-20,)', 'stay'); // thirty nights from tonight: 7 and 23
    await booked(2, '[2026-12-01,2026-12-06)', 'promised'); // 5
    await booked(3, '[2026-11-24,2026-12-24)', 'hold');
    await booked(4, '[2026-11-24,2026-12-24)', 'blocked');
    await booked(5, '[2026-11-05,2026-11-20)', 'ended'); // charged already
  });
  afterAll(() => app.stop());

  it('counts the nights that are booked at the price of each, as separate SQL does', async () => {
    const line = await lineOf('IOM-1.1');
    // 14 nights at 18.05 and 37 at 20.00.
    expect([line['nightsAhead'], line['bookedAhead']]).toEqual([51, '992.70']);
    const { rows } = await app.admin.query<{ nights: number; amount: string }>(
      `SELECT count(*)::int AS nights, sum(round(n.amount * 0.1, 2))::text AS amount
         FROM generate_series(date '2026-11-24', date '2027-12-31', interval '1 day') d
         JOIN bookings k ON d::date >= lower(k.nights) AND d::date < coalesce(upper(k.nights), date '2026-12-24') AND k.state IN ('stay', 'promised')
         JOIN night_rates n ON n.shelter_id = k.shelter_id AND n.valid @> d::date`,
    );
    expect(rows[0]).toEqual({ nights: 51, amount: '992.70' });
    expect(line.methods['booked']).toBe('992.70');
  });

  it('says of a line what each method gives, its pace and its range', async () => {
    await spend('ILO-1.2', '10000.00'); // of 93,457.94
    const line = await lineOf('ILO-1.2');
    expect(line.methods).toEqual({
      straight: '15789.47', // 10,000 in 22.8 months of 36
      // 37 of the 92 days of this quarter are to come, 3,157.94, and 31,152.68 in 2027.
      planned: '44310.62',
      booked: null,
    });
    expect(line).toMatchObject({
      low: '15789.47',
      expected: '44310.62',
      high: '44310.62',
      variance: '49147.32',
      paceState: 'slow',
    });
    expect(Number(line['pace'])).toBeCloseTo(10000 / 93457.94 / (693 / 1095), 10);
    expect(line.alerts).toEqual([{ kind: 'underspent', amount: '49147.32', on: null }]);
  });

  it('adds up: the whole is the sum of its lines in every method', async () => {
    const { lines, total } = await forecast();
    for (const method of ['straight', 'planned']) {
      const cents = lines.reduce(
        (sum, line) => sum + Math.round(Number(line.methods[method]) * 100),
        0,
      );
      expect((cents / 100).toFixed(2)).toBe(total.methods[method]);
    }
    expect(total['budget']).toBe('2313084.11');
  });

  it('says little: what is unfunded, what runs out, and when', async () => {
    await spend('UNODC-1.2', '67289.73'); // one cent more than the line
    const taken = await lineOf('UNODC-1.2');
    expect(taken.alerts.map(({ kind, amount }) => `${kind} ${amount}`)).toEqual([
      'unfunded 0.01',
      'taken 0.00',
    ]);
    await spend('UNODC-9.1', '50000.00'); // of 56,074.76: it does for 25.57 months
    const [out] = (await lineOf('UNODC-9.1')).alerts;
    expect(out).toMatchObject({ kind: 'runs_out', on: '2027-02-16' });
  });

  it('says how many booked nights have no price, instead of counting them as nothing', async () => {
    const other = await aShelter(app, { A: { beds: 1 } });
    await app.admin.query(
      `INSERT INTO bookings (bed_id, shelter_id, nights, state, created_at, created_by) VALUES ($1, $2, '[2026-12-01,2026-12-04)', 'promised', '2026-11-01', $3)`,
      [other.rooms['A']!.beds[0], other.id, SETUP_ACTOR.userId],
    );
    expect((await forecast()).nightsWithoutPrice).toBe(3);
    expect((await omar.get('/budget/forecast').expect(200)).text).toContain(
      '3 nuits réservées n’ont pas de prix',
    );
  });

  it('is drawn as a fan with its words, for the grant and for a line', async () => {
    const { text } = await omar.get('/budget/forecast').expect(200);
    expect(text).toContain('class="fan__range"');
    expect(text).toContain('aria-label="Dépensé jusqu’au ');
    expect(text).toContain('Nuits déjà réservées');
    expect(text).not.toMatch(/style=|forecast:|common:/);
    const line = await omar.get('/budget/forecast?line=UNODC-9.1').expect(200);
    expect(line.text).toContain('à ce rythme, la ligne est vide');
    await omar.get('/budget/forecast?line=none').expect(404);
    await omar.get('/budget/forecast?grant=none').expect(404);
  });

  it('is read by finance, programme and audit, and by nobody who looks after people', async () => {
    for (const role of ['programme_officer', 'auditor'] as const) {
      await (await app.signIn(role)).get('/api/v1/budget/forecast').expect(200);
    }
    const manager = await app.signIn('shelter_manager');
    await manager.get('/api/v1/budget/forecast').expect(403);
    await manager.get('/budget/forecast').expect(403);
  });
});
