import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aShelter, type TestShelter } from './house';
import { closeNight, comesToStay, timeIs, type Stay } from './house-days';

describe('the longest stay of a house', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  let administrator: SignedIn;
  let she: Stay;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    await timeIs(mawa, '2026-11-24T20:00:00Z');
    house = await aShelter(mawa, { A: { beds: 4 } });
    officer = await mawa.signIn('reintegration_officer');
    administrator = await mawa.signIn('administrator');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    she = await comesToStay(mawa, { officer, manager }, house.rooms.A!.beds[0]!);
  });
  afterAll(() => mawa.stop());

  const length = async () =>
    (await manager.get(`/api/v1/bookings/${she.id}/length`).expect(200)).body;
  const limit = (who: SignedIn, body: object) =>
    who.post(`/api/v1/shelters/${house.id}/stay-limits`, body);
  const warnings = async () =>
    (
      await mawa.admin.query(
        `SELECT count(*)::int AS n FROM tasks WHERE kind = 'stay_limit' AND case_id = $1 AND done_at IS NULL`,
        [she.caseId],
      )
    ).rows[0].n as number;
  const night = async (date: string) => {
    await timeIs(mawa, `${date}T13:00:00Z`);
    const before = new Date(`${date}T00:00:00Z`);
    before.setUTCDate(before.getUTCDate() - 1);
    await closeNight(mawa, before.toISOString().slice(0, 10));
  };

  it('is set by an administrator from a day on, and what held before stays', async () => {
    expect(await length()).toMatchObject({ limit: null, endsOn: null });
    await limit(manager, { nights: 40 }).expect(403);
    await limit(administrator, { nights: 40 }).expect(201);
    const past = await limit(administrator, { nights: 90, from: '2026-11-01' });
    expect([past.status, past.body.code]).toEqual([422, 'stays.limit_in_the_past']);
    const twice = await limit(administrator, { nights: 90 });
    expect([twice.status, twice.body.code]).toEqual([409, 'stays.limit_is_set']);
    expect(await length()).toMatchObject({
      began: '2026-11-24',
      limit: 40,
      endsOn: '2027-01-03',
      left: 40,
    });
  });

  it('warns those who hold the case at 30, 14 and 7 days, once each', async () => {
    await night('2026-12-03'); // 31 days left
    expect(await warnings()).toBe(0);
    await night('2026-12-04');
    await night('2026-12-05');
    expect(await warnings()).toBe(1);
    await mawa.admin.query(
      `UPDATE tasks SET done_at = '2026-12-05T13:00:00Z' WHERE kind = 'stay_limit'`,
    );
    await night('2026-12-19');
    expect(await warnings()).toBe(0);
    await night('2026-12-20'); // 14 days left
    await night('2026-12-21');
    expect(await warnings()).toBe(1);
    const { body } = await officer.get('/api/v1/tasks?days=60');
    expect(body).toBeDefined();
  });

  it('more nights: asked with a reason, approved by another, counted, and the warning is answered', async () => {
    const ask = (body: object, key?: string) =>
      manager.post(`/api/v1/bookings/${she.id}/extensions`, body, key);
    const odd = await ask({ nights: 30, why: 'sunshine' });
    expect([odd.status, odd.body.code]).toEqual([422, 'common.not_choice']);
    const body = { nights: 30, why: 'hearing_near', note: 'audience le 20' };
    const first = await ask(body, 'extend-0001').expect(201);
    expect((await ask(body, 'extend-0001')).body).toEqual(first.body);
    const waits = await ask({ nights: 5, why: 'other' });
    expect([waits.status, waits.body.code]).toEqual([409, 'stays.extension_waits']);
    const decide = (who: SignedIn, decision = 'approved') =>
      who.post(`/api/v1/extensions/${first.body.id}/decision`, { decision });
    const own = await decide(manager);
    expect([own.status, own.body.code]).toEqual([403, 'stays.extension_by_another']);
    const staff = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
    await decide(staff).expect(403);
    const stranger = await mawa.signIn('case_supervisor');
    await decide(stranger).expect(404);
    await decide(officer).expect(201);
    const again = await decide(officer);
    expect([again.status, again.body.code]).toEqual([409, 'stays.extension_decided']);
    expect(await length()).toMatchObject({
      extended: 30,
      endsOn: '2027-02-02',
      extensions: [{ decision: 'approved', decidedBy: officer.actor.name, note: 'audience le 20' }],
    });
    expect(await warnings()).toBe(0);
    const page = await manager.get(`/beds/bookings/${she.id}/length`).expect(200);
    expect(page.text).toContain('Prolongé une fois : 30 nuits de plus');
    await expect(
      mawa.transactions.run(manager.actor, (tx) =>
        tx.query(
          `INSERT INTO stay_extensions (id, booking_id, case_id, nights, reason, list_version, asked_by, decision, decided_by, decided_at)
           VALUES (gen_random_uuid(), $1, $2, 5, 'other', 1, mawa_actor(), 'approved', mawa_actor(), mawa_now())`,
          [she.id, she.caseId],
        ),
      ),
    ).rejects.toThrow('stay_extensions_asked_by_oneself');
  });

  it('a change of beds in the house goes on counting, and another house begins anew', async () => {
    const moved = await manager
      .post('/api/v1/bed-moves', { moves: [{ bookingId: she.id, bedId: house.rooms.A!.beds[1] }] })
      .expect(201);
    const id = moved.body.bookings[0].id as string;
    const { body } = await manager.get(`/api/v1/bookings/${id}/length`).expect(200);
    expect(body).toMatchObject({ began: '2026-11-24', extended: 30 });
    const other = await aShelter(mawa, { Z: { beds: 1 } });
    const gone = await officer
      .post('/api/v1/bed-moves', { moves: [{ bookingId: id, bedId: other.rooms.Z!.beds[0] }] })
      .expect(201);
    const fresh = await officer
      .get(`/api/v1/bookings/${gone.body.bookings[0].id}/length`)
      .expect(200);
    expect(fresh.body).toMatchObject({ began: '2026-12-21', extended: 0, limit: null });
    // The house that she left still reads for a week; it asks for no nights in the next one, and grants none.
    await administrator
      .post(`/api/v1/shelters/${other.id}/stay-limits`, { nights: 30 })
      .expect(201);
    const path = `/api/v1/bookings/${gone.body.bookings[0].id}/extensions`;
    const more = { nights: 5, why: 'hearing_near' };
    const former = await manager.post(path, more);
    expect([former.status, former.body.code]).toEqual([403, 'beds.not_your_shelter']);
    const asked = await officer.post(path, more).expect(201);
    const decided = await manager.post(`/api/v1/extensions/${asked.body.id}/decision`, {
      decision: 'approved',
    });
    expect([decided.status, decided.body.code]).toEqual([403, 'beds.not_your_shelter']);
  });
});
