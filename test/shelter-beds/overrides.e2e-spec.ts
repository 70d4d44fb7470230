import { addDays } from '../../modules/platform/shared/nights.rules';
import type { OverrideFigures } from '../../modules/shelter-beds';
import { startApp, type SignedIn, type TestApp, TONIGHT } from '../support/app';
import { aRequest, aShelter, aWoman, inBeds, standsAt, type TestShelter } from './house';

const SEVEN = '2026-12-01';
const WHY = 'Une collègue dort à côté et l’aide à monter';

describe('a rule that protects nobody, set aside by two people together', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let other: TestShelter;
  let manager: SignedIn;
  let second: SignedIn; // the other manager of the same house
  let worker: SignedIn;
  let next = 0;

  beforeAll(async () => {
    mawa = await startApp();
    house = await aShelter(mawa, {
      upstairs: { beds: 40, stepFree: false },
      minors: { mix: 'minors', beds: 1 },
    });
    other = await aShelter(mawa, { ground: { beds: 2 } });
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    second = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    worker = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());
  afterEach(() => mawa.clock.set(new Date(TONIGHT)));

  const inAWheelchair = () => aWoman({ accessNeed: 'step_free' });

  /** A woman in a wheelchair, and a bed up the stairs that is hers if two agree. */
  async function asked(who = manager, until = SEVEN) {
    const bed = house.rooms.upstairs!.beds[next++]!;
    const { id, caseIds } = await aRequest(mawa, worker, [inAWheelchair()], { nights: 20 });
    const { body } = await who
      .post(`/api/v1/bed-requests/${id}/overrides`, {
        placements: inBeds(caseIds, [bed]),
        reason: WHY,
        until,
      })
      .expect(201);
    const { overrideId, bookings } = body as { overrideId: string; bookings: { id: string }[] };
    return {
      request: id,
      bed,
      caseId: caseIds[0]!,
      override: overrideId,
      booking: bookings[0]!.id,
    };
  }
  const answer = (who: SignedIn, id: string, said = 'agreed') =>
    who.post(`/api/v1/overrides/${id}/answer`, { answer: said });
  const code = (body: unknown) => (body as { code: string }).code;

  test('held while it is asked; promised and received only once another agreed', async () => {
    const { request, override, booking } = await asked();
    const early = await manager.post(`/api/v1/bed-requests/${request}/promise`).expect(409);
    expect(code(early.body)).toBe('overrides.not_agreed');
    // That her officer agrees to the house is another matter.
    await worker.post(`/api/v1/bed-requests/${request}/agreement`).expect(201);
    await manager.post(`/api/v1/bookings/${booking}/check-in`).expect(409);
    await answer(second, override).expect(200);
    await worker.post(`/api/v1/bed-requests/${request}/promise`).expect(201);
    await manager.post(`/api/v1/bookings/${booking}/check-in`).expect(201);

    const page = await second.get(`/beds/bookings/${booking}`).expect(200);
    expect(page.text).toContain('Accès par des marches');
    expect(page.text).toContain(WHY);
    const { rows } = await mawa.admin.query<{ action: string; fields: unknown }>(
      `SELECT action, body::jsonb->'fields' AS fields FROM audit_log WHERE $1 = ANY (subject_ids) AND action LIKE 'overrides.%' ORDER BY action`,
      [override],
    );
    expect(rows).toEqual([
      { action: 'overrides.agree', fields: ['access'] },
      { action: 'overrides.ask', fields: ['access'] },
    ]);
    // The stay goes on after that day: the house is told to look again.
    const tasks = await mawa.admin.query(
      `SELECT kind, for_role, due_at::date::text AS due FROM tasks WHERE subject_id = $1 AND kind LIKE 'override%' AND done_at IS NULL`,
      [booking],
    );
    expect(tasks.rows).toEqual([
      { kind: 'override_ends', for_role: 'shelter_manager', due: SEVEN },
    ]);
  });

  test('whoever asked does not agree, nor does a worker without the right, nor a manager of another house', async () => {
    const { override } = await asked();
    expect(code((await answer(manager, override).expect(403)).body)).toBe(
      'overrides.second_person',
    );
    await answer(worker, override).expect(403);
    const stranger = await mawa.signIn('shelter_manager', { shelterIds: [other.id] });
    await answer(stranger, override).expect(404);
    await stranger.get(`/api/v1/overrides/${override}`).expect(404);
    const supervisor = await mawa.signIn('case_supervisor');
    await answer(supervisor, override).expect(404);
    const staff = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
    await staff.get('/api/v1/overrides').expect(403);
    await answer(second, override).expect(200);
  });

  test('a supervisor who follows the case agrees as well', async () => {
    const { override, caseId } = await asked(worker);
    const supervisor = await mawa.signIn('case_supervisor');
    await worker
      .post(`/api/v1/people/${caseId}/access`, { userId: supervisor.actor.userId })
      .expect(204);
    await answer(supervisor, override).expect(200);
  });

  test('refused: nothing stays taken, the request waits again, and the bed is free for others', async () => {
    const { override, bed, request, caseId } = await asked();
    await answer(second, override, 'refused').expect(200);
    const { rows } = await mawa.admin.query(`SELECT state FROM bookings WHERE bed_id = $1`, [bed]);
    expect(rows).toEqual([{ state: 'void' }]);
    const { body } = await worker.get(`/api/v1/bed-requests/${request}`).expect(200);
    expect(body).toMatchObject({ state: 'open', heldUntil: null, bookings: [] });
    expect(code((await answer(second, override).expect(404)).body)).toBe('common.not_found');
    // Her file is closed again to the house; she may be held elsewhere at once.
    await manager.get(`/api/v1/people/${caseId}`).expect(404);
    const elsewhere = await aRequest(mawa, worker, [aWoman()]);
    await manager
      .post(`/api/v1/bed-requests/${elsewhere.id}/holds`, {
        placements: inBeds(elsewhere.caseIds, [bed]),
      })
      .expect(201);
  });

  test('not answered while the bed is held: it lapses by itself, and nobody can agree any more', async () => {
    const { override, request } = await asked();
    mawa.clock.set(new Date('2026-11-25T00:00:00Z'));
    const [late, early] = [await mawa.signInAs(second.email), await mawa.signInAs(manager.email)];
    expect([404, 409]).toContain((await answer(late, override)).status);
    await early.post(`/api/v1/bed-requests/${request}/promise`).expect(409);
  });

  test('two agree at once: one answer, and the other is told', async () => {
    const third = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    const { override } = await asked();
    const answers = await Promise.all([
      answer(second, override),
      answer(third, override, 'refused'),
    ]);
    const statuses = answers.map(({ status }) => status).sort((a, b) => a - b);
    expect(statuses[0]).toBe(200);
    expect([404, 409]).toContain(statuses[1]);
    const { rows } = await mawa.admin.query<{ n: string }>(
      'SELECT count(*)::int AS n FROM override_answers WHERE ask_id = $1',
      [override],
    );
    expect(rows).toEqual([{ n: 1 }]);
  });

  test('two ask for the same bed at once: one holds it', async () => {
    const bed = house.rooms.upstairs!.beds[next++]!;
    const [one, two] = [
      await aRequest(mawa, worker, [inAWheelchair()]),
      await aRequest(mawa, worker, [inAWheelchair()]),
    ];
    const asks = await Promise.all(
      [one, two].map(({ id, caseIds }) =>
        manager.post(`/api/v1/bed-requests/${id}/overrides`, {
          placements: inBeds(caseIds, [bed]),
          reason: WHY,
          until: SEVEN,
        }),
      ),
    );
    expect(asks.map(({ status }) => status).sort()).toEqual([201, 409]);
  });

  test('an override that is past its day at the door is refused, and the sentence names the bed', async () => {
    const { request, booking, override } = await asked(manager, '2026-11-25');
    await answer(second, override).expect(200);
    await worker.post(`/api/v1/bed-requests/${request}/promise`).expect(201);
    mawa.clock.set(new Date('2026-11-25T18:00:00Z'));
    const again = await mawa.signInAs(manager.email);
    const refused = await again.post(`/api/v1/bookings/${booking}/check-in`).expect(409);
    expect(code(refused.body)).toBe('overrides.expired');
    // Who came in time is entered late all the same.
    await again.post(`/api/v1/bookings/${booking}/check-in`, { night: '2026-11-24' }).expect(201);
  });

  test('protection is never set aside: not a woman in the room of minors where a girl sleeps, not a taken bed', async () => {
    const room = await aShelter(mawa, { girls: { mix: 'women', beds: 2, stepFree: false } });
    const keeper = await mawa.signIn('shelter_manager', { shelterIds: [room.id] });
    const girl = await aRequest(mawa, worker, [aWoman({ birthDate: '2012-02-02' })]);
    const [first, free] = room.rooms.girls!.beds;
    await keeper
      .post(`/api/v1/bed-requests/${girl.id}/holds`, { placements: inBeds(girl.caseIds, [first!]) })
      .expect(201);
    const woman = await aRequest(mawa, worker, [inAWheelchair()]);
    const ask = (bed: string) =>
      keeper.post(`/api/v1/bed-requests/${woman.id}/overrides`, {
        placements: inBeds(woman.caseIds, [bed]),
        reason: WHY,
        until: SEVEN,
      });
    expect(code((await ask(free!).expect(422)).body)).toBe('beds.does_not_suit');
    expect(code((await ask(first!).expect(409)).body)).toBe('beds.taken');
    // Whoever runs the statement: a rule that protects is none of those that the table knows.
    const { override, booking, caseId } = await asked();
    await standsAt(mawa, TONIGHT);
    await expect(
      mawa.admin.query(
        `INSERT INTO override_rules (ask_id, asked_by, booking_id, case_id, rule, code) VALUES ($1, $2, $3, $4, 'minors', 'minor_with_adults')`,
        [override, manager.actor.userId, booking, caseId],
      ),
    ).rejects.toThrow('override_rules_never_protection');
  });

  test('what needs no override, says nothing, or lasts too long is refused with a sentence; a press twice asks once', async () => {
    const plain = await aRequest(mawa, worker, [aWoman()]);
    const bed = house.rooms.upstairs!.beds[next++]!;
    const placements = inBeds(plain.caseIds, [bed]);
    const ask = (more: object) =>
      manager.post(`/api/v1/bed-requests/${plain.id}/overrides`, {
        placements,
        reason: WHY,
        until: SEVEN,
        ...more,
      });
    expect(code((await ask({}).expect(422)).body)).toBe('overrides.nothing_to_set_aside');
    await ask({ reason: 'oui' }).expect(422);
    for (const until of ['2026-11-24', addDays('2026-11-24', 31), '2026-13-01']) {
      await ask({ until }).expect(422);
    }
    const { id, caseIds } = await aRequest(mawa, worker, [inAWheelchair()]);
    const twice = () =>
      manager.post(
        `/api/v1/bed-requests/${id}/overrides`,
        { placements: inBeds(caseIds, [bed]), reason: WHY, until: SEVEN },
        'same-press-1',
      );
    const [one, two] = [await twice().expect(201), await twice().expect(201)];
    expect(one.body).toEqual(two.body);
  });

  test('on the page: the beds that could be had, the reason, and the answer of another', async () => {
    const { id, caseIds } = await aRequest(mawa, worker, [inAWheelchair()]);
    const bed = house.rooms.upstairs!.beds[next++]!;
    const request = await manager.get(`/beds/requests/${id}`).expect(200);
    expect(request.text).toContain(`/beds/requests/${id}/overrides/new?bed`);
    const form = await manager.get(`/beds/requests/${id}/overrides/new?bed=${bed}`).expect(200);
    expect(form.text).toContain('Accès par des marches');
    const fields = { 'placements.0.caseId': caseIds[0]!, 'placements.0.bedId': bed, until: SEVEN };
    const wrong = await manager.submit(`/beds/requests/${id}/overrides`, fields).expect(422);
    expect(wrong.text).toContain(bed);
    await manager.submit(`/beds/requests/${id}/overrides`, { ...fields, reason: WHY }).expect(303);
    const list = await second.get('/beds/overrides').expect(200);
    const [, path] = /action="(\/beds\/overrides\/[^"]+\/answer)"/.exec(list.text)!;
    await second.submit(path!, { answer: 'agreed' }).expect(303);
    await manager.get('/beds/overrides').expect(200);
  });

  test('counted once, for all who may count; no case comes with it', async () => {
    const reader = await mawa.signIn('programme_officer');
    const path = '/api/v1/overrides/figures?from=2026-11-01&until=2026-12-01';
    const figures = (await reader.get(path).expect(200)).body as OverrideFigures;
    const { rows } = await mawa.admin.query<{ asked: number; made: number; refused: number }>(
      `SELECT count(*)::int AS asked, count(*) FILTER (WHERE n.answer = 'agreed')::int AS made,
              count(*) FILTER (WHERE n.answer = 'refused')::int AS refused
         FROM override_asks a LEFT JOIN override_answers n ON n.ask_id = a.id`,
    );
    const [counted] = rows;
    expect(figures).toMatchObject(counted!);
    expect(figures.made).toBeGreaterThan(3);
    expect(figures.inForce).toBeLessThanOrEqual(figures.made);
    expect(figures.byRule.find(({ rule }) => rule === 'access')!.made).toBe(figures.made);
    expect(JSON.stringify(figures)).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}/);
    await worker.get(path).expect(403);
    await reader.get('/api/v1/overrides/figures?from=2026-12-01&until=2026-11-01').expect(422);
    await reader.get('/beds/overrides').expect(200);
    expect((await reader.get('/api/v1/overrides').expect(200)).body).toEqual([]);
  });
});
