import { JobRunner } from '../../modules/platform/queue';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aRequest, aShelter, aWoman, inBeds, type TestShelter } from './house';

interface Stay {
  readonly id: string;
  readonly caseId: string;
}
interface BoardBed {
  readonly id: string;
  readonly freeTonight: boolean;
  readonly toPrepare: boolean;
  readonly bars: readonly { readonly kind: string }[];
}

describe('a bed between two people', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let house: TestShelter;
  let manager: SignedIn;
  let staff: SignedIn;
  let a1: string;
  let a2: string;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());
  beforeEach(async () => {
    await at('2026-11-24T18:00:00Z');
    house = await aShelter(mawa, { A: { beds: 2 } });
    [a1, a2] = house.rooms.A!.beds as [string, string];
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    staff = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
  });

  async function at(instant: string) {
    mawa.clock.set(instant);
    await mawa.admin.query(
      `UPDATE sessions SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '12 hours'`,
      [instant],
    );
  }
  const prepareFor = (hours: number) =>
    manager.put(`/api/v1/houses/${house.id}/preparation-hours`, { hours }).expect(204);
  async function kept(beds: string[], from = '2026-11-24'): Promise<Stay[]> {
    const people = beds.map(() => aWoman());
    const request = await aRequest(mawa, officer, people, { neededFrom: from, nights: null });
    const { body } = await officer
      .post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, beds),
      })
      .expect(201);
    await officer.post(`/api/v1/bed-requests/${request.id}/promise`).expect(201);
    const bookings = body.bookings as { id: string; caseId: string }[];
    return request.caseIds.map((caseId) => ({
      caseId,
      id: bookings.find((one) => one.caseId === caseId)!.id,
    }));
  }
  async function live(beds: string[]): Promise<Stay[]> {
    const stays = await kept(beds);
    for (const { id } of stays) await manager.post(`/api/v1/bookings/${id}/check-in`).expect(201);
    return stays;
  }
  const leave = ({ id }: Stay) => manager.post(`/api/v1/bookings/${id}/exit`, {});
  const hold = (requestId: string, caseIds: string[], bed: string) =>
    officer.post(`/api/v1/bed-requests/${requestId}/holds`, { placements: inBeds(caseIds, [bed]) });
  async function onTheBoard(bedId: string): Promise<BoardBed> {
    const { body } = await manager.get(`/api/v1/beds/board?shelter=${house.id}`).expect(200);
    const beds = body.shelters[0].rooms.flatMap((room: { beds: BoardBed[] }) => room.beds);
    return beds.find((bed: BoardBed) => bed.id === bedId);
  }
  const rows = async () =>
    (
      await mawa.admin.query(
        `SELECT p.outcome, m.id = $2 AS made, p.ended_by AS by, p.ended_at AS at
           FROM bed_preparations p JOIN users m ON m.id = p.made_by WHERE p.shelter_id = $1 ORDER BY p.since`,
        [house.id, manager.actor.userId],
      )
    ).rows;
  const tasks = async () =>
    (
      await mawa.admin.query<{ role: string; done: boolean }>(
        `SELECT for_role AS role, done_at IS NOT NULL AS done FROM tasks
          WHERE kind = 'bed_to_prepare' AND subject_id = $1 ORDER BY 1`,
        [house.id],
      )
    ).rows.map(({ role, done }) => [role, done]);

  it('is free at once where the house prepares none', async () => {
    const [she] = (await live([a1])) as [Stay];
    await leave(she).expect(201);
    expect(await onTheBoard(a1)).toMatchObject({ freeTonight: true, toPrepare: false, bars: [] });
    expect(await rows()).toEqual([]);
  });

  it('is to be prepared when somebody left it: not free, not proposed and not held until the house says that it is ready', async () => {
    await prepareFor(24);
    const [she] = (await live([a1])) as [Stay];
    const { id, caseIds } = await aRequest(mawa, officer);
    await leave(she).expect(201);
    expect(await onTheBoard(a1)).toMatchObject({
      freeTonight: false,
      toPrepare: true,
      bars: [{ kind: 'preparing' }],
    });
    const found = await officer.get(`/api/v1/bed-requests/${id}/candidates`).expect(200);
    const proposed = found.body.proposals.flatMap(({ places }: { places: { bedId: string }[] }) =>
      places.map(({ bedId }) => bedId),
    );
    expect(proposed).not.toContain(a1);
    // Trying rules sees the same calendar.
    const writer = await mawa.signIn('case_supervisor');
    const tried = async () => {
      const trial = {
        people: [{ sex: 'female', age: 30 }],
        from: '2026-11-24',
        until: '2026-11-25',
      };
      const { body } = await writer.post('/api/v1/placing-rules/trials', trial).expect(200);
      const bed = (body.beds as { bedId: string; after: { verdict: string } }[]).find(
        ({ bedId }) => bedId === a1,
      );
      return bed?.after.verdict;
    };
    expect(await tried()).toBe('no');
    const refused = await hold(id, caseIds, a1);
    expect([refused.status, refused.body.code]).toEqual([409, 'beds.to_prepare']);
    expect(await tasks()).toEqual([
      ['shelter_manager', false],
      ['shelter_staff', false],
    ]);
    const list = await staff.get('/tasks').expect(200);
    expect(list.text).toContain(`/house/${house.id}/beds`);

    const { text } = await staff.get(`/house/${house.id}/beds`).expect(200);
    expect(text).toContain(`value="${a1}"`);
    await staff.submit(`/house/${house.id}/beds/ready`, { bedId: a1 }).expect(303);
    expect(await rows()).toMatchObject([
      { outcome: 'ready', made: true, by: staff.actor.userId, at: mawa.clock.now() },
    ]);
    expect(await tasks()).toEqual([
      ['shelter_manager', true],
      ['shelter_staff', true],
    ]);
    expect(await onTheBoard(a1)).toMatchObject({ freeTonight: true, toPrepare: false });
    expect(await tried()).not.toBe('no');
    await hold(id, caseIds, a1).expect(201);
    const audited = await mawa.admin.query(
      `SELECT action FROM audit_log WHERE $1 = ANY (subject_ids) AND action IN ('beds.prepare', 'beds.ready') ORDER BY seq`,
      [a1],
    );
    expect(audited.rows.map(({ action }) => action)).toEqual(['beds.prepare', 'beds.ready']);
  });

  it('is said to be ready with one tap on the board, which shows the word', async () => {
    await prepareFor(24);
    const [she] = (await live([a1])) as [Stay];
    await leave(she).expect(201);
    const { text } = await manager.get(`/beds?shelter=${house.id}`).expect(200);
    expect(text).toContain('bar--preparing');
    expect(text).toContain('À préparer');
    expect(text).toMatch(new RegExp(`form="bed-ready" name="bedId" value="${a1}"`));
    const elsewhere = await officer.get(`/beds?shelter=${house.id}`).expect(200);
    expect(elsewhere.text).toContain('À préparer');
    expect(elsewhere.text).not.toContain('form="bed-ready"');
    await manager.submit(`/beds/board/ready?shelter=${house.id}`, { bedId: a1 }).expect(303);
    expect(await onTheBoard(a1)).toMatchObject({ freeTonight: true });
    await manager.submit('/beds/board/ready', { bedId: a1 }).expect(409);
  });

  it('is left by a move too, but not by two who swap', async () => {
    await prepareFor(24);
    const [one, two] = (await live([a1, a2])) as [Stay, Stay];
    const swap = [
      { bookingId: one.id, bedId: a2 },
      { bookingId: two.id, bedId: a1 },
    ];
    const { body } = await manager.post('/api/v1/bed-moves', { moves: swap }).expect(201);
    expect(await rows()).toEqual([]);
    const [, inA1] = body.bookings as [{ id: string }, { id: string }];
    await manager.post(`/api/v1/bookings/${inA1.id}/exit`, {}).expect(201);
    const [inA2] = body.bookings as [{ id: string }];
    const into = await manager.post('/api/v1/bed-moves', {
      moves: [{ bookingId: inA2.id, bedId: a1 }],
    });
    expect([into.status, into.body.code]).toEqual([409, 'beds.taken']);
    await manager.post(`/api/v1/beds/${a1}/ready`).expect(201);
    await manager
      .post('/api/v1/bed-moves', { moves: [{ bookingId: inA2.id, bedId: a1 }] })
      .expect(201);
    expect(await onTheBoard(a2)).toMatchObject({ toPrepare: true, freeTonight: false });
  });

  it('can be held for the nights after its end, and is free by itself once that has come', async () => {
    await prepareFor(24);
    const [she] = (await live([a1])) as [Stay];
    await leave(she).expect(201);
    await kept([a1], '2026-11-25');
    const [other] = (await live([a2])) as [Stay];
    await leave(other).expect(201);
    await at('2026-11-25T18:00:01Z');
    expect(await onTheBoard(a2)).toMatchObject({ freeTonight: true, toPrepare: false });
    const { id, caseIds } = await aRequest(mawa, officer, [aWoman()], { neededFrom: '2026-11-25' });
    await hold(id, caseIds, a2).expect(201);
    await mawa.app.get(JobRunner).tick('lapse-holds');
    expect(await rows()).toMatchObject([
      { outcome: 'lapsed', by: null },
      { outcome: 'lapsed', by: null },
    ]);
    expect(await tasks()).toEqual([
      ['shelter_manager', true],
      ['shelter_staff', true],
    ]);
  });

  it('ends when somebody who was expected there comes, and when the exit is undone', async () => {
    await prepareFor(48);
    const [she] = (await live([a1])) as [Stay];
    await manager.post(`/api/v1/bookings/${she.id}/planned-exit`, { on: '2026-11-25' }).expect(201);
    const [next] = (await kept([a1], '2026-11-25')) as [Stay];
    await at('2026-11-25T18:00:00Z');
    await leave(she).expect(201);
    expect(await onTheBoard(a1)).toMatchObject({ toPrepare: true, bars: [{ kind: 'promised' }] });
    await manager.post(`/api/v1/bookings/${next.id}/check-in`).expect(201);
    expect(await rows()).toMatchObject([{ outcome: 'occupied', by: manager.actor.userId }]);
    await leave(next).expect(201);
    await manager.post(`/api/v1/bookings/${next.id}/undo`, {}).expect(201);
    expect(await rows()).toMatchObject([{ outcome: 'occupied' }, { outcome: 'occupied' }]);
    expect(await onTheBoard(a1)).toMatchObject({ toPrepare: false, bars: [{ kind: 'stay' }] });
  });

  it('is not begun by an exit that is entered after its hours, and counts from the end of that day', async () => {
    await prepareFor(24);
    const [one, two] = (await live([a1, a2])) as [Stay, Stay];
    await at('2026-11-27T10:00:00Z');
    await manager.post(`/api/v1/bookings/${one.id}/exit`, { on: '2026-11-25' }).expect(201);
    expect(await onTheBoard(a1)).toMatchObject({ toPrepare: false, freeTonight: true });
    await manager.post(`/api/v1/bookings/${two.id}/exit`, { on: '2026-11-26' }).expect(201);
    const { body } = await staff.get(`/api/v1/houses/${house.id}/preparations`).expect(200);
    expect(body.beds).toMatchObject([{ bedId: a2, until: '2026-11-28T00:00:00.000Z' }]);
  });

  it('goes on where the one who came had not come, and begins where an undone move had filled the bed for a night', async () => {
    await prepareFor(48);
    const [she] = (await live([a1])) as [Stay];
    await manager.post(`/api/v1/bookings/${she.id}/planned-exit`, { on: '2026-11-25' }).expect(201);
    const [next] = (await kept([a1], '2026-11-25')) as [Stay];
    await at('2026-11-25T18:00:00Z');
    await leave(she).expect(201);
    await manager.post(`/api/v1/bookings/${next.id}/check-in`).expect(201);
    expect(await onTheBoard(a1)).toMatchObject({ toPrepare: false });
    await manager.post(`/api/v1/bookings/${next.id}/undo`, {}).expect(201);
    expect(await onTheBoard(a1)).toMatchObject({ toPrepare: true });
    expect((await rows()).map(({ outcome }) => String(outcome)).sort()).toEqual([
      'null',
      'occupied',
    ]);
    await staff.post(`/api/v1/beds/${a1}/ready`).expect(201);
    await manager.post(`/api/v1/bookings/${next.id}/check-in`).expect(201);
    const moved = await manager
      .post('/api/v1/bed-moves', { moves: [{ bookingId: next.id, bedId: a2 }] })
      .expect(201);
    await staff.post(`/api/v1/beds/${a1}/ready`);
    await at('2026-11-26T18:00:00Z');
    await manager.post(`/api/v1/bookings/${moved.body.bookings[0].id}/undo`, {}).expect(201);
    expect(await onTheBoard(a2)).toMatchObject({ toPrepare: true });
  });

  it('of the last two beds that are ready at once the task ends; a later exit puts its end off', async () => {
    await prepareFor(24);
    const [one, two] = (await live([a1, a2])) as [Stay, Stay];
    await leave(one).expect(201);
    await at('2026-11-24T21:00:00Z');
    await leave(two).expect(201);
    const { rows: due } = await mawa.admin.query(
      `SELECT DISTINCT due_at FROM tasks WHERE kind = 'bed_to_prepare' AND subject_id = $1`,
      [house.id],
    );
    expect(due).toEqual([{ due_at: new Date('2026-11-25T21:00:00Z') }]);
    const filtered = await staff.get(`/tasks?house=${house.id}`).expect(200);
    expect(filtered.text).toContain(`/house/${house.id}/beds`);
    const other = await aShelter(mawa, { B: { beds: 1 } });
    const ofBoth = await mawa.signIn('shelter_manager', { shelterIds: [house.id, other.id] });
    const choices = (await ofBoth.get('/tasks').expect(200)).text;
    expect(choices).toContain(`<option value="${house.id}">`);
    expect(choices).not.toContain(`<option value="${other.id}">`);
    const answers = await Promise.all(
      [a1, a2].map((bed) => staff.post(`/api/v1/beds/${bed}/ready`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect((await tasks()).map(([, done]) => done)).toEqual([true, true]);
  });

  it('of an exit and a hold at the same instant the hold never wins the bed', async () => {
    await prepareFor(24);
    for (const bed of [a1, a2]) {
      const [she] = (await live([bed])) as [Stay];
      const { id, caseIds } = await aRequest(mawa, officer);
      const [left, held] = await Promise.all([leave(she), hold(id, caseIds, bed)]);
      expect(left.status).toBe(201);
      expect(held.status).toBe(409);
      expect(['beds.taken', 'beds.to_prepare']).toContain(held.body.code);
    }
  });

  it('of two who say at once that it is ready, one row says who', async () => {
    await prepareFor(24);
    const [she] = (await live([a1])) as [Stay];
    await leave(she).expect(201);
    const answers = await Promise.all([
      manager.post(`/api/v1/beds/${a1}/ready`),
      staff.post(`/api/v1/beds/${a1}/ready`),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const second = answers.find(({ status }) => status === 409)!;
    expect(second.body.code).toBe('beds.ready_already');
  });

  it('is said to be ready by those who work in the house, and its hours are set by the managers alone', async () => {
    await prepareFor(24);
    const [she] = (await live([a1])) as [Stay];
    await leave(she).expect(201);
    await officer.post(`/api/v1/beds/${a1}/ready`).expect(403);
    const other = await aShelter(mawa, { B: { beds: 1 } });
    const stranger = await mawa.signIn('shelter_staff', { shelterIds: [other.id] });
    await stranger.post(`/api/v1/beds/${a1}/ready`).expect(404);
    await stranger.get(`/house/${house.id}/beds`).expect(404);
    await staff.submit(`/house/${house.id}/beds/preparation-hours`, { hours: '0' }).expect(403);
    const wrong = await manager.submit(`/house/${house.id}/beds/preparation-hours`, {
      hours: '169',
    });
    expect(wrong.status).toBe(422);
    await manager.submit(`/house/${house.id}/beds/preparation-hours`, { hours: '0' }).expect(303);
    const list = await staff.get(`/api/v1/houses/${house.id}/preparations`).expect(200);
    expect(list.body).toMatchObject({ hours: 0, beds: [{ bedId: a1, bed: 'A1' }] });
  });
});
