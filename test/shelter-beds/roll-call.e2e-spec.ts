import { openedGrant } from '../grant-budgeting/samples';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aShelter, standsAt, type TestShelter } from './house';
import { closeNight, comesToStay, timeIs, type Stay } from './house-days';

describe('the roll of the night', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  let staff: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    officer = await mawa.signIn('reintegration_officer');
    const { lines } = await openedGrant(mawa);
    await standsAt(mawa, '2026-11-24T20:00:00Z');
    house = await aShelter(mawa, { A: { beds: 20 } });
    await mawa.admin.query(
      `INSERT INTO night_rates (shelter_id, valid, amount, currency, line_id) VALUES ($1, '[2026-01-01,)', 100, 'USD', $2)`,
      [house.id, Object.values(lines)[0]],
    );
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    staff = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
  });
  afterAll(() => mawa.stop());

  let free = 0;
  const stay = (nights: number | null = null, from?: string): Promise<Stay> =>
    comesToStay(mawa, { officer, manager }, house.rooms.A!.beds[free++]!, { nights, from });
  const at = (instant: string) => timeIs(mawa, instant);
  const call = (
    who: SignedIn,
    bookingId: string,
    presence: string,
    more: object = {},
    key?: string,
  ) =>
    who.post(`/api/v1/houses/${house.id}/roll`, { calls: [{ bookingId, presence }], ...more }, key);
  const roll = async (who: SignedIn, night?: string) =>
    (await who.get(`/api/v1/houses/${house.id}/roll${night ? `?night=${night}` : ''}`).expect(200))
      .body;
  const away = async (id: string) =>
    (
      await mawa.admin.query(
        `SELECT night::text || ' ' || why AS night FROM nights_away WHERE booking_id = $1 ORDER BY night`,
        [id],
      )
    ).rows.map(({ night }) => night as string);
  const charged = async (id: string) =>
    (
      await mawa.admin.query<{ night: string; net: string }>(
        `SELECT split_part(t.source_id, '/', 2) AS night, count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM ledger_transactions r WHERE r.reverses = t.id))::text AS net
           FROM ledger_transactions t WHERE t.source_kind IN ('bed-night', 'correction') AND t.source_id LIKE $1 || '/%' GROUP BY 1 ORDER BY 1`,
        [id],
      )
    ).rows.flatMap(({ night, net }) => (net === '0' ? [] : [night]));
  const tasks = async (kind: string, caseId: string) =>
    (
      await mawa.admin.query(
        `SELECT for_role, for_user, done_at IS NOT NULL AS done FROM tasks WHERE kind = $1 AND case_id = $2 ORDER BY for_role NULLS LAST`,
        [kind, caseId],
      )
    ).rows as { for_role: string | null; for_user: string | null; done: boolean }[];

  it('everybody of the night on one screen, one press each, the rest of the house with one', async () => {
    await at('2026-11-24T22:00:00Z');
    const [one, two, three] = [await stay(), await stay(), await stay()];
    expect((await roll(staff)).tally).toEqual({ here: 0, leave: 0, missing: 0, open: 3 });
    const before = await staff.get(`/house/${house.id}/roll`).expect(200);
    expect(before.text).toContain('Noter la présence des 3 autres');
    await call(staff, one.id, 'here').expect(201);
    await call(staff, two.id, 'leave').expect(201);
    const rest = await staff.post(`/api/v1/houses/${house.id}/roll`, { rest: true }).expect(201);
    expect(rest.body.called).toBe(1);
    const { tally, people } = await roll(manager);
    expect(tally).toEqual({ here: 2, leave: 1, missing: 0, open: 0 });
    expect(
      people.find(({ bookingId }: Record<string, string>) => bookingId === three.id).presence,
    ).toBe('here');
    expect(await away(two.id)).toEqual(['2026-11-24 leave']);
    const page = await staff.get(`/house/${house.id}/roll`).expect(200);
    expect(page.text).toContain(one.caseNumber);
    await call(staff, two.id, 'here').expect(201);
    expect(await away(two.id)).toEqual([]);
    for (const { id } of [one, two, three])
      await manager.post(`/api/v1/bookings/${id}/exit`).expect(201);
  });

  it('a press on the page of the phone notes it and leads back to the person', async () => {
    const she = await stay();
    const { headers } = await staff
      .submit(`/house/${house.id}/roll`, {
        bookingId: she.id,
        presence: 'here',
        night: '2026-11-24',
      })
      .expect(303);
    expect(headers.location).toBe(`/house/${house.id}/roll?night=2026-11-24#b-${she.id}`);
    await manager.post(`/api/v1/bookings/${she.id}/exit`).expect(201);
  });

  it('somebody missing: those responsible have a task, the file says it first, and what to do is one press each', async () => {
    const she = await stay();
    const { body } = await call(staff, she.id, 'missing', {}, 'missing-0001').expect(201);
    await call(staff, she.id, 'missing', {}, 'missing-0001').expect(201);
    const again = await call(manager, she.id, 'missing').expect(201);
    expect(again.body.missing).toEqual(body.missing);
    const [id] = body.missing as [string];
    expect(await tasks('person_missing', she.caseId)).toEqual([
      { for_role: 'shelter_manager', for_user: null, done: false },
      { for_role: null, for_user: officer.actor.userId, done: false },
    ]);
    const file = await officer.get(`/people/${she.caseId}`).expect(200);
    expect(file.text.replaceAll('\u00a0', ' ')).toContain(
      'Absence sans nouvelles depuis la nuit du',
    );
    const page = await staff.get(`/house/missing/${id}`).expect(200);
    expect(page.text).toContain('Chercher dans toute la maison');
    expect(page.text).not.toContain('prévenir aussitôt le parquet');
    await staff.post(`/api/v1/missing/${id}/steps`, { step: 'look_in_the_house' }).expect(201);
    const odd = await staff.post(`/api/v1/missing/${id}/steps`, { step: 'sleep' });
    expect([odd.status, odd.body.code]).toEqual([422, 'common.not_choice']);
    const shown = await officer.get(`/api/v1/missing/${id}`).expect(200);
    expect(shown.body.steps[0]).toMatchObject({ code: 'look_in_the_house', by: staff.actor.name });
    await staff.post(`/api/v1/missing/${id}/end`, { outcome: 'returned' }).expect(201);
    expect((await tasks('person_missing', she.caseId)).every(({ done }) => done)).toBe(true);
    expect(await away(she.id)).toEqual([]);
    const over = await staff.post(`/api/v1/missing/${id}/end`, { outcome: 'returned' });
    expect([over.status, over.body.code]).toEqual([409, 'house.missing_is_over']);
    await manager.post(`/api/v1/bookings/${she.id}/exit`).expect(201);
  });

  it('an exit that is taken back leaves somebody as missing as before, and those responsible asked again', async () => {
    const she = await stay();
    const { body } = await call(staff, she.id, 'missing').expect(201);
    const [id] = body.missing as [string];
    await manager.post(`/api/v1/bookings/${she.id}/exit`, {}).expect(201);
    expect((await tasks('person_missing', she.caseId)).every(({ done }) => done)).toBe(true);
    expect((await officer.get(`/api/v1/missing/${id}`)).body).toMatchObject({ outcome: 'left' });
    await manager.post(`/api/v1/bookings/${she.id}/undo`).expect(201);
    expect((await officer.get(`/api/v1/missing/${id}`)).body).toMatchObject({ outcome: null });
    expect((await tasks('person_missing', she.caseId)).filter(({ done }) => !done)).toHaveLength(2);
    await manager.post(`/api/v1/bookings/${she.id}/exit`).expect(201);
  });

  it('nights missing are neither slept nor charged, until somebody says that the person was there', async () => {
    const [there, gone] = [await stay(), await stay()];
    await call(staff, gone.id, 'missing').expect(201);
    for (const night of ['2026-11-24', '2026-11-25']) {
      await at(`2026-11-${Number(night.slice(8)) + 1}T13:00:00Z`);
      await closeNight(mawa, night);
    }
    expect(await charged(there.id)).toEqual(['2026-11-24', '2026-11-25']);
    expect(await charged(gone.id)).toEqual([]);
    expect(await away(gone.id)).toEqual(['2026-11-24 missing', '2026-11-25 missing']);
    await call(staff, gone.id, 'here', { night: '2026-11-25' }).expect(201);
    expect(await charged(gone.id)).toEqual(['2026-11-25']);
    await call(staff, there.id, 'leave', { night: '2026-11-24' }).expect(201);
    expect(await charged(there.id)).toEqual(['2026-11-25']);
    for (const { id } of [there, gone])
      await manager.post(`/api/v1/bookings/${id}/exit`).expect(201);
  });

  it('the programme may charge a bed that is kept; a night away is not slept all the same', async () => {
    await at('2026-11-27T20:00:00Z');
    const she = await stay(null, '2026-11-27');
    await mawa.admin.query(
      `INSERT INTO settings (key, valid_from, value, source) VALUES ('away_nights_charged', '2026-11-27Z', '1', 'test')`,
    );
    await call(staff, she.id, 'leave').expect(201);
    await at('2026-11-28T13:00:00Z');
    await closeNight(mawa, '2026-11-27');
    expect(await charged(she.id)).toEqual(['2026-11-27']);
    expect(await away(she.id)).toEqual(['2026-11-27 leave']);
    await mawa.admin.query(
      `DELETE FROM settings WHERE key = 'away_nights_charged' AND source = 'test'`,
    );
    await manager.post(`/api/v1/bookings/${she.id}/exit`).expect(201);
  });

  it('leave with the bed kept: nights ahead, back earlier, and sentences for what cannot be', async () => {
    await at('2026-12-01T20:00:00Z');
    const she = await stay(20, '2026-12-01');
    const leave = (body: object, key?: string) =>
      staff.post(`/api/v1/bookings/${she.id}/leaves`, body, key);
    const codes: [object, number, string][] = [
      [{ backOn: '2026-12-01' }, 422, 'house.back_before_leaving'],
      [{ backOn: '2026-12-16' }, 422, 'house.leave_too_long'],
      [{ from: '2026-12-20', backOn: '2026-12-25' }, 422, 'house.leave_past_exit'],
      [{ from: '2026-11-20', backOn: '2026-11-22' }, 422, 'house.leave_out_of_stay'],
      [{ backOn: '2026-12-04', version: 1 }, 409, 'beds.changed_meanwhile'],
    ];
    for (const [body, status, code] of codes) {
      const refused = await leave(body);
      expect([refused.status, refused.body.code]).toEqual([status, code]);
    }
    const { body } = await leave({ backOn: '2026-12-04' }).expect(201);
    expect(body.nights).toBe(3);
    const double = await leave({ from: '2026-12-03', backOn: '2026-12-06' });
    expect([double.status, double.body.code]).toEqual([409, 'house.leave_overlaps']);
    expect((await roll(staff)).tally.leave).toBe(1);
    await at('2026-12-02T20:00:00Z');
    await call(staff, she.id, 'here').expect(201);
    expect(await away(she.id)).toEqual(['2026-12-01 leave']);
    await leave({ from: '2026-12-05', backOn: '2026-12-08' }).expect(201);
    const [{ id }] = (
      await mawa.admin.query<{ id: string }>(
        `SELECT id FROM stay_leaves WHERE booking_id = $1 AND ended_at IS NULL`,
        [she.id],
      )
    ).rows as [{ id: string }];
    // Whoever changes beds takes the leave along.
    const moved = await manager
      .post('/api/v1/bed-moves', { moves: [{ bookingId: she.id, bedId: house.rooms.A!.beds[19] }] })
      .expect(201);
    const fresh = moved.body.bookings[0].id as string;
    expect(await away(fresh)).toEqual(['2026-12-05 leave', '2026-12-06 leave', '2026-12-07 leave']);
    await manager.post(`/api/v1/bookings/${fresh}/undo`).expect(201);
    expect((await away(she.id)).length).toBe(4);
    await staff.post(`/api/v1/leaves/${id}/end`).expect(201);
    expect(await away(she.id)).toEqual(['2026-12-01 leave']);
    await manager.post(`/api/v1/bookings/${she.id}/exit`).expect(201);
  });

  it('a night to come, a night that was not theirs, another house: nothing is noted', async () => {
    const she = await stay(null, '2026-12-02');
    const ahead = await call(staff, she.id, 'here', { night: '2026-12-09' });
    expect([ahead.status, ahead.body.code]).toEqual([422, 'house.not_a_night_to_call']);
    const before = await call(staff, she.id, 'here', { night: '2026-11-28' });
    expect([before.status, before.body.code]).toEqual([409, 'house.not_their_night']);
    const other = await aShelter(mawa, { Z: { beds: 1 } });
    const stranger = await mawa.signIn('shelter_staff', { shelterIds: [other.id] });
    await stranger.get(`/api/v1/houses/${house.id}/roll`).expect(404);
    await stranger.get(`/api/v1/houses/${she.id}/roll`).expect(404);
    await stranger
      .post(`/api/v1/houses/${other.id}/roll`, {
        calls: [{ bookingId: she.id, presence: 'missing' }],
      })
      .expect(404);
    const elsewhere = await mawa.signIn('shelter_staff', { shelterIds: [house.id, other.id] });
    await elsewhere
      .post(`/api/v1/houses/${other.id}/roll`, {
        calls: [{ bookingId: she.id, presence: 'missing' }],
      })
      .expect(404);
    await officer.get(`/api/v1/houses/${house.id}/roll`).expect(403);
    await officer.post(`/api/v1/bookings/${she.id}/leaves`, { backOn: '2026-12-04' }).expect(403);
    for (const table of ['roll_calls', 'nights_away', 'stay_leaves', 'missing_people']) {
      const rows = await mawa.transactions.run(stranger.actor, (tx) =>
        tx.query(`SELECT 1 FROM ${table}`),
      );
      expect([table, rows]).toEqual([table, []]);
    }
    await expect(
      mawa.transactions.run(stranger.actor, (tx) =>
        tx.query(
          `INSERT INTO roll_calls (booking_id, case_id, night, presence, by) VALUES ($1, $2, '2026-12-02', 'here', mawa_actor())`,
          [she.id, she.caseId],
        ),
      ),
    ).rejects.toThrow('row-level security');
  });

  const leavesOf = async (id: string) =>
    (
      await mawa.admin.query(
        `SELECT nights::text, by, ended_at IS NOT NULL AS ended FROM stay_leaves WHERE booking_id = $1 ORDER BY nights`,
        [id],
      )
    ).rows as { nights: string; by: string; ended: boolean }[];
  const keptSlept = async (night: string) =>
    (
      await mawa.admin.query<{ slept: string }>(
        `SELECT coalesce(sum(slept), 0)::text AS slept FROM night_counts WHERE shelter_id = $1 AND night = $2`,
        [house.id, night],
      )
    ).rows[0]!.slept;

  it('"here" on a past night of a running leave takes that night out of it, and leaves the others', async () => {
    await at('2026-12-08T20:00:00Z');
    const she = await stay(null, '2026-12-08');
    await manager.post(`/api/v1/bookings/${she.id}/leaves`, { backOn: '2026-12-13' }).expect(201);
    await at('2026-12-11T20:00:00Z');
    for (const night of ['2026-12-08', '2026-12-09', '2026-12-10']) await closeNight(mawa, night);
    const noneThere = await keptSlept('2026-12-09');
    const called = await call(staff, she.id, 'here', { night: '2026-12-09' }).expect(201);
    expect(called.body).toMatchObject({ called: 1, leavesKept: 1 });
    expect(await away(she.id)).toEqual([
      '2026-12-08 leave',
      '2026-12-10 leave',
      '2026-12-11 leave',
      '2026-12-12 leave',
    ]);
    expect(await leavesOf(she.id)).toEqual([
      { nights: '[2026-12-08,2026-12-09)', by: manager.actor.userId, ended: false },
      { nights: '[2026-12-10,2026-12-13)', by: manager.actor.userId, ended: false },
    ]);
    expect(await charged(she.id)).toEqual(['2026-12-09']);
    expect(Number(await keptSlept('2026-12-09'))).toBe(Number(noneThere) + 1);
    const tonight = await roll(staff);
    expect(tonight.tally).toMatchObject({ leave: 1, here: 0 });
    const line = (tonight.people as { bookingId: string }[]).find(
      ({ bookingId }) => bookingId === she.id,
    );
    expect(line).toMatchObject({ backOn: '2026-12-13', returnDueOn: null });
    const register = await staff.get(`/api/v1/houses/${house.id}/register`).expect(200);
    expect(register.body.away).toHaveLength(1);
    // The page says that the leave goes on; the first and the last night are taken out alike.
    const noted = await staff
      .submit(`/house/${house.id}/roll`, {
        bookingId: she.id,
        presence: 'here',
        night: '2026-12-10',
      })
      .expect(303);
    const flash = String(noted.headers['set-cookie']).split(';')[0];
    const page = await staff
      .get(`/house/${house.id}/roll?night=2026-12-10`)
      .set('cookie', `${staff.headers.cookie}; ${flash}`)
      .expect(200);
    expect(page.text).toContain('L’absence autorisée continue pour les autres nuits.');
    await call(staff, she.id, 'here', { night: '2026-12-08' }).expect(201);
    expect(await away(she.id)).toEqual(['2026-12-11 leave', '2026-12-12 leave']);
    expect((await leavesOf(she.id)).filter(({ ended }) => !ended)).toMatchObject([
      { nights: '[2026-12-11,2026-12-13)' },
    ]);
    expect(await charged(she.id)).toEqual(['2026-12-08', '2026-12-09', '2026-12-10']);
    // A leave agreed ahead stays when somebody is back from the one before.
    await manager
      .post(`/api/v1/bookings/${she.id}/leaves`, { from: '2026-12-20', backOn: '2026-12-21' })
      .expect(201);
    await call(staff, she.id, 'here').expect(201);
    expect(await away(she.id)).toEqual(['2026-12-20 leave']);
    await manager.post(`/api/v1/bookings/${she.id}/exit`).expect(201);
  });
});
