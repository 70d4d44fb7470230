import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aRequest, aShelter, aWoman, inBeds, register, type TestShelter } from './house';

describe('an arrival is agreed to', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let other: TestShelter;
  let officer: SignedIn;
  let colleague: SignedIn;
  let manager: SignedIn;
  let neighbour: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    house = await aShelter(mawa, { A: { beds: 12 } });
    other = await aShelter(mawa, { A: { beds: 2 } });
    officer = await mawa.signIn('reintegration_officer');
    colleague = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    neighbour = await mawa.signIn('shelter_manager', { shelterIds: [other.id] });
  });
  afterAll(() => mawa.stop());

  let next = 0;
  const freeBeds = (count: number) => house.rooms.A!.beds.slice(next, (next += count));
  async function held(people = [aWoman()], who = manager, more: { shelterId?: string } = {}) {
    const request = await aRequest(mawa, officer, people, more);
    const { body } = await who
      .post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, freeBeds(people.length)),
      })
      .expect(201);
    const bookings = (body.bookings as { id: string }[]).map(({ id }) => id);
    return { ...request, bookings, path: `/api/v1/bed-requests/${request.id}` };
  }
  const tasks = async (caseId: string) =>
    (
      await mawa.admin.query<{ kind: string; whose: string; done: boolean }>(
        `SELECT kind, coalesce(for_role, CASE for_user WHEN $2 THEN 'officer' WHEN $3 THEN 'colleague' ELSE 'other' END) AS whose,
                done_at IS NOT NULL AS done
           FROM tasks WHERE case_id = $1 AND kind <> 'consent' ORDER BY 1, 2`,
        [caseId, officer.actor.userId, colleague.actor.userId],
      )
    ).rows;
  const identity = (who: SignedIn, caseId: string) =>
    who.post(`/api/v1/people/${caseId}/identity`, { parts: ['identity'] });

  it('a shelter that keeps a bed of its own accord does not check in: whoever holds the file is asked', async () => {
    const { path, bookings, caseIds } = await held();
    const [caseId] = caseIds as [string];
    expect(await tasks(caseId)).toEqual([{ kind: 'confirm_hold', whose: 'officer', done: false }]);
    for (const address of [`${path}/check-in`, `/api/v1/bookings/${bookings[0]}/check-in`]) {
      const refused = await manager.post(address);
      expect([refused.status, refused.body.code, refused.body.errors?.[0]?.field]).toEqual([
        422,
        'beds.arrival_not_agreed',
        'emergency',
      ]);
    }
    expect((await identity(manager, caseId)).status).toBe(403);
    await manager.post(`${path}/agreement`).expect(403);
    const unknown = await colleague.post(`${path}/agreement`);
    expect(unknown.status).toBe(404);

    await officer.post(`${path}/agreement`).expect(201);
    expect(await tasks(caseId)).toEqual([{ kind: 'confirm_hold', whose: 'officer', done: true }]);
    await manager.post(`${path}/check-in`).expect(201);
    expect((await identity(manager, caseId)).status).toBe(200);
    expect(await tasks(caseId)).toEqual([
      { kind: 'confirm_hold', whose: 'officer', done: true },
      { kind: 'person_arrived', whose: 'officer', done: false },
    ]);
    const { text } = await officer.get(`/beds/bookings/${bookings[0]}`).expect(200);
    expect(text).toContain('Maison');
    await officer
      .post(`/api/v1/bookings/${bookings[0]}/arrival-review`, { finding: 'agreed' })
      .expect(204);
    expect((await tasks(caseId)).every(({ done }) => done)).toBe(true);
  });

  it('a promise by whoever holds the file, or a hold of theirs, is the agreement', async () => {
    const promised = await held();
    await officer.post(`${promised.path}/promise`).expect(201);
    await manager.post(`${promised.path}/check-in`).expect(201);
    const byOfficer = await held([aWoman()], officer);
    expect(await tasks(byOfficer.caseIds[0]!)).toEqual([]);
    await manager.post(`${byOfficer.path}/check-in`).expect(201);
  });

  it('a promise by the shelter itself is none', async () => {
    const { path } = await held();
    await manager.post(`${path}/promise`).expect(201);
    await manager.post(`${path}/check-in`).expect(422);
    await officer.post(`${path}/agreement`).expect(201);
    await manager.post(`${path}/check-in`).expect(201);
  });

  it('at the door at 23:10 a named emergency receives them, and others look at it', async () => {
    const { path, caseIds, bookings } = await held([aWoman(), aWoman()]);
    await officer
      .post(`/api/v1/people/${caseIds[0]}/access`, { userId: colleague.actor.userId })
      .expect(204);
    expect((await manager.post(`${path}/check-in`, { emergency: 'because' })).status).toBe(422);
    await manager.post(`${path}/check-in`, { emergency: 'police_brought' }).expect(201);
    expect(await tasks(caseIds[0]!)).toEqual([
      { kind: 'arrival_review', whose: 'case_supervisor', done: false },
      { kind: 'arrival_review', whose: 'colleague', done: false },
      { kind: 'arrival_review', whose: 'officer', done: false },
      { kind: 'confirm_hold', whose: 'officer', done: true },
    ]);
    const { rows } = await mawa.admin.query(
      `SELECT basis, reason, list_version FROM arrival_agreements WHERE booking_id = ANY ($1)`,
      [bookings],
    );
    expect(rows).toEqual(
      Array.from({ length: 2 }, () => ({
        basis: 'emergency',
        reason: 'police_brought',
        list_version: '1',
      })),
    );
    const audit = await mawa.admin.query(
      `SELECT fields FROM audit_log WHERE action = 'beds.check_in' AND subject_ids @> $1::uuid[]`,
      [bookings],
    );
    expect(audit.rows).toEqual([{ fields: ['emergency'] }]);
    const file = await officer.get(`/people/${caseIds[0]}`).expect(200);
    expect(file.text).toContain('Amenée par la police ou la justice');

    const review = `/api/v1/bookings/${bookings[0]}/arrival-review`;
    await manager.post(review, { finding: 'agreed' }).expect(403);
    await neighbour.post(review, { finding: 'agreed' }).expect(404);
    await officer.post(review, { finding: 'perhaps' }).expect(422);
    await officer.post(review, { finding: 'objected' }).expect(204);
    expect((await tasks(caseIds[0]!)).filter(({ done }) => !done)).toEqual([
      { kind: 'arrival_objected', whose: 'case_supervisor', done: false },
    ]);
  });

  it('a request that is addressed to one shelter is seen there alone, which may receive', async () => {
    const asked = await held([aWoman()], manager, { shelterId: house.id });
    await neighbour.get(asked.path).expect(404);
    await manager.post(`${asked.path}/check-in`).expect(201);
    const elsewhere = await aRequest(mawa, officer, [aWoman()], { shelterId: other.id });
    await manager.get(`/api/v1/bed-requests/${elsewhere.id}`).expect(404);
    await neighbour.get(`/api/v1/bed-requests/${elsewhere.id}`).expect(200);
    const [somebody] = await register(mawa, officer.actor, [aWoman()]);
    const invented = await officer.post('/api/v1/bed-requests', {
      caseIds: [somebody!.id],
      neededFrom: '2026-11-24',
      urgency: 'tonight',
      source: 'ngo',
      basis: 'consent',
      shelterId: somebody!.id,
    });
    expect([invented.status, invented.body.code]).toEqual([422, 'beds.unknown_shelter']);
  });

  it('who is registered at the door by the shelter’s own manager waits for nobody', async () => {
    const request = await aRequest(mawa, manager);
    await manager
      .post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, freeBeds(1)),
      })
      .expect(201);
    await manager.post(`/api/v1/bed-requests/${request.id}/check-in`).expect(201);
    expect(await tasks(request.caseIds[0]!)).toEqual([]);
  });

  it('the database itself refuses an arrival that nobody agreed to, and an agreement that is not one', async () => {
    const { bookings, caseIds, id } = await held();
    const asManager = (sql: string, params: unknown[]) =>
      mawa.transactions.run(manager.actor, (tx) => tx.query(sql, params));
    await expect(
      asManager(
        `UPDATE bookings SET state = 'stay', hold_until = NULL, checked_in_at = mawa_now() WHERE id = $1`,
        [bookings[0]],
      ),
    ).rejects.toMatchObject({ constraint: 'arrivals_are_agreed' });
    for (const basis of ['holder', 'addressed']) {
      await expect(
        asManager(
          `INSERT INTO arrival_agreements (booking_id, case_id, basis, by) VALUES ($1, $2, $3, mawa_actor())`,
          [bookings[0], caseIds[0], basis],
        ),
      ).rejects.toMatchObject({ code: '42501' });
    }
    await expect(
      asManager('UPDATE bed_requests SET shelter_id = $2 WHERE id = $1', [id, house.id]),
    ).rejects.toMatchObject({ code: '42501' });
    // A bed for somebody without a request that waits for it.
    const bed = freeBeds(1)[0];
    for (const request of [null, id]) {
      await expect(
        asManager(
          `WITH k AS (INSERT INTO bookings (bed_id, shelter_id, nights, state, hold_until, created_by)
             VALUES ($1, $2, '[2026-12-24,)', 'hold', mawa_now() + interval '1 hour', mawa_actor()) RETURNING id)
           INSERT INTO booking_people (booking_id, case_id, request_id, nights, state)
           SELECT id, $3, $4, '[2026-12-24,)', 'promised' FROM k`,
          [bed, house.id, caseIds[0], request],
        ),
      ).rejects.toMatchObject({ code: '42501' });
    }
  });
});
