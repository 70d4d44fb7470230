import { NightClosing } from '../../modules/shelter-beds';
import { NIGHT_CLOSING } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aGirl, aRequest, aShelter, aWoman, inBeds, type TestShelter } from './house';

describe('more nights are a placement again', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());
  beforeEach(async () => {
    await at('2026-11-24T20:00:00Z');
    house = await aShelter(mawa, { A: { beds: 2 }, B: { beds: 2 } });
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
  });

  async function at(instant: string) {
    mawa.clock.set(instant);
    await mawa.admin.query(
      `UPDATE sessions SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '12 hours'`,
      [instant],
    );
  }
  async function kept(bedId: string, from: string, nights: number | null, person = aWoman()) {
    const request = await aRequest(mawa, officer, [person], { neededFrom: from, nights });
    const held = await officer
      .post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, [bedId]),
      })
      .expect(201);
    await officer.post(`/api/v1/bed-requests/${request.id}/promise`).expect(201);
    return { id: held.body.bookings[0].id as string, caseId: request.caseIds[0]! };
  }
  async function stays(bedId: string, nights: number | null, person = aWoman()) {
    const booking = await kept(bedId, '2026-11-24', nights, person);
    await manager.post(`/api/v1/bookings/${booking.id}/check-in`).expect(201);
    return booking;
  }
  const apart = (a: { caseId: string }, b: { caseId: string }) =>
    officer.post(`/api/v1/people/${a.caseId}/keep-apart`, { otherCaseId: b.caseId }).expect(201);
  const planExit = (id: string, on?: string) =>
    manager.post(`/api/v1/bookings/${id}/planned-exit`, { on });
  const nightsOf = async (id: string) =>
    (await mawa.admin.query('SELECT nights::text FROM bookings WHERE id = $1', [id])).rows[0]
      .nights as string;

  it('two who are kept apart are not brought together, in the words of a bed that is promised to others', async () => {
    const [a1, a2] = house.rooms.A!.beds as [string, string];
    const she = await stays(a1, 3);
    const other = await kept(house.rooms.B!.beds[0]!, '2026-11-27', 5);
    await apart(she, other);
    const free = await stays(a2, 3);
    await kept(a2, '2026-11-27', 5);
    for (const on of ['2026-11-30', undefined]) {
      const barred = await planExit(she.id, on);
      const taken = await planExit(free.id, on);
      expect([barred.status, barred.body.code]).toEqual([409, 'beds.taken']);
      expect([taken.status, taken.body.code]).toEqual([409, 'beds.taken']);
      expect(barred.body.detail.replace('A1', '·')).toBe(taken.body.detail.replace('A2', '·'));
    }
    expect(await nightsOf(she.id)).toBe('[2026-11-24,2026-11-27)');
    await planExit(she.id, '2026-11-26').expect(201);
    await planExit(she.id, '2026-11-27').expect(201);
    const conflict = await planExit(she.id, '2026-11-28');
    expect(conflict.status).toBe(409);
  });

  it('a woman does not stay on beside a girl who is a stranger to her', async () => {
    const [a1, a2] = house.rooms.A!.beds as [string, string];
    const woman = await stays(a1, 3);
    await kept(a2, '2026-11-27', 5, aGirl({ birthDate: '2011-04-04' }));
    const refused = await planExit(woman.id, '2026-11-29');
    expect([refused.status, refused.body.code]).toEqual([422, 'beds.does_not_suit']);
    expect(refused.body.detail).toContain('A1');
  });

  it('where nobody stands against it a stay is prolonged, and opened', async () => {
    const she = await stays(house.rooms.A!.beds[0]!, 3);
    await kept(house.rooms.A!.beds[1]!, '2026-11-25', 30);
    await planExit(she.id, '2026-12-05').expect(201);
    await planExit(she.id).expect(201);
    expect(await nightsOf(she.id)).toBe('[2026-11-24,)');
  });

  it('somebody of unknown age in the room is asked about first', async () => {
    const she = await stays(house.rooms.A!.beds[0]!, 3);
    const request = await aRequest(mawa, officer, [aWoman({ birthDate: null })], {
      neededFrom: '2026-11-27',
    });
    await officer
      .post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, [house.rooms.A!.beds[1]!]),
        reason: 'elle dit avoir trente ans',
      })
      .expect(201);
    const asked = await planExit(she.id, '2026-11-29');
    expect([asked.status, asked.body.code]).toEqual([422, 'beds.reason_needed']);
    await manager
      .post(`/api/v1/bookings/${she.id}/planned-exit`, {
        on: '2026-11-29',
        reason: 'elle dit avoir trente ans',
      })
      .expect(201);
  });

  it('whoever comes after the last promised night asks for new nights', async () => {
    const late = await kept(house.rooms.A!.beds[0]!, '2026-11-24', 2);
    const other = await kept(house.rooms.B!.beds[0]!, '2026-11-26', 5);
    await apart(late, other);
    await at('2026-11-26T20:00:00Z');
    const refused = await manager.post(`/api/v1/bookings/${late.id}/check-in`);
    expect([refused.status, refused.body.code]).toEqual([409, 'beds.taken']);
    const calm = await kept(house.rooms.A!.beds[1]!, '2026-11-26', 1);
    await at('2026-11-27T20:00:00Z');
    await manager.post(`/api/v1/bookings/${calm.id}/check-in`).expect(201);
    expect(await nightsOf(calm.id)).toBe('[2026-11-27,)');
  });

  it('a prolongation and a placement that may not meet take turns', async () => {
    const she = await stays(house.rooms.A!.beds[0]!, 3);
    const request = await aRequest(mawa, officer, [aWoman()], { neededFrom: '2026-11-27' });
    await apart(she, { caseId: request.caseIds[0]! });
    const answers = await Promise.all([
      planExit(she.id, '2026-11-30'),
      officer.post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, [house.rooms.B!.beds[0]!]),
      }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  it('whoever simply still sleeps there is prolonged; those who keep watch get a task without a cause', async () => {
    const she = await stays(house.rooms.A!.beds[0]!, 1);
    const other = await kept(house.rooms.B!.beds[0]!, '2026-11-25', 5);
    const calm = await stays(house.rooms.A!.beds[1]!, 1);
    await apart(she, other);
    await at('2026-11-26T13:00:00Z');
    for (const night of ['2026-11-24', '2026-11-25']) {
      await mawa.transactions.run(NIGHT_CLOSING, (tx) =>
        mawa.app.get(NightClosing).closeNight(tx, night),
      );
    }
    expect(await nightsOf(she.id)).toBe('[2026-11-24,2026-11-26)');
    const { rows } = await mawa.admin.query(
      `SELECT kind, subject_id AS of, coalesce(for_role, 'holder') AS whose, case_id IS NOT NULL AS seen_by_access
         FROM tasks WHERE subject_id = ANY ($1) AND done_at IS NULL AND kind <> 'person_arrived'`,
      [[she.id, other.id, calm.id]],
    );
    const of = (id: string) =>
      [
        { kind: 'overdue_stay', of: id, whose: 'shelter_manager', seen_by_access: false },
        { kind: 'stay_to_review', of: id, whose: 'case_supervisor', seen_by_access: true },
        { kind: 'stay_to_review', of: id, whose: 'holder', seen_by_access: true },
      ].map((one) => JSON.stringify(one));
    expect(rows.map((row) => JSON.stringify(row)).sort()).toEqual(
      [...of(she.id), ...of(other.id)].sort(),
    );
    const list = await manager.get('/tasks').expect(200);
    expect(list.text).toContain('Revoir la fin du séjour');
  });

  it('a bed in which somebody still sleeps past the planned end is not taken out of service', async () => {
    const [bed] = house.rooms.A!.beds as [string];
    const she = await stays(bed, 1);
    const block = (from: string) =>
      manager.post(`/api/v1/beds/${bed}/blocks`, { from, reason: 'repair' });
    await at('2026-11-26T20:00:00Z');
    for (const from of ['2026-11-25', '2026-11-26']) {
      const refused = await block(from);
      expect([refused.status, refused.body.code]).toEqual([409, 'beds.block_taken']);
    }
    await manager.post(`/api/v1/bookings/${she.id}/exit`, { on: '2026-11-26' }).expect(201);
    await block('2026-11-26').expect(201);
  });

  it('nobody but the closing of a night asks which stays to look at', async () => {
    await expect(
      mawa.transactions.run(manager.actor, (tx) =>
        tx.query(`SELECT * FROM blind_stays_to_review('{}', '2026-11-24')`),
      ),
    ).rejects.toMatchObject({ code: '42501' });
  });
});
