import { JobHandlers } from '../../modules/platform/queue';
import { HOLD_EXPIRY_ACTOR } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aGirl, aRequest, aShelter, aWoman, inBeds, register, type TestShelter } from './house';

describe('a request for a bed', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let other: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  let neighbour: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    house = await aShelter(mawa, { A: { beds: 10 } });
    other = await aShelter(mawa, { A: { beds: 2 } });
    officer = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    neighbour = await mawa.signIn('shelter_manager', { shelterIds: [other.id] });
  });
  afterAll(() => mawa.stop());
  beforeEach(() => at('2026-11-24T23:10:00Z'));

  async function at(instant: string) {
    mawa.clock.set(instant);
    await mawa.admin.query(
      `UPDATE sessions SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '12 hours'`,
      [instant],
    );
  }
  let next = 0;
  const freeBeds = (count: number) => house.rooms.A!.beds.slice(next, (next += count));
  const asked = (caseIds: string[]) => ({
    caseIds,
    neededFrom: '2026-11-24',
    urgency: 'tonight',
    source: 'ngo',
    basis: 'consent',
  });
  const hold = (who: SignedIn, request: { id: string; caseIds: string[] }) =>
    who.post(`/api/v1/bed-requests/${request.id}/holds`, {
      placements: inBeds(request.caseIds, freeBeds(request.caseIds.length)),
    });
  /** What the minute's work does. */
  const chore = () =>
    mawa.transactions.run(HOLD_EXPIRY_ACTOR, async (tx) => {
      await tx.query('SELECT lapse_holds(NULL, NULL)');
      await tx.query('SELECT lapse_requests(NULL)');
    });

  it('waits once for each of its people, also where two ask at once', async () => {
    const family = await aRequest(mawa, officer, [aWoman(), aGirl()]);
    const again = await officer.post('/api/v1/bed-requests', asked([family.caseIds[1]!]));
    expect([again.status, again.body.code]).toEqual([409, 'beds.already_asked']);
    const page = await officer.submit('/beds/requests', { ...asked([family.caseIds[1]!]) });
    expect(page.status).toBe(409);
    expect(page.text).toContain(`/beds/requests/${family.id}`);

    const { text } = await officer.get(`/beds/requests/${family.id}`).expect(200);
    expect(text).toMatch(/<li>femme, \d+ ans[\s\S]*<li>fille, \d+ ans/);

    const [she] = await register(mawa, officer.actor, [aWoman()]);
    const answers = await Promise.all([
      officer.post('/api/v1/bed-requests', asked([she!.id])),
      officer.post('/api/v1/bed-requests', asked([she!.id])),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { rows } = await mawa.admin.query(
      `SELECT count(*)::int AS n FROM request_people WHERE case_id = $1 AND state = 'open'`,
      [she!.id],
    );
    expect(rows).toEqual([{ n: 1 }]);
    await officer.post(`/api/v1/bed-requests/${family.id}/withdraw`, {}).expect(204);
    await officer.post('/api/v1/bed-requests', asked([family.caseIds[1]!])).expect(201);
  });

  it('a bed that falls through wakes no request of somebody who is asked for anew', async () => {
    const first = await aRequest(mawa, officer);
    await hold(officer, first).expect(201);
    await officer.post(`/api/v1/bed-requests/${first.id}/promise`).expect(201);
    await officer.post('/api/v1/bed-requests', asked(first.caseIds)).expect(201);
    await officer.post(`/api/v1/bed-requests/${first.id}/release`).expect(201);
    const { body } = await officer.get(`/api/v1/bed-requests/${first.id}`).expect(200);
    expect(body.state).toBe('withdrawn');
  });

  it('ends after fourteen days for every shelter, is told to whoever opened it, and can be renewed by them', async () => {
    const request = await aRequest(mawa, officer);
    const path = `/api/v1/bed-requests/${request.id}`;
    await manager.post(`${path}/renewal`).expect(403);
    await at('2026-12-01T10:00:00Z');
    await officer.post(`${path}/renewal`).expect(204);
    await at('2026-12-15T09:59:00Z');
    await neighbour.get(path).expect(200);
    await at('2026-12-15T10:00:00Z');
    // No job has run: the time alone ends it.
    await neighbour.get(path).expect(404);
    expect((await officer.get(path).expect(200)).body.state).toBe('expired');
    const refused = await hold(officer, request);
    expect([refused.status, refused.body.code]).toEqual([409, 'beds.request_is_closed']);
    expect((await officer.get('/api/v1/bed-requests')).text).not.toContain(request.id);

    await chore();
    const told = async () =>
      (
        await mawa.admin.query(
          `SELECT kind, for_user = $2 AS hers, done_at IS NOT NULL AS done FROM tasks WHERE subject_id = $1`,
          [request.id, officer.actor.userId],
        )
      ).rows;
    expect(await told()).toEqual([{ kind: 'bed_request_expired', hers: true, done: false }]);
    const { rows } = await mawa.admin.query(
      `SELECT actor_id, outcome, body::json->>'action' AS said FROM audit_log WHERE action = 'requests.expire' AND subject_ids @> ARRAY[$1::uuid]`,
      [request.id],
    );
    expect(rows).toEqual([
      { actor_id: HOLD_EXPIRY_ACTOR.userId, outcome: 'done', said: 'requests.expire' },
    ]);
    await officer.post(`${path}/renewal`).expect(204);
    await neighbour.get(path).expect(200);
    expect((await told())[0].done).toBe(true);
  });

  it('a request past its time never stands in the way of a new one', async () => {
    const request = await aRequest(mawa, officer);
    await at('2026-12-20T10:00:00Z');
    await officer
      .post('/api/v1/bed-requests', { ...asked(request.caseIds), neededFrom: '2026-12-20' })
      .expect(201);
    const refused = await officer.post(`/api/v1/bed-requests/${request.id}/renewal`);
    expect([refused.status, refused.body.code]).toEqual([409, 'beds.already_asked']);
  });

  it('a hold that lapses is written down as the work of the system, whoever’s press found it', async () => {
    const [byJob, byPress] = [await aRequest(mawa, officer), await aRequest(mawa, officer)];
    const first = (await hold(officer, byJob).expect(201)).body.bookings[0].id as string;
    const second = (await hold(officer, byPress).expect(201)).body.bookings[0].id as string;
    await at('2026-11-24T23:55:00Z');
    await hold(officer, byPress).expect(201); // frees the person’s own lapsed hold on the way
    const lapsed = async (id: string) =>
      (
        await mawa.admin.query(
          `SELECT a.actor_id, a.lane, a.body::json->'ids'->>0 AS first, h.by
             FROM audit_log a JOIN booking_changes h ON h.booking_id = $1 AND h.reason = 'lapsed'
            WHERE a.action = 'beds.lapse' AND a.subject_ids @> ARRAY[$1::uuid]`,
          [id],
        )
      ).rows;
    const line = (id: string) => ({
      actor_id: HOLD_EXPIRY_ACTOR.userId,
      lane: 2,
      first: id,
      by: HOLD_EXPIRY_ACTOR.userId,
    });
    expect(await lapsed(second)).toEqual([line(second)]);
    expect(await lapsed(first)).toEqual([]);
    await mawa.app.get(JobHandlers).scheduledTask('lapse-holds').run(HOLD_EXPIRY_ACTOR);
    expect(await lapsed(first)).toEqual([line(first)]);
  });

  it('a hold is kept longer by those who hold it, with what it opens, up to the limit', async () => {
    const request = await aRequest(mawa, officer);
    const path = `/api/v1/bed-requests/${request.id}`;
    await hold(manager, request).expect(201);
    await neighbour.post(`${path}/hold-renewal`).expect(409);
    await at('2026-11-24T23:50:00Z');
    const once = await manager.post(`${path}/hold-renewal`).expect(201);
    expect(once.body.holdUntil).toBe('2026-11-25T00:35:00.000Z');
    await at('2026-11-25T00:30:00Z');
    expect((await manager.get(path)).body.bookings).toHaveLength(1);
    await manager.post(`${path}/hold-renewal`).expect(201);
    await at('2026-11-25T01:10:00Z');
    await manager.post(`${path}/hold-renewal`).expect(201);
    await at('2026-11-25T01:50:00Z');
    const last = await manager.post(`${path}/hold-renewal`).expect(201);
    expect(last.body.holdUntil).toBe('2026-11-25T02:10:00.000Z'); // three hours after 23:10
    const enough = await manager.post(`${path}/hold-renewal`);
    expect([enough.status, enough.body.code]).toEqual([409, 'beds.hold_limit']);
    await at('2026-11-25T02:10:00Z');
    const late = await officer.post(`${path}/hold-renewal`);
    expect([late.status, late.body.code]).toEqual([409, 'beds.hold_lapsed']);
  });

  it('the list of what waits says that it is held, and where only to those who may know', async () => {
    const request = await aRequest(mawa, officer);
    await hold(manager, request).expect(201);
    const { rows } = await mawa.admin.query<{ code_name: string }>(
      'SELECT code_name FROM shelters WHERE id = $1',
      [house.id],
    );
    const waiting = async (who: SignedIn) => {
      const { text } = await who.get('/beds').expect(200);
      const entry = text.split(`${request.id}`)[1]!.split('</li>')[0]!;
      return [entry.includes('23:55'), entry.includes(rows[0]!.code_name)];
    };
    expect(await waiting(officer)).toEqual([true, true]);
    expect(await waiting(manager)).toEqual([true, true]);
    expect(await waiting(neighbour)).toEqual([true, false]);
  });
});
