import { NightClosing, bedFigures } from '../../modules/shelter-beds';
import { JobRunner } from '../../modules/platform/queue';
import { NIGHT_CLOSING } from '../../modules/platform/shared/actor';
import { addDays, eachNight } from '../../modules/platform/shared/nights.rules';
import { openedGrant } from '../grant-budgeting/samples';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { confirmed } from '../support/confirmed';
import {
  aGirl,
  aPastStay,
  aRequest,
  aShelter,
  aWoman,
  inBeds,
  register,
  standsAt,
  type TestShelter,
} from './house';

describe('nights', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let unpaid: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  let finance: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    house = await aShelter(mawa, { A: { beds: 6 } });
    unpaid = await aShelter(mawa, { A: { beds: 2 } });
    const { lines } = await openedGrant(mawa);
    await mawa.admin.query(
      `INSERT INTO night_rates (shelter_id, valid, amount, currency, line_id) VALUES ($1, '[2026-01-01,)', 100, 'USD', $2)`,
      [house.id, Object.values(lines)[0]],
    );
    officer = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id, unpaid.id] });
    finance = await mawa.signIn('finance_officer');
  });
  afterAll(() => mawa.stop());

  /** Days go by, and nobody has to sign in again. */
  async function at(instant: string) {
    mawa.clock.set(instant);
    await mawa.admin.query(
      `UPDATE sessions SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '12 hours'`,
      [instant],
    );
  }
  async function arrives(bedId: string, more: { nights?: number; neededFrom?: string } = {}) {
    const request = await aRequest(mawa, officer, [aWoman()], more);
    const held = await manager
      .post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, [bedId]),
      })
      .expect(201);
    const id = held.body.bookings[0].id as string;
    await officer.post(`/api/v1/bed-requests/${request.id}/agreement`).expect(201);
    await manager.post(`/api/v1/bookings/${id}/check-in`).expect(201);
    return { id, caseId: request.caseIds[0]! };
  }
  const booking = async (id: string) =>
    (
      await mawa.admin.query(
        `SELECT k.state, k.nights::text, k.outcome, p.nights::text AS "peopleNights", p.state AS "peopleState"
           FROM bookings k LEFT JOIN booking_people p ON p.booking_id = k.id WHERE k.id = $1`,
        [id],
      )
    ).rows[0];
  const close = (night: string) =>
    mawa.transactions.run(NIGHT_CLOSING, (tx) => mawa.app.get(NightClosing).closeNight(tx, night));
  /** Net of what was charged and taken back for a stay, by night. */
  const charged = async (id: string) =>
    (
      await mawa.admin.query(
        `SELECT t.fact_on::text AS night, sum(e.amount)::text AS amount FROM ledger_transactions t
           JOIN ledger_entries e ON e.transaction_id = t.id JOIN ledger_accounts a ON a.id = e.account_id AND a.kind <> 'funds'
          WHERE t.source_id LIKE $1 || '/%' GROUP BY 1 ORDER BY 1`,
        [id],
      )
    ).rows;

  it('an arrival at 01:30 is a night of the day before', async () => {
    await at('2026-11-25T01:30:00Z');
    const stay = await arrives(house.rooms.A!.beds[0]!, { neededFrom: '2026-11-24' });
    expect(await booking(stay.id)).toMatchObject({
      state: 'stay',
      nights: '[2026-11-24,)',
      peopleNights: '[2026-11-24,)',
    });
    await at('2026-11-25T09:00:00Z');
    await manager.post(`/api/v1/bookings/${stay.id}/exit`).expect(201);
    expect(await booking(stay.id)).toEqual({
      state: 'ended',
      nights: '[2026-11-24,2026-11-25)',
      outcome: 'left',
      peopleNights: '[2026-11-24,2026-11-25)',
      peopleState: 'ended',
    });
  });

  it('who leaves before sleeping made a day visit and takes no night', async () => {
    await at('2026-11-25T15:00:00Z');
    const [bed] = house.rooms.A!.beds as [string];
    const stay = await arrives(bed, { neededFrom: '2026-11-25' });
    await manager.post(`/api/v1/bookings/${stay.id}/exit`, { on: '2026-11-25' }).expect(201);
    expect(await booking(stay.id)).toMatchObject({
      state: 'void',
      outcome: 'day_visit',
      peopleState: 'void',
    });
    const next = await arrives(bed, { neededFrom: '2026-11-25' });
    await manager.post(`/api/v1/bookings/${next.id}/exit`, { on: '2026-11-25' }).expect(201);
  });

  it('an arrival later than planned moves the first night, and gives back the nights before', async () => {
    await at('2026-11-25T20:00:00Z');
    const [bed] = house.rooms.A!.beds as [string];
    const request = await aRequest(mawa, officer, [aWoman()], {
      neededFrom: '2026-11-25',
      nights: 5,
    });
    const placements = inBeds(request.caseIds, [bed]);
    const held = await officer
      .post(`/api/v1/bed-requests/${request.id}/holds`, { placements })
      .expect(201);
    await officer.post(`/api/v1/bed-requests/${request.id}/promise`).expect(201);
    await at('2026-11-27T20:00:00Z');
    const { id } = held.body.bookings[0];
    await manager.post(`/api/v1/bookings/${id}/check-in`).expect(201);
    expect(await booking(id)).toMatchObject({ state: 'stay', nights: '[2026-11-27,2026-11-30)' });
    await manager.post(`/api/v1/bookings/${id}/exit`, { on: '2026-11-27' }).expect(201);
  });

  it('a night is charged once, after it has passed, however often it is closed', async () => {
    await at('2026-12-01T20:00:00Z');
    const stay = await arrives(house.rooms.A!.beds[1]!, { neededFrom: '2026-12-01' });
    const free = await arrives(unpaid.rooms.A!.beds[0]!, { neededFrom: '2026-12-01' });
    await expect(close('2026-12-01')).rejects.toMatchObject({ code: 'beds.night_not_over' });
    await at('2026-12-02T13:00:00Z');
    expect(await close('2026-12-01')).toMatchObject({ slept: 2, charged: 1, withoutRate: 1 });
    expect(await close('2026-12-01')).toMatchObject({ slept: 2, charged: 1, withoutRate: 1 });
    expect(await charged(stay.id)).toEqual([{ night: '2026-12-01', amount: '100.00' }]);
    expect(await charged(free.id)).toEqual([]);
    await Promise.all(Array.from({ length: 4 }, () => close('2026-12-01')));
    expect(await charged(stay.id)).toEqual([{ night: '2026-12-01', amount: '100.00' }]);
    await manager.post(`/api/v1/bookings/${free.id}/exit`).expect(201);
    await manager.post(`/api/v1/bookings/${stay.id}/exit`).expect(201);
  });

  it('an exit that is entered late takes back the closed nights that nobody slept, once', async () => {
    await at('2026-12-03T20:00:00Z');
    const stay = await arrives(house.rooms.A!.beds[2]!, { neededFrom: '2026-12-03' });
    await at('2026-12-06T13:00:00Z');
    for (const night of ['2026-12-02', '2026-12-03', '2026-12-04', '2026-12-05'])
      await close(night);
    await manager.post(`/api/v1/bookings/${stay.id}/exit`, { on: '2026-12-04' }).expect(201);
    expect(await charged(stay.id)).toEqual([
      { night: '2026-12-03', amount: '100.00' },
      { night: '2026-12-04', amount: '0.00' },
      { night: '2026-12-05', amount: '0.00' },
    ]);
    const { rows } = await mawa.admin.query(
      `SELECT booked_on::text, fact_on::text, posted_by = $2 AS hers FROM ledger_transactions
        WHERE source_kind = 'reversal' AND source_id LIKE $1 || '/%' ORDER BY fact_on`,
      [stay.id, manager.actor.userId],
    );
    expect(rows).toEqual([
      { booked_on: '2026-12-06', fact_on: '2026-12-04', hers: true },
      { booked_on: '2026-12-06', fact_on: '2026-12-05', hers: true },
    ]);
  });

  it('an arrival that is entered late adds the closed nights', async () => {
    await at('2026-12-06T20:00:00Z');
    const request = await aRequest(mawa, officer, [aWoman()], { neededFrom: '2026-12-06' });
    const placements = inBeds(request.caseIds, [house.rooms.A!.beds[3]!]);
    const held = await manager
      .post(`/api/v1/bed-requests/${request.id}/holds`, { placements })
      .expect(201);
    const { id } = held.body.bookings[0];
    await officer.post(`/api/v1/bed-requests/${request.id}/agreement`).expect(201);
    await manager.post(`/api/v1/bookings/${id}/check-in`, { night: '2026-12-04' }).expect(201);
    expect(await charged(id)).toEqual([
      { night: '2026-12-04', amount: '100.00' },
      { night: '2026-12-05', amount: '100.00' },
    ]);
    await manager.post(`/api/v1/bookings/${id}/check-in`, { night: '2027-12-04' }).expect(422);
    await manager.post(`/api/v1/bookings/${id}/exit`).expect(201);
  });

  it('who is still there past the planned exit keeps the bed night by night, and both bookings become tasks where it was promised', async () => {
    await at('2026-12-10T20:00:00Z');
    const bed = house.rooms.A!.beds[4]!;
    const stay = await arrives(bed, { neededFrom: '2026-12-10' });
    await manager
      .post(`/api/v1/bookings/${stay.id}/planned-exit`, { on: '2026-12-12' })
      .expect(201);
    await at('2026-12-12T20:00:00Z');
    // The plan has come: the calendar would call the bed free tonight, the placing does not.
    const request = await aRequest(mawa, officer, [aWoman()], { neededFrom: '2026-12-12' });
    const found = await manager.get(`/api/v1/bed-requests/${request.id}/candidates`).expect(200);
    const answer = found.body.beds.find(({ bedId }: { bedId: string }) => bedId === bed);
    expect([answer.verdict, answer.reasons[0].code]).toEqual(['no', 'free_from']);
    const placements = inBeds(request.caseIds, [bed]);
    const refused = await manager.post(`/api/v1/bed-requests/${request.id}/holds`, { placements });
    expect([refused.status, refused.body.code]).toEqual([409, 'beds.taken']);
    // Tomorrow is promised to somebody else.
    const next = await aRequest(mawa, officer, [aWoman()], { neededFrom: '2026-12-13', nights: 3 });
    const tomorrow = await manager
      .post(`/api/v1/bed-requests/${next.id}/holds`, { placements: inBeds(next.caseIds, [bed]) })
      .expect(201);
    await manager.post(`/api/v1/bed-requests/${next.id}/promise`).expect(201);
    await at('2026-12-13T13:00:00Z');
    await close('2026-12-12');
    expect(await booking(stay.id)).toMatchObject({
      state: 'stay',
      nights: '[2026-12-10,2026-12-13)',
    });
    expect(await charged(stay.id)).toContainEqual({ night: '2026-12-12', amount: '100.00' });
    await at('2026-12-14T13:00:00Z');
    await close('2026-12-13');
    expect(await booking(stay.id)).toMatchObject({ nights: '[2026-12-10,2026-12-13)' });
    const { rows } = await mawa.admin.query(
      `SELECT subject_id FROM tasks WHERE kind = 'overdue_stay' AND done_at IS NULL ORDER BY subject_id`,
    );
    expect(rows.map(({ subject_id }) => subject_id).sort()).toEqual(
      [stay.id, tomorrow.body.bookings[0].id].sort(),
    );
    const longer = await manager.post(`/api/v1/bookings/${stay.id}/planned-exit`, {
      on: '2026-12-20',
    });
    expect([longer.status, longer.body.code]).toEqual([409, 'beds.taken']);
    // The other goes elsewhere; the night that was closed without her is charged as she is planned on.
    await manager.post(`/api/v1/bed-requests/${next.id}/release`).expect(201);
    expect(await charged(stay.id)).not.toContainEqual(
      expect.objectContaining({ night: '2026-12-13' }),
    );
    await manager
      .post(`/api/v1/bookings/${stay.id}/planned-exit`, { on: '2026-12-20' })
      .expect(201);
    expect(await charged(stay.id)).toEqual([
      { night: '2026-12-12', amount: '100.00' },
      { night: '2026-12-13', amount: '100.00' },
    ]);
    const { rows: late } = await mawa.admin.query(
      `SELECT booked_on::text, posted_by = $2 AS hers FROM ledger_transactions WHERE source_id = $1`,
      [`${stay.id}/2026-12-13`, manager.actor.userId],
    );
    expect(late).toEqual([{ booked_on: '2026-12-14', hers: true }]);
    await manager.post(`/api/v1/bookings/${stay.id}/exit`, { on: '2026-12-13' }).expect(201);
    expect(await charged(stay.id)).toContainEqual({ night: '2026-12-13', amount: '0.00' });
  });

  it('nights of a shelter without a rate wait, and are charged once finance has entered one', async () => {
    await at('2026-12-15T20:00:00Z');
    const early = await aRequest(mawa, officer, [aWoman()], { neededFrom: '2026-12-15' });
    const held = await manager
      .post(`/api/v1/bed-requests/${early.id}/holds`, {
        placements: inBeds(early.caseIds, [unpaid.rooms.A!.beds[1]!]),
      })
      .expect(201);
    const { id } = held.body.bookings[0];
    await officer.post(`/api/v1/bed-requests/${early.id}/agreement`).expect(201);
    await close('2026-12-14');
    // Entered late: a night that is closed already, in a shelter whose rate nobody knows.
    await manager.post(`/api/v1/bookings/${id}/check-in`, { night: '2026-12-14' }).expect(201);
    await at('2026-12-17T13:00:00Z');
    expect(await close('2026-12-15')).toMatchObject({ withoutRate: 1 });
    expect(await close('2026-12-16')).toMatchObject({ withoutRate: 1 });
    expect(await charged(id)).toEqual([]);
    const { rows: told } = await mawa.admin.query(
      `SELECT count(*)::int AS n FROM tasks WHERE kind = 'finance' AND done_at IS NULL AND subject_id IS NULL`,
    );
    expect(told).toEqual([{ n: 1 }]);
    const { rows: line } = await mawa.admin.query<{ line_id: string }>(
      'SELECT line_id FROM night_rates WHERE shelter_id = $1',
      [house.id],
    );
    const rate = {
      shelterId: unpaid.id,
      amount: '40.00',
      currency: 'USD',
      lineId: line[0]!.line_id,
      source: 'convention avec la maison',
    };
    const priced = (from: string) =>
      confirmed(mawa, finance.post('/api/v1/night-rates', { ...rate, from }));
    const set = await priced('2026-12-15');
    expect(set.body.charged).toBe(2);
    expect(await charged(id)).toEqual([
      { night: '2026-12-15', amount: '40.00' },
      { night: '2026-12-16', amount: '40.00' },
    ]);
    // What was slept before anybody entered this test’s shelter: one night of 1 December, and the 14th.
    const before = await priced('2026-11-01');
    expect(before.body.charged).toBe(2);
    expect(await charged(id)).toHaveLength(3);
    const again = await priced('2026-12-30');
    expect(again.body.charged).toBe(0);
    await manager.post(`/api/v1/bookings/${id}/exit`).expect(201);
  });

  it('finance asks for a night; the work closes all before it and says how far it is', async () => {
    await at('2026-12-20T13:00:00Z');
    await manager.post('/api/v1/nights/2026-12-19/closing').expect(403);
    await finance.post('/api/v1/nights/2026-12-20/closing').expect(422);
    await finance.post('/api/v1/nights/2026-13-40/closing').expect(422);
    const { body } = await finance.post('/api/v1/nights/2026-12-19/closing').expect(202);
    await mawa.app.get(JobRunner).handle('close-night', body.jobId);
    const { rows } = await mawa.admin.query(
      'SELECT state, progress, result, error_code FROM jobs WHERE id = $1',
      [body.jobId],
    );
    expect(rows[0]).toMatchObject({ state: 'done', progress: 100, error_code: null });
    const { rows: closed } = await mawa.admin.query(
      'SELECT min(night)::text AS a, max(night)::text AS b, count(*)::int FROM closed_nights',
    );
    expect(closed).toEqual([{ a: '2026-11-24', b: '2026-12-19', count: 26 }]);
  });

  it('figures equal what counting night by night gives', async () => {
    await at('2026-12-20T13:00:00Z');
    const people = await register(
      mawa,
      officer.actor,
      [aWoman(), aWoman(), aGirl(), aWoman()],
      false,
    );
    const beds = [...house.rooms.A!.beds, ...unpaid.rooms.A!.beds];
    const past: [number, number, string][] = [
      [0, 0, '[2026-10-01,2026-10-11)'],
      [0, 1, '[2026-10-11,2026-11-03)'],
      [1, 2, '[2026-09-20,2026-10-05)'],
      [2, 6, '[2026-10-31,2026-11-02)'],
      [3, 7, '[2026-10-15,2026-10-16)'],
    ];
    for (const [who, bed, nights] of past)
      await aPastStay(mawa, { bedId: beds[bed]!, caseId: people[who]!.id, nights });
    await mawa.admin.query(
      `INSERT INTO bookings (bed_id, shelter_id, nights, state, reason, created_by) VALUES ($1, $2, '[2026-10-20,2026-10-25)', 'ended', 'works', $3)`,
      [beds[3], house.id, officer.actor.userId],
    );
    await mawa.admin.query(`UPDATE beds SET in_service = '[2026-10-10,)' WHERE id = $1`, [beds[5]]);
    // Every night but one is closed; the open one counts nowhere.
    for (const night of eachNight('2026-09-15', '2026-11-10')) {
      if (night === '2026-10-07') continue;
      await mawa.admin.query(
        `INSERT INTO closed_nights (night, closed_at, closed_by) VALUES ($1, '2026-12-01', $2)`,
        [night, NIGHT_CLOSING.userId],
      );
    }
    const period = { from: '2026-10-01', until: '2026-11-01' };
    const figures = await mawa.transactions.run(finance.actor, (tx) => bedFigures(tx, period));

    const closedNights = eachNight(period.from, period.until).filter(
      (night) => night !== '2026-10-07',
    );
    const within = (range: string, night: string) => {
      const [from, until] = range.slice(1, -1).split(',');
      return from! <= night && night < until!;
    };
    const slept = (who: number) =>
      past.filter(([person]) => person === who).map(([, , nights]) => nights);
    let used = 0;
    for (const night of closedNights) {
      for (const who of [0, 1, 2, 3])
        if (slept(who).some((nights) => within(nights, night))) used += 1;
    }
    const available = closedNights.reduce(
      (sum, night) =>
        sum +
        8 -
        (night < '2026-10-10' ? 1 : 0) -
        (within('[2026-10-20,2026-10-25)', night) ? 1 : 0),
      0,
    );
    expect(figures.total).toEqual({ used, available });
    expect(figures.months).toEqual([{ month: '2026-10', used, available }]);
    expect(figures.shelters.map((one) => one.used).reduce((a, b) => a + b)).toBe(used);
    expect(addDays(period.from, 31)).toBe(period.until);
  });
});
