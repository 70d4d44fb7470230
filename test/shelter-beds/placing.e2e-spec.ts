import { startApp, type SignedIn, type TestApp } from '../support/app';
import { countStatements } from '../support/count-statements';
import { aBoy, aGirl, aRequest, aShelter, aWoman, inBeds, type TestShelter } from './house';

describe('a woman with two children at 23:10', () => {
  let mawa: TestApp;
  let argane: TestShelter;
  let other: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  let neighbour: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    argane = await aShelter(mawa, { A: { beds: 2 }, F: { mix: 'family', beds: 3 } });
    other = await aShelter(mawa, { A: { beds: 2 } });
    officer = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [argane.id] });
    neighbour = await mawa.signIn('shelter_manager', { shelterIds: [other.id] });
  });
  afterAll(() => mawa.stop());

  it('one screen proposes the family room, and one press keeps it', async () => {
    const request = await aRequest(mawa, officer, [aWoman(), aGirl(), aBoy()]);
    const found = await manager.get(`/api/v1/bed-requests/${request.id}/candidates`).expect(200);
    const [best] = found.body.proposals;
    expect(best.shelterId).toBe(argane.id);
    expect(best.places.map((place: { label: string }) => place.label).sort()).toEqual([
      'F1',
      'F2',
      'F3',
    ]);
    expect(best.reasons.map((one: { text: string }) => one.text)).toContain(
      'Tous dans la même chambre',
    );
    const placements = best.places.map(({ caseId, bedId }: { caseId: string; bedId: string }) => ({
      caseId,
      bedId,
    }));
    const held = await manager
      .post(`/api/v1/bed-requests/${request.id}/holds`, { placements })
      .expect(201);
    expect(held.body.bookings).toHaveLength(3);
    expect(held.body.holdUntil).toBe('2026-11-24T23:55:00.000Z');
    const elsewhere = await neighbour.get(`/api/v1/bed-requests/${request.id}`).expect(200);
    expect(elsewhere.body.heldUntil).toBe('2026-11-24T23:55:00.000Z');
    expect(elsewhere.body.bookings).toEqual([]);
    expect(elsewhere.body.people[0].caseNumber).toBeNull();

    await manager.post(`/api/v1/bed-requests/${request.id}/promise`).expect(201);
    await neighbour.get(`/api/v1/bed-requests/${request.id}`).expect(404);
    await officer.post(`/api/v1/bed-requests/${request.id}/agreement`).expect(201);
    await manager.post(`/api/v1/bed-requests/${request.id}/check-in`).expect(201);
    const { rows } = await mawa.admin.query(
      `SELECT state, nights::text, mix_sign, checked_in_at IS NOT NULL AS here FROM bookings WHERE shelter_id = $1 ORDER BY mix_sign`,
      [argane.id],
    );
    expect(rows).toEqual([
      { state: 'stay', nights: '[2026-11-24,)', mix_sign: 'boy', here: true },
      { state: 'stay', nights: '[2026-11-24,)', mix_sign: 'girl', here: true },
      { state: 'stay', nights: '[2026-11-24,)', mix_sign: 'woman', here: true },
    ]);
    const { rows: changes } = await mawa.admin.query(
      'SELECT from_state, to_state, count(*)::int FROM booking_changes GROUP BY 1, 2 ORDER BY count(*), 2, 1',
    );
    expect(changes).toEqual([
      { from_state: null, to_state: 'hold', count: 3 },
      { from_state: 'hold', to_state: 'promised', count: 3 },
      { from_state: 'promised', to_state: 'stay', count: 3 },
    ]);
  });

  it('all are placed or nobody', async () => {
    const request = await aRequest(mawa, officer, [aWoman(), aGirl()]);
    const [a1] = argane.rooms.A!.beds as [string];
    const half = await officer.post(`/api/v1/bed-requests/${request.id}/holds`, {
      placements: inBeds(request.caseIds.slice(0, 1), [a1]),
    });
    expect([half.status, half.body.code]).toEqual([422, 'beds.all_or_none']);
    const taken = await officer.post(`/api/v1/bed-requests/${request.id}/holds`, {
      placements: inBeds(request.caseIds, [a1, argane.rooms.F!.beds[0]!]),
    });
    expect([taken.status, taken.body.code]).toEqual([409, 'beds.taken']);
    const { rows } = await mawa.admin.query(
      `SELECT 1 FROM bookings WHERE bed_id = $1 AND state <> 'void'`,
      [a1],
    );
    expect(rows).toEqual([]);
  });

  it('a hold takes eight statements, and candidates and board as many for few beds as for many', async () => {
    const request = await aRequest(mawa, officer);
    const few = await countStatements(mawa, () =>
      officer.get(`/api/v1/bed-requests/${request.id}/candidates`).expect(200),
    );
    const board = () => countStatements(mawa, () => officer.get('/api/v1/beds/board').expect(200));
    const small = await board();
    const large = await aShelter(mawa, { Z: { beds: 60 } });
    const many = await countStatements(mawa, () =>
      officer.get(`/api/v1/bed-requests/${request.id}/candidates`).expect(200),
    );
    expect(many).toBe(few);
    expect(await board()).toBe(small);
    const hold = await countStatements(mawa, () =>
      officer
        .post(
          `/api/v1/bed-requests/${request.id}/holds`,
          { placements: inBeds(request.caseIds, large.rooms.Z!.beds) },
          'once-and-no-more',
        )
        .expect(201),
    );
    // The session; the request id three times; locks, facts, writing, agreement.
    expect(hold).toBe(8);
  });
});
