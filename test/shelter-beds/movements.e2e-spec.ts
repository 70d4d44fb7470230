/** The coming days of a house: arrivals, returns from an absence, departures, and who should have left. */
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { countStatements } from '../support/count-statements';
import { aRequest, aShelter, aWoman, inBeds, standsAt, type TestShelter } from './house';
import { comesToStay, timeIs } from './house-days';

interface Movement {
  readonly kind: string;
  readonly day: string;
  readonly bookingId: string;
  readonly caseNumber: string | null;
  readonly heldUntil: string | null;
}

describe('arrivals and departures of a house', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  let staff: SignedIn;
  let free = 0;
  const bed = () => house.rooms.A!.beds[free++]!;

  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    officer = await mawa.signIn('reintegration_officer');
    await standsAt(mawa, '2026-11-24T20:00:00Z');
    house = await aShelter(mawa, { A: { beds: 12 } });
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    staff = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
  });
  afterAll(() => mawa.stop());

  const coming = async (who = staff): Promise<Movement[]> =>
    (await who.get(`/api/v1/houses/${house.id}/movements`).expect(200)).body.movements;
  async function held(from: string): Promise<{ id: string; request: string; number: string }> {
    const { id, caseIds, caseNumbers } = await aRequest(mawa, officer, [aWoman()], {
      neededFrom: from,
      nights: 3,
    });
    const placements = inBeds(caseIds, [bed()]);
    const answer = await officer
      .post(`/api/v1/bed-requests/${id}/holds`, { placements })
      .expect(201);
    return { id: answer.body.bookings[0].id, request: id, number: caseNumbers[0]! };
  }

  it('says that nothing is planned in an empty house', async () => {
    expect(await coming()).toEqual([]);
    const { text } = await staff.get(`/house/${house.id}/movements`).expect(200);
    expect(text.match(/Rien de prévu/g)).toHaveLength(7);
  });

  it('lists who comes, comes back and leaves, each on its day, and who should have left', async () => {
    const people = { officer, manager };
    const overdue = await comesToStay(mawa, people, bed(), { nights: 1 });
    const leaves = await comesToStay(mawa, people, bed(), { nights: 3 });
    const away = await comesToStay(mawa, people, bed());
    await staff.post(`/api/v1/bookings/${away.id}/leaves`, { backOn: '2026-11-28' }).expect(201);
    const later = await comesToStay(mawa, people, bed(), { nights: 20 });
    await timeIs(mawa, '2026-11-26T20:00:00Z');
    const promised = await held('2026-11-27');
    await officer.post(`/api/v1/bed-requests/${promised.request}/promise`).expect(201);
    const kept = await held('2026-11-28');
    const beyond = await held('2026-12-05');
    const found = await coming();
    expect(found.map(({ kind, day, bookingId }) => [day, kind, bookingId])).toEqual([
      ['2026-11-25', 'departure', overdue.id],
      ['2026-11-27', 'arrival', promised.id],
      ['2026-11-27', 'departure', leaves.id],
      ['2026-11-28', 'arrival', kept.id],
      ['2026-11-28', 'return', away.id],
    ]);
    expect(found.find(({ bookingId }) => bookingId === kept.id)!.heldUntil).not.toBeNull();
    expect(found.find(({ bookingId }) => bookingId === promised.id)!.heldUntil).toBeNull();
    for (const id of [later.id, beyond.id])
      expect(found.map(({ bookingId }) => bookingId)).not.toContain(id);
    const { text } = await staff.get(`/house/${house.id}/movements`).expect(200);
    expect(text).toContain('Départ prévu dépassé');
    expect(text).toMatch(/27\s+nov\.\s+2026\s+·\s+demain/);
    expect(text).toContain(promised.number);
    const { rows } = await mawa.admin.query<{ ids: string[] }>(
      `SELECT subject_ids AS ids FROM audit_log WHERE action = 'house.read_movements' AND actor_id = $1
        ORDER BY seq DESC LIMIT 1`,
      [staff.actor.userId],
    );
    expect(rows[0]!.ids).toHaveLength(5);
  });

  it('expects tonight who was promised a bed for a night before and has not come', async () => {
    const late = await held('2026-11-26');
    await officer.post(`/api/v1/bed-requests/${late.request}/promise`).expect(201);
    await timeIs(mawa, '2026-11-27T20:00:00Z');
    const found = (await coming()).find(({ bookingId }) => bookingId === late.id);
    expect(found).toMatchObject({ kind: 'arrival', day: '2026-11-27' });
    await timeIs(mawa, '2026-11-26T20:00:00Z');
  });

  it('leaves out a hold whose time is over', async () => {
    const before = (await coming()).length;
    await timeIs(mawa, '2026-11-26T23:00:00Z');
    expect((await coming()).filter(({ heldUntil }) => heldUntil !== null)).toEqual([]);
    expect(await coming()).toHaveLength(before - 1);
  });

  it('takes as many statements for many people as for none', async () => {
    const other = await aShelter(mawa, { A: { beds: 1 } });
    const elsewhere = await mawa.signIn('shelter_staff', { shelterIds: [other.id] });
    const of = (who: SignedIn, id: string) =>
      countStatements(mawa, () => who.get(`/api/v1/houses/${id}/movements`).expect(200));
    await of(elsewhere, other.id);
    expect(await of(staff, house.id)).toBeLessThanOrEqual((await of(elsewhere, other.id)) + 1);
  });

  it('is not found by those who do not work there, and closed to other roles', async () => {
    const other = await aShelter(mawa, { A: { beds: 1 } });
    const elsewhere = await mawa.signIn('shelter_manager', { shelterIds: [other.id] });
    for (const path of [`/api/v1/houses/${house.id}/movements`, `/house/${house.id}/movements`]) {
      await elsewhere.get(path).expect(404);
      for (const role of ['hotline_operator', 'finance_officer', 'auditor'] as const)
        await (await mawa.signIn(role)).get(path).expect(403);
      await officer.get(path).expect(403);
    }
    await staff.get('/house/x/movements').expect(400);
  });
});
