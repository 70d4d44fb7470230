import { JobRunner } from '../../modules/platform/queue';
import { panel } from '../home/home-page';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aShelter, type TestShelter } from './house';
import { timeIs } from './house-days';

describe('who is on duty in a house', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let manager: SignedIn;
  let staff: SignedIn;
  let stranger: SignedIn;
  beforeEach(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    await timeIs(mawa, '2026-11-24T20:00:00Z');
    house = await aShelter(mawa, { A: { beds: 2 } });
    const other = await aShelter(mawa, { Z: { beds: 1 } });
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    staff = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
    stranger = await mawa.signIn(['shelter_manager', 'shelter_staff'], { shelterIds: [other.id] });
  });
  afterEach(() => mawa.stop());

  const path = () => `/api/v1/houses/${house.id}/duties`;
  const onDuty = async (reader = manager): Promise<string[]> => {
    const { body } = await reader.get(path()).expect(200);
    return body.duties.map(({ name }: { name: string }) => name).sort();
  };

  it('is said by each for themselves, lasts as long as they said, and is shown to their house', async () => {
    expect(await onDuty()).toEqual([]);
    expect((await panel(manager, 'tonight'))!.html).toContain('Personne n’a dit être de garde');
    const { body } = await staff.post(path(), { hours: 8 }).expect(201);
    expect(body).toEqual({ until: '2026-11-25T04:00:00.000Z' });
    await manager.post(path(), { hours: 4 }).expect(201);
    expect(await onDuty()).toEqual([manager.actor.name, staff.actor.name]);
    expect((await panel(manager, 'tonight'))!.html).toMatch(
      new RegExp(`${staff.actor.name} \\(encore\\s8\\sheures\\)`),
    );

    await timeIs(mawa, '2026-11-25T00:00:00Z');
    expect(await onDuty()).toEqual([staff.actor.name]);
    await timeIs(mawa, '2026-11-25T04:00:00Z');
    expect(await onDuty()).toEqual([]);
  });

  it('lists colleagues with the comma of the language of the reader', async () => {
    await manager.post(path(), { hours: 4 }).expect(201);
    mawa.clock.advance(1000); // whoever began first stands first
    await staff.post(path(), { hours: 8 }).expect(201);
    const shelterIds = [house.id];
    for (const [language, comma] of [
      ['fr', ', '],
      ['ar', '، '],
    ] as const) {
      const reader = await mawa.signIn('shelter_manager', { shelterIds, language });
      const { html } = (await panel(reader, 'tonight'))!;
      const names = new RegExp(`${manager.actor.name} \\([^)]*\\)(.*)${staff.actor.name}`);
      const [, between] = names.exec(html) ?? [];
      expect([language, between]).toEqual([language, comma]);
    }
  });

  it('ends earlier, or counts anew; each turn stays a row', async () => {
    await staff.post(path(), { hours: 12 }).expect(201);
    await timeIs(mawa, '2026-11-25T02:00:00Z');
    await staff.post(path(), { hours: 4 }).expect(201);
    await timeIs(mawa, '2026-11-25T05:00:00Z');
    expect(await onDuty()).toEqual([staff.actor.name]);
    await staff.post(`${path()}/end`).expect(204);
    await staff.post(`${path()}/end`).expect(204);
    expect(await onDuty()).toEqual([]);
    const { rows } = await mawa.admin.query(
      'SELECT from_at, until_at FROM shelter_duties ORDER BY from_at',
    );
    expect(rows).toEqual([
      { from_at: new Date('2026-11-24T20:00:00Z'), until_at: new Date('2026-11-25T02:00:00Z') },
      { from_at: new Date('2026-11-25T02:00:00Z'), until_at: new Date('2026-11-25T05:00:00Z') },
    ]);
    const acts = await mawa.admin.query(
      `SELECT action FROM audit_log WHERE action LIKE 'duties.%' ORDER BY at`,
    );
    expect(acts.rows.map(({ action }) => action)).toEqual([
      'duties.begin',
      'duties.begin',
      'duties.end',
    ]);
  });

  it('is one turn however often it is said at once', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => staff.post(path(), { hours: 8 })));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    expect(await onDuty()).toEqual([staff.actor.name]);
  });

  it('is no business of another house, of other roles, and nobody says it for somebody else', async () => {
    await staff.post(path(), { hours: 8 }).expect(201);
    await stranger.get(path()).expect(404);
    await stranger.post(path(), { hours: 8 }).expect(404);
    await stranger.post(`${path()}/end`).expect(404);
    const officer = await mawa.signIn('reintegration_officer');
    await officer.get(path()).expect(403);
    await officer.post(path(), { hours: 8 }).expect(403);
    const sql = (who: SignedIn, text: string, values: unknown[] = []) =>
      mawa.transactions.run(who.actor, (tx) => tx.query(text, values));
    expect(await sql(stranger, 'SELECT 1 FROM shelter_duties')).toEqual([]);
    const taken = 'UPDATE shelter_duties SET until_at = mawa_now() RETURNING 1';
    expect(await sql(manager, taken)).toEqual([]);
    await expect(
      sql(
        manager,
        `INSERT INTO shelter_duties (shelter_id, user_id, until_at) VALUES ($1, $2, mawa_now() + interval '1 hour')`,
        [house.id, staff.actor.userId],
      ),
    ).rejects.toThrow('row-level security');
  });

  it('ends with the account or the place in the house, and is deleted after a year', async () => {
    await staff.post(path(), { hours: 8 }).expect(201);
    await mawa.admin.query('UPDATE users SET active = false WHERE id = $1', [staff.actor.userId]);
    expect(await onDuty()).toEqual([]);
    await mawa.admin.query('UPDATE users SET active = true WHERE id = $1', [staff.actor.userId]);
    expect(await onDuty()).toEqual([staff.actor.name]);
    await mawa.admin.query('UPDATE memberships SET until_at = $2 WHERE user_id = $1', [
      staff.actor.userId,
      mawa.clock.now(),
    ]);
    expect(await onDuty()).toEqual([]);
    const kept = async () => (await mawa.admin.query('SELECT 1 FROM shelter_duties')).rowCount;
    mawa.clock.set('2027-11-20T20:00:00Z');
    await mawa.app.get(JobRunner).prune();
    expect(await kept()).toBe(1);
    mawa.clock.set('2027-11-26T20:00:00Z');
    await mawa.app.get(JobRunner).prune();
    expect(await kept()).toBe(0);
  });

  it('is said on the page of the handover, for an hour to a day', async () => {
    for (const hours of ['0', '25', 'x', '']) {
      const refused = await staff.submit(`/house/${house.id}/duties`, { hours });
      expect([hours, refused.status]).toEqual([hours, 422]);
    }
    await staff.submit(`/house/${house.id}/duties`, { hours: '12' }).expect(303);
    const page = (await staff.get(`/house/${house.id}/handover`).expect(200)).text;
    expect(page).toContain(`<bdi>${staff.actor.name}</bdi>`);
    expect(page).toContain('Ma garde est finie');
    await staff.submit(`/house/${house.id}/duties/end`, {}).expect(303);
    const after = (await staff.get(`/house/${house.id}/handover`).expect(200)).text;
    expect(after).toContain('Personne n’a dit être de garde.');
  });
});
