import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aGirl, aRequest, aShelter, aWoman, inBeds, register, type TestShelter } from './house';

interface Stay {
  readonly id: string;
  readonly caseId: string;
  readonly caseNumber: string;
}

describe('a family that changes beds together', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let house: TestShelter;
  let manager: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());
  beforeEach(async () => {
    await at('2026-11-24T20:00:00Z');
    house = await aShelter(mawa, { A: { beds: 3 }, B: { beds: 2 }, C: { beds: 2 } });
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
  });

  async function live(people = [aWoman(), aGirl()], beds: string[]): Promise<Stay[]> {
    const request = await aRequest(mawa, officer, people, { nights: null });
    const held = await officer
      .post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, beds),
      })
      .expect(201);
    await officer.post(`/api/v1/bed-requests/${request.id}/promise`).expect(201);
    const bookings = held.body.bookings as { id: string; caseId: string }[];
    const stays = request.caseIds.map((caseId, place) => ({
      caseId,
      caseNumber: request.caseNumbers[place]!,
      id: bookings.find((one) => one.caseId === caseId)!.id,
    }));
    for (const { id } of stays) await manager.post(`/api/v1/bookings/${id}/check-in`).expect(201);
    return stays;
  }
  async function at(instant: string) {
    mawa.clock.set(instant);
    await mawa.admin.query(
      `UPDATE sessions SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '12 hours'`,
      [instant],
    );
  }
  const bedsOf = (room: string) => house.rooms[room]!.beds;
  const fields = (moves: readonly (readonly [Stay, string])[]) =>
    Object.fromEntries(
      moves.flatMap(([{ id }, bedId], place) => [
        [`moves.${place}.bookingId`, id],
        [`moves.${place}.bedId`, bedId],
      ]),
    );
  const sleepsIn = async (stays: readonly Stay[]) =>
    (
      await mawa.admin.query<{ bed: string }>(
        `SELECT b.label AS bed FROM unnest($1::uuid[]) WITH ORDINALITY AS p (id, n)
           JOIN booking_people bp ON bp.case_id = p.id AND bp.state = 'stay'
           JOIN bookings k ON k.id = bp.booking_id JOIN beds b ON b.id = k.bed_id ORDER BY n`,
        [stays.map(({ caseId }) => caseId)],
      )
    ).rows.map(({ bed }) => bed);

  it('is offered from the page of one of them, with the others of the family in the house and nobody else', async () => {
    const [a1, a2] = bedsOf('A') as [string, string, string];
    const [mother, girl] = (await live(undefined, [a1, a2])) as [Stay, Stay];
    const [stranger] = (await live([aWoman()], [bedsOf('B')[0]!])) as [Stay];
    const { text } = await manager.get(`/beds/bookings/${mother.id}/move`).expect(200);
    expect(text).toContain(`name="with" value="${girl.id}"`);
    expect(text).not.toContain(`name="with" value="${stranger.id}"`);
    const alone = await manager.get(`/beds/bookings/${stranger.id}/move`).expect(200);
    expect(alone.text).not.toContain('name="with"');
    const api = await manager.get(`/api/v1/bookings/${mother.id}/move-choices`).expect(200);
    expect(api.body.companions).toMatchObject([{ bookingId: girl.id, bed: 'A2' }]);
  });

  it('offers linked people of the same house too', async () => {
    const [a1, a2] = bedsOf('A') as [string, string, string];
    const [one] = (await live([aWoman()], [a1])) as [Stay];
    const [other] = (await live([aWoman()], [a2])) as [Stay];
    await officer
      .post(`/api/v1/people/${one.caseId}/links`, { kind: 'sibling', otherCaseId: other.caseId })
      .expect(201);
    const { body } = await manager.get(`/api/v1/bookings/${one.id}/move-choices`).expect(200);
    expect(body.companions).toMatchObject([{ bookingId: other.id }]);
  });

  it('fills in the best beds for all of them, and moves them in one act that the audit log names once', async () => {
    const [a1, a2] = bedsOf('A') as [string, string, string];
    const family = await live(undefined, [a1, a2]);
    const [mother, girl] = family as [Stay, Stay];
    const path = `/beds/bookings/${mother.id}/party-move`;
    const { text } = await manager.get(`${path}?with=${girl.id}`).expect(200);
    const chosen = [...text.matchAll(/<option value="([0-9a-f-]{36})" selected>/g)].map(
      ([, bed]) => bed!,
    );
    expect(chosen).toHaveLength(2);
    const free = [...bedsOf('B'), ...bedsOf('C'), bedsOf('A')[2]];
    expect(chosen.every((bed) => free.includes(bed))).toBe(true);
    await manager
      .submit(
        path,
        fields([
          [mother, bedsOf('B')[0]!],
          [girl, bedsOf('B')[1]!],
        ]),
      )
      .expect(303);
    expect(await sleepsIn(family)).toEqual(['B1', 'B2']);
    const { rows } = await mawa.admin.query(
      `SELECT action, cardinality(subject_ids) AS bookings FROM audit_log WHERE actor_id = $1 AND action LIKE 'beds.transfer'`,
      [manager.actor.userId],
    );
    expect(rows).toEqual([{ action: 'beds.transfer', bookings: 4 }]);
  });

  it('moves nobody where one bed is refused, and says whose and why beside the field', async () => {
    const [a1, a2] = bedsOf('A') as [string, string, string];
    const family = await live(undefined, [a1, a2]);
    const [mother, girl] = family as [Stay, Stay];
    await live([aWoman()], [bedsOf('B')[1]!]);
    const path = `/beds/bookings/${mother.id}/party-move`;
    const refused = await manager.submit(
      path,
      fields([
        [mother, bedsOf('C')[0]!],
        [girl, bedsOf('B')[1]!],
      ]),
    );
    const { text, status } = refused;
    expect(status).toBe(409);
    expect(text).toContain(`${girl.caseNumber} : `);
    expect(text).toMatch(/id="e-moves\.1\.bedId"/);
    expect(text).not.toMatch(/id="e-moves\.0\.bedId"/);
    expect(await sleepsIn(family)).toEqual(['A1', 'A2']);
  });

  it('keeps the night that was chosen where it is refused, and moves nobody who was taken out of the list', async () => {
    const family = await live(undefined, bedsOf('A').slice(0, 2));
    const [mother, girl] = family as [Stay, Stay];
    await at('2026-11-25T20:00:00Z');
    const path = `/beds/bookings/${mother.id}/party-move`;
    const page = await manager.get(`/beds/bookings/${mother.id}/move`).expect(200);
    expect(page.text).toContain(`<input type="hidden" name="with" value="${mother.id}">`);
    const alone = await manager.get(`${path}?with=${mother.id}`).expect(200);
    expect(alone.text).not.toContain(girl.caseNumber);
    const b1 = bedsOf('B')[0]!;
    const refused = await manager.submit(path, {
      night: '2026-11-24',
      ...fields([
        [mother, b1],
        [girl, b1],
      ]),
    });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('name="night" value="2026-11-24"');
    const one = await manager.submit(`/beds/bookings/${mother.id}/move`, {
      night: '2026-11-24',
      to: 'bed:nowhere',
    });
    expect(one.status).toBe(422);
    expect(one.text).toContain('type="hidden" name="night" value="2026-11-24"');
  });

  it('judges the whole: not a girl alone in a room that her mother does not enter', async () => {
    const [a1, a2] = bedsOf('A') as [string, string, string];
    const family = await live(undefined, [a1, a2]);
    const [mother, girl] = family as [Stay, Stay];
    const { status, body } = await manager.post('/api/v1/bed-moves', {
      moves: [
        { bookingId: mother.id, bedId: bedsOf('B')[0] },
        { bookingId: girl.id, bedId: bedsOf('C')[0] },
      ],
    });
    expect([status, body.code]).toEqual([422, 'beds.does_not_suit']);
    expect(body.errors[0].field).toMatch(/^moves\.[01]\.bedId$/);
    expect(await sleepsIn(family)).toEqual(['A1', 'A2']);
  });

  it('of two families who take the last two beds at once, one has both and the other stays whole', async () => {
    const other = await aShelter(mawa, { D: { beds: 2 }, E: { beds: 2 }, F: { beds: 2 } });
    house = other;
    manager = await mawa.signIn('shelter_manager', { shelterIds: [other.id] });
    const one = await live(undefined, [...bedsOf('D')]);
    const two = await live(undefined, [...bedsOf('E')]);
    const [f1, f2] = bedsOf('F') as [string, string];
    const press = (family: readonly Stay[]) =>
      manager.post('/api/v1/bed-moves', {
        moves: [
          { bookingId: family[0]!.id, bedId: f1 },
          { bookingId: family[1]!.id, bedId: f2 },
        ],
      });
    const answers = await Promise.all([press(one), press(two)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const lost = answers.find(({ status }) => status === 409)!;
    expect([lost.body.code, lost.body.errors[0].field]).toEqual(['beds.taken', 'moves.0.bedId']);
    expect([await sleepsIn(one), await sleepsIn(two)].sort()).toEqual(
      answers[0].status === 201
        ? [
            ['E1', 'E2'],
            ['F1', 'F2'],
          ]
        : [
            ['D1', 'D2'],
            ['F1', 'F2'],
          ],
    );
  });

  it('is open to those who may move people of that house, and to nobody else', async () => {
    const [a1, a2] = bedsOf('A') as [string, string, string];
    const [mother] = (await live(undefined, [a1, a2])) as [Stay, Stay];
    const path = `/beds/bookings/${mother.id}/party-move`;
    const staff = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
    await staff.get(path).expect(403);
    const elsewhere = await aShelter(mawa, { G: { beds: 1 } });
    const stranger = await mawa.signIn('shelter_manager', { shelterIds: [elsewhere.id] });
    await stranger.get(path).expect(404);
    const [unknown] = await register(mawa, officer.actor, [aWoman()]);
    expect(unknown).toBeDefined();
    await manager
      .submit(path, { 'moves.0.bookingId': unknown!.id, 'moves.0.bedId': bedsOf('B')[0]! })
      .expect(404);
  });
});
