import { NightClosing } from '../../modules/shelter-beds';
import { NIGHT_CLOSING } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { openedGrant } from '../grant-budgeting/samples';
import {
  aGirl,
  aPastStay,
  aRequest,
  aShelter,
  aWoman,
  inBeds,
  register,
  standsAt,
  type TestShelter,
} from './house';

interface Stay {
  readonly id: string;
  readonly caseId: string;
}

describe('changing beds', () => {
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
    house = await aShelter(mawa, { A: { beds: 3 }, B: { beds: 2 } });
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
  });

  async function at(instant: string) {
    mawa.clock.set(instant);
    await mawa.admin.query(
      `UPDATE sessions SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '12 hours'`,
      [instant],
    );
  }
  async function kept(people = [aWoman()], beds: string[], from = '2026-11-24', nights?: number) {
    const request = await aRequest(mawa, officer, people, {
      neededFrom: from,
      nights: nights ?? null,
    });
    const held = await officer
      .post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, beds),
      })
      .expect(201);
    await officer.post(`/api/v1/bed-requests/${request.id}/promise`).expect(201);
    const bookings = held.body.bookings as { id: string; caseId: string }[];
    return request.caseIds.map((caseId): Stay => ({
      caseId,
      id: bookings.find((one) => one.caseId === caseId)!.id,
    }));
  }
  async function stay(bed: string, person = aWoman(), nights?: number, door = manager) {
    const [one] = (await kept([person], [bed], '2026-11-24', nights)) as [Stay];
    await door.post(`/api/v1/bookings/${one.id}/check-in`).expect(201);
    return one;
  }
  const closeNight = (night: string) =>
    mawa.transactions.run(NIGHT_CLOSING, (tx) => mawa.app.get(NightClosing).closeNight(tx, night));
  const move = (
    who: SignedIn,
    moves: { bookingId: string; bedId: string; version?: number }[],
    more: object = {},
    key?: string,
  ) => who.post('/api/v1/bed-moves', { moves, ...more }, key);
  const undo = (who: SignedIn, id: string) => who.post(`/api/v1/bookings/${id}/undo`);
  const calendar = async (caseId: string) =>
    (
      await mawa.admin.query(
        `SELECT b.label AS bed, k.nights::text AS nights, k.state, k.outcome FROM booking_people p
           JOIN bookings k ON k.id = p.booking_id JOIN beds b ON b.id = k.bed_id
          WHERE p.case_id = $1 ORDER BY k.created_at, k.id = k.id, lower(k.nights), b.label`,
        [caseId],
      )
    ).rows as { bed: string; nights: string; state: string; outcome: string | null }[];
  const sees = async (shelterId: string, caseId: string) =>
    (
      await mawa.admin.query(
        `SELECT reason FROM case_access WHERE case_id = $1 AND principal_id = $2 AND (until_at IS NULL OR until_at > $3) ORDER BY 1`,
        [caseId, shelterId, mawa.clock.now()],
      )
    ).rows.map(({ reason }) => reason as string);
  const charges = async (...ids: string[]) =>
    (
      await mawa.admin.query<{ source: string; reversed: boolean }>(
        `SELECT right(t.source_id, 10) AS source, EXISTS (SELECT 1 FROM ledger_transactions r WHERE r.reverses = t.id) AS reversed
           FROM ledger_transactions t WHERE t.source_kind = 'bed-night' AND split_part(t.source_id, '/', 1) = ANY ($1) ORDER BY t.source_id`,
        [ids],
      )
    ).rows;

  it('from tonight on somebody sleeps in another bed: what was slept stays with the first', async () => {
    const [a1, ,] = house.rooms.A!.beds as [string, string, string];
    const [b1] = house.rooms.B!.beds as [string, string];
    const she = await stay(a1, aWoman(), 10);
    await at('2026-11-26T21:00:00Z');
    const { body } = await move(manager, [{ bookingId: she.id, bedId: b1 }]).expect(201);
    expect(body).toMatchObject({ kind: 'transfer', bookings: [{ bedId: b1, version: 1 }] });
    expect(await calendar(she.caseId)).toEqual([
      { bed: 'A1', nights: '[2026-11-24,2026-11-26)', state: 'ended', outcome: 'moved' },
      { bed: 'B1', nights: '[2026-11-26,2026-12-04)', state: 'stay', outcome: null },
    ]);
    await kept([aWoman()], [a1], '2026-11-26', 2);
    // The version of the rules that judged the new bed stands beside it.
    const { rows } = await mawa.admin.query(
      `SELECT rule_set = (SELECT max(version) FROM rule_sets WHERE state = 'approved') AS current
         FROM bookings WHERE bed_id = $1 AND state = 'stay'`,
      [b1],
    );
    expect(rows).toEqual([{ current: true }]);
  });

  it('who changes beds on the first night never slept in the first one', async () => {
    const she = await stay(house.rooms.A!.beds[0]!);
    await move(manager, [{ bookingId: she.id, bedId: house.rooms.B!.beds[0]! }]).expect(201);
    expect(await calendar(she.caseId)).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ bed: 'A1', state: 'void', outcome: 'moved' }),
        expect.objectContaining({ bed: 'B1', state: 'stay', nights: '[2026-11-24,)' }),
      ]),
    );
  });

  it('two swap beds in one press, each with the nights that are theirs', async () => {
    const [a1, a2] = house.rooms.A!.beds as [string, string, string];
    const [one, two] = [await stay(a1, aWoman(), 10), await stay(a2, aWoman(), 4)];
    await at('2026-11-25T21:00:00Z');
    const swap = [
      { bookingId: one.id, bedId: a2 },
      { bookingId: two.id, bedId: a1 },
    ];
    const { body } = await move(manager, swap).expect(201);
    expect(body.kind).toBe('swap');
    expect((await calendar(one.caseId))[1]).toMatchObject({
      bed: 'A2',
      nights: '[2026-11-25,2026-12-04)',
    });
    expect((await calendar(two.caseId))[1]).toMatchObject({
      bed: 'A1',
      nights: '[2026-11-25,2026-11-28)',
    });
  });

  it('lists for a swap only those whom the rules allow in each other’s beds, from either side', async () => {
    const home = await aShelter(mawa, {
      J: { beds: 2 },
      K: { beds: 1 },
      F: { mix: 'family', beds: 3 },
    });
    const keeper = await mawa.signIn('shelter_manager', { shelterIds: [home.id] });
    const [j1, j2] = home.rooms.J!.beds as [string, string];
    const [f1, f2] = home.rooms.F!.beds as [string, string, string];
    const one = await stay(j1, aWoman(), undefined, keeper);
    const beside = await stay(j2, aWoman(), undefined, keeper);
    const two = await stay(home.rooms.K!.beds[0]!, aWoman(), undefined, keeper);
    const family = await kept([aWoman({ birthDate: '1992-02-02' }), aGirl()], [f1, f2]);
    for (const { id } of family) await keeper.post(`/api/v1/bookings/${id}/check-in`).expect(201);
    const [mother, girl] = family as [Stay, Stay];
    const swapsOf = async ({ id }: Stay): Promise<string[]> => {
      const { body } = await keeper.get(`/api/v1/bookings/${id}/move-choices`).expect(200);
      return (body.swaps as { bookingId: string }[]).map(({ bookingId }) => bookingId);
    };
    expect((await swapsOf(one)).sort()).toEqual([beside.id, two.id].sort());
    expect(await swapsOf(girl)).toEqual([mother.id]);
    expect(await swapsOf(mother)).toEqual([girl.id]);
    const refused = await move(keeper, [
      { bookingId: girl.id, bedId: j1 },
      { bookingId: one.id, bedId: f2 },
    ]);
    expect([refused.status, refused.body.code]).toEqual([422, 'beds.does_not_suit']);
    await move(keeper, [
      { bookingId: one.id, bedId: home.rooms.K!.beds[0]! },
      { bookingId: two.id, bedId: j1 },
    ]).expect(201);
  });

  it('of two who swap at once with a third, one does it and the other hears that something changed', async () => {
    for (let round = 0; round < 5; round += 1) {
      const room = await aShelter(mawa, { Z: { beds: 3 } });
      const door = await mawa.signIn('shelter_manager', { shelterIds: [room.id] });
      const [z1, z2, z3] = room.rooms.Z!.beds as [string, string, string];
      const stays = [];
      for (const bed of [z1, z2, z3]) stays.push(await stay(bed, aWoman(), undefined, door));
      const [one, two, three] = stays as [Stay, Stay, Stay];
      const answers = await Promise.all([
        move(door, [
          { bookingId: one.id, bedId: z2 },
          { bookingId: two.id, bedId: z1 },
        ]),
        move(officer, [
          { bookingId: three.id, bedId: z2 },
          { bookingId: two.id, bedId: z3 },
        ]),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      const lost = answers.find(({ status }) => status === 409)!;
      expect(lost.body.code).toBe('beds.cannot_move_out');
      const { rows } = await mawa.admin.query(
        `SELECT count(*)::int AS n FROM bookings WHERE shelter_id = $1 AND state = 'stay'`,
        [room.id],
      );
      expect(rows[0].n).toBe(3);
    }
  });

  it('two transfers and a hold for one bed at the same instant: one has it', async () => {
    for (let round = 0; round < 5; round += 1) {
      const room = await aShelter(mawa, { Z: { beds: 3 } });
      const door = await mawa.signIn('shelter_manager', { shelterIds: [room.id] });
      const [z1, z2, z3] = room.rooms.Z!.beds as [string, string, string];
      const one = await stay(z1, aWoman(), undefined, door);
      const two = await stay(z2, aWoman(), undefined, door);
      const waits = await aRequest(mawa, officer);
      const answers = await Promise.all([
        move(door, [{ bookingId: one.id, bedId: z3 }]),
        move(officer, [{ bookingId: two.id, bedId: z3 }]),
        officer.post(`/api/v1/bed-requests/${waits.id}/holds`, {
          placements: inBeds(waits.caseIds, [z3]),
        }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      for (const { status, body } of answers)
        if (status === 409) expect(body.code).toBe('beds.taken');
    }
  });

  it('the same press twice is one move; a form that is out of date is refused', async () => {
    const [a1, a2] = house.rooms.A!.beds as [string, string, string];
    const she = await stay(a1);
    const stale = await move(manager, [{ bookingId: she.id, bedId: a2, version: 2 }]);
    expect([stale.status, stale.body.code]).toEqual([409, 'beds.changed_meanwhile']);
    const press = () => move(manager, [{ bookingId: she.id, bedId: a2 }], {}, 'move-0001');
    const [first, second] = await Promise.all([press(), press()]);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect(await calendar(she.caseId)).toHaveLength(2);
  });

  it('a bed that is promised, out of service on one night or not there: a sentence with the bed and the night, and nothing moves', async () => {
    const [a1, a2, a3] = house.rooms.A!.beds as [string, string, string];
    const [b1, b2] = house.rooms.B!.beds as [string, string];
    const she = await stay(a1, aWoman(), 10);
    await kept([aWoman()], [a2], '2026-11-28', 2);
    await manager
      .post(`/api/v1/beds/${a3}/blocks`, {
        from: '2026-11-29',
        until: '2026-11-30',
        reason: 'repair',
      })
      .expect(201);
    await standsAt(mawa, '2026-11-24T20:00:00Z');
    await mawa.admin.query(`UPDATE beds SET in_service = '[2025-01-01,2026-11-30)' WHERE id = $1`, [
      b1,
    ]);
    const taken = await move(manager, [{ bookingId: she.id, bedId: a2 }]);
    expect([taken.status, taken.body.code]).toEqual([409, 'beds.taken']);
    expect(taken.body.detail.replaceAll('\u00a0', ' ')).toContain('nuit du mar. 24 nov. 2026');
    const blocked = await move(manager, [{ bookingId: she.id, bedId: a3 }]);
    expect([blocked.status, blocked.body.code]).toEqual([409, 'beds.taken']);
    const closed = await move(manager, [{ bookingId: she.id, bedId: b1 }]);
    expect(closed.status).toBe(422);
    const later = await move(manager, [{ bookingId: she.id, bedId: b2 }], { night: '2026-11-27' });
    expect([later.status, later.body.code]).toEqual([422, 'stays.move_not_yet']);
    const before = await move(manager, [{ bookingId: she.id, bedId: b2 }], { night: '2026-11-20' });
    expect([before.status, before.body.code]).toEqual([422, 'stays.before_the_stay']);
    expect(await calendar(she.caseId)).toHaveLength(1);
  });

  it('the rules are asked again: a girl is not moved among women who are strangers, and no child away from her mother', async () => {
    const [a1, a2, a3] = house.rooms.A!.beds as [string, string, string];
    const [b1, b2] = house.rooms.B!.beds as [string, string];
    const [mother, girl] = (await kept([aWoman(), aGirl()], [a1, a2])) as [Stay, Stay];
    for (const { id } of [mother, girl]) {
      await manager.post(`/api/v1/bookings/${id}/check-in`).expect(201);
    }
    for (const moves of [
      [{ bookingId: girl.id, bedId: b1 }],
      [{ bookingId: mother.id, bedId: b1 }],
    ]) {
      const apart = await move(manager, moves);
      expect([apart.status, apart.body.code]).toEqual([422, 'beds.does_not_suit']);
    }
    await move(manager, [
      { bookingId: mother.id, bedId: b1 },
      { bookingId: girl.id, bedId: b2 },
    ]).expect(201);
    const woman = await stay(a3);
    const alone = await stay(house.rooms.A!.beds[0]!);
    expect(alone.id).not.toBe(woman.id);
    const mixed = await move(manager, [{ bookingId: girl.id, bedId: house.rooms.A!.beds[1]! }]);
    expect(mixed.status).toBe(409);
  });

  it('another house learns who it is from one who holds the case, and from nobody else', async () => {
    const other = await aShelter(mawa, { C: { beds: 1 } });
    const both = await mawa.signIn('shelter_manager', { shelterIds: [house.id, other.id] });
    const [a1] = house.rooms.A!.beds as [string];
    const [c1] = other.rooms.C!.beds as [string];
    const she = await stay(a1);
    const refused = await move(both, [{ bookingId: she.id, bedId: c1 }]);
    expect([refused.status, refused.body.code]).toEqual([403, 'stays.not_to_that_house']);
    expect(await sees(other.id, she.caseId)).toEqual([]);
    await at('2026-11-26T21:00:00Z');
    await move(officer, [{ bookingId: she.id, bedId: c1 }]).expect(201);
    expect(await sees(other.id, she.caseId)).toEqual(['stay']);
    expect(await sees(house.id, she.caseId)).toEqual(['stay']);
    // The house that she left still reads; it answers for her no more, and does not learn in which bed she lies.
    const door = await mawa.signIn('shelter_manager', { shelterIds: [other.id] });
    const { rows } = await mawa.admin.query<{ id: string }>(
      `SELECT k.id FROM bookings k JOIN booking_people bp ON bp.booking_id = k.id WHERE bp.case_id = $1 AND k.shelter_id = $2`,
      [she.caseId, other.id],
    );
    const calls = [{ bookingId: rows[0]!.id, presence: 'missing' }];
    const roll = await door.post(`/api/v1/houses/${other.id}/roll`, { calls }).expect(201);
    const missing = `/api/v1/missing/${roll.body.missing[0]}`;
    const seen = await manager.get(missing).expect(200);
    expect([seen.body.shelter, seen.body.room, seen.body.bed]).toEqual([null, null, null]);
    const ended = await manager.post(`${missing}/end`, { outcome: 'returned' });
    expect([ended.status, ended.body.code]).toEqual([403, 'beds.not_your_shelter']);
    await door.post(`${missing}/end`, { outcome: 'returned' }).expect(201);
    await at('2026-12-03T21:00:01Z');
    expect(await sees(house.id, she.caseId)).toEqual([]);
    expect(await sees(other.id, she.caseId)).toEqual(['stay']);
  });

  it('kept apart is told in the words of a bed that is held for others', async () => {
    const other = await aShelter(mawa, { C: { beds: 2 } });
    const door = await mawa.signIn('shelter_manager', { shelterIds: [other.id] });
    const [c1, c2] = other.rooms.C!.beds as [string, string];
    const she = await stay(house.rooms.A!.beds[0]!);
    const he = await stay(c1, aWoman(), undefined, door);
    await officer
      .post(`/api/v1/people/${she.caseId}/keep-apart`, { otherCaseId: he.caseId })
      .expect(201);
    const barred = await move(officer, [{ bookingId: she.id, bedId: c2 }]);
    const free = await stay(house.rooms.A!.beds[1]!);
    await kept([aWoman()], [house.rooms.B!.beds[0]!]);
    const taken = await move(officer, [{ bookingId: free.id, bedId: house.rooms.B!.beds[0]! }]);
    expect([barred.status, barred.body.code]).toEqual([taken.status, taken.body.code]);
    expect(barred.body.detail.replace('C2', '·')).toBe(taken.body.detail.replace('B1', '·'));
    const found = await officer.get(`/api/v1/bookings/${she.id}/move-choices`).expect(200);
    const bed = found.body.beds.find(({ bedId }: { bedId: string }) => bedId === c2);
    expect(bed).toMatchObject({ verdict: 'not_proposed', reasons: [] });
  });

  it('two who are kept apart are not brought under one roof by one press either', async () => {
    const other = await aShelter(mawa, { C: { beds: 1 } });
    const third = await aShelter(mawa, { D: { beds: 1 }, E: { beds: 1 } });
    const door = await mawa.signIn('shelter_manager', { shelterIds: [other.id] });
    const she = await stay(house.rooms.A!.beds[0]!);
    const he = await stay(other.rooms.C!.beds[0]!, aWoman(), undefined, door);
    const both = () =>
      move(officer, [
        { bookingId: she.id, bedId: third.rooms.D!.beds[0]! },
        { bookingId: he.id, bedId: third.rooms.E!.beds[0]! },
      ]);
    await officer
      .post(`/api/v1/people/${she.caseId}/keep-apart`, { otherCaseId: he.caseId })
      .expect(201);
    const barred = await both();
    expect([barred.status, barred.body.code]).toEqual([409, 'beds.taken']);
    expect(await sees(third.id, she.caseId)).toEqual([]);
  });

  it('a manager of another house, a member of the night team and a stranger move nobody', async () => {
    const [a1, a2] = house.rooms.A!.beds as [string, string, string];
    const she = await stay(a1);
    const other = await aShelter(mawa, { C: { beds: 1 } });
    const stranger = await mawa.signIn('shelter_manager', { shelterIds: [other.id] });
    await move(stranger, [{ bookingId: she.id, bedId: a2 }]).expect(404);
    const staff = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
    await move(staff, [{ bookingId: she.id, bedId: a2 }]).expect(403);
    await expect(
      mawa.transactions.run(stranger.actor, (tx) =>
        tx.query('SELECT open_moved_stays($1, $2, $3)', [
          'transfer',
          '2026-11-24',
          JSON.stringify([{ old_id: she.id, new_id: she.caseId, bed_id: a2, until: null }]),
        ]),
      ),
    ).rejects.toThrow('may not move');
    expect(await calendar(she.caseId)).toHaveLength(1);
  });

  describe('somebody who is expected', () => {
    const otherBed = (who: SignedIn, id: string, bedId: string, more: object = {}) =>
      who.post(`/api/v1/bookings/${id}/other-bed`, { bedId, ...more });

    it('gets another bed before they come: one promise, the agreement kept, the first bed free', async () => {
      const [a1, a2] = house.rooms.A!.beds as [string, string, string];
      const [she] = (await kept([aWoman()], [a1], '2026-11-25', 5)) as [Stay];
      const page = await manager.get(`/beds/bookings/${she.id}/move`).expect(200);
      expect(page.text).toContain('Changer le lit prévu');
      const { headers } = await manager
        .submit(`/beds/bookings/${she.id}/other-bed`, { to: `bed:${a2}`, version: '2' })
        .expect(303);
      expect(headers.location).toMatch(/^\/beds\/requests\//);
      expect(await calendar(she.caseId)).toEqual([
        { bed: 'A1', nights: '[2026-11-25,2026-11-30)', state: 'void', outcome: 'cancelled' },
        { bed: 'A2', nights: '[2026-11-25,2026-11-30)', state: 'promised', outcome: null },
      ]);
      const { rows } = await mawa.admin.query(
        `SELECT a.basis FROM arrival_agreements a JOIN booking_people p USING (booking_id)
          WHERE p.case_id = $1 AND p.state = 'promised'`,
        [she.caseId],
      );
      expect(rows).toHaveLength(1);
      await kept([aWoman()], [a1], '2026-11-25', 5);
      const late = await otherBed(manager, she.id, a1);
      expect([late.status, late.body.code]).toEqual([409, 'stays.not_expected']);
    });

    it('a bed that is taken or does not suit changes nothing, and no other house changes it', async () => {
      const [a1, a2] = house.rooms.A!.beds as [string, string, string];
      const [one] = (await kept([aWoman()], [a1], '2026-11-25', 5)) as [Stay];
      await kept([aWoman()], [a2], '2026-11-25', 5);
      const before = await calendar(one.caseId);
      const taken = await otherBed(manager, one.id, a2);
      expect([taken.status, taken.body.code]).toEqual([409, 'beds.taken']);
      expect(await calendar(one.caseId)).toEqual(before);
      const stranger = await mawa.signIn('shelter_manager', {
        shelterIds: [(await aShelter(mawa, { Z: { beds: 1 } })).id],
      });
      await otherBed(stranger, one.id, house.rooms.A!.beds[2]!).expect(404);
      const supervisor = await mawa.signIn('case_supervisor');
      await otherBed(supervisor, one.id, house.rooms.A!.beds[2]!).expect(403);
    });

    it('two who give their expected people the last bed at once: one of them, and both are expected', async () => {
      const [a1, a2, a3] = house.rooms.A!.beds as [string, string, string];
      const two = [
        (await kept([aWoman()], [a1], '2026-11-25', 5)) as [Stay],
        (await kept([aWoman()], [a2], '2026-11-25', 5)) as [Stay],
      ];
      const answers = await Promise.all(two.map(([{ id }]) => otherBed(manager, id, a3)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      for (const [{ caseId }] of two) {
        const active = (await calendar(caseId)).filter(({ state }) => state === 'promised');
        expect(active).toHaveLength(1);
      }
    });
  });

  describe('taken back', () => {
    it('a swap: the consequences first, then both sleep where they slept', async () => {
      const [a1, a2] = house.rooms.A!.beds as [string, string, string];
      const [one, two] = [await stay(a1, aWoman(), 10), await stay(a2, aWoman(), 4)];
      await at('2026-11-25T21:00:00Z');
      const { body } = await move(manager, [
        { bookingId: one.id, bedId: a2 },
        { bookingId: two.id, bedId: a1 },
      ]).expect(201);
      const id = body.bookings[0].id as string;
      const shown = await manager.get(`/api/v1/bookings/${id}/undo`).expect(200);
      expect(shown.body).toMatchObject({ what: 'move', people: 2, inTheWay: null });
      await undo(manager, id).expect(201);
      const [first] = await calendar(one.caseId);
      expect(first).toMatchObject({ bed: 'A1', state: 'stay', nights: '[2026-11-24,2026-12-04)' });
      const [other] = await calendar(two.caseId);
      expect(other).toMatchObject({ bed: 'A2', state: 'stay', nights: '[2026-11-24,2026-11-28)' });
      await undo(manager, id).expect(409);
    });

    it('a transfer whose first bed somebody else has by now: refused whole, with the nights', async () => {
      const [a1, a2] = house.rooms.A!.beds as [string, string, string];
      const she = await stay(a1);
      await at('2026-11-25T21:00:00Z');
      const { body } = await move(manager, [{ bookingId: she.id, bedId: a2 }]).expect(201);
      await kept([aWoman()], [a1], '2026-11-26', 3);
      const id = body.bookings[0].id as string;
      const refused = await undo(manager, id);
      expect([refused.status, refused.body.code]).toEqual([409, 'stays.undo_taken']);
      expect(refused.body.detail.replaceAll('\u00a0', ' ')).toBe(
        'Le lit A1 est pris par une autre réservation du jeu. 26 nov. 2026 au dim. 29 nov. 2026 : cela ne s’annule plus.',
      );
      expect((await calendar(she.caseId)).at(-1)).toMatchObject({ bed: 'A2', state: 'stay' });
      const page = await manager.get(`/beds/bookings/${id}/undo`).expect(200);
      expect(page.text).toContain('est pris par une autre réservation');
    });

    it('an arrival: expected again, its closed night reversed, the house sees care no more', async () => {
      const she = await stay(house.rooms.A!.beds[0]!);
      await at('2026-11-25T13:00:00Z');
      await closeNight('2026-11-24');
      const staff = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
      const shown = await staff.get(`/api/v1/bookings/${she.id}/undo`).expect(200);
      expect(shown.body).toMatchObject({
        what: 'check_in',
        steps: [{ to: 'promised', reversed: ['2026-11-24'], charged: [], access: 'loses' }],
      });
      await undo(staff, she.id).expect(201);
      expect(await calendar(she.caseId)).toMatchObject([{ state: 'promised' }]);
      expect(await sees(house.id, she.caseId)).toEqual(['hold']);
      await manager.post(`/api/v1/bookings/${she.id}/check-in`).expect(201);
    });

    it('the arrival of a family: all who arrived in that act, in one act, and the page names it', async () => {
      const [a1, a2, a3] = house.rooms.A!.beds as [string, string, string];
      const family = await kept([aWoman(), aWoman(), aWoman()], [a1, a2, a3]);
      const [mother, sister, late] = family as [Stay, Stay, Stay];
      await manager.post(`/api/v1/bookings/${late.id}/check-in`).expect(201);
      await undo(manager, late.id).expect(201);
      const { rows } = await mawa.admin.query<{ id: string }>(
        'SELECT request_id AS id FROM booking_people WHERE booking_id = $1',
        [mother.id],
      );
      await manager.post(`/api/v1/bed-requests/${rows[0]!.id}/check-in`).expect(201);
      const shown = await manager.get(`/api/v1/bookings/${sister.id}/undo`).expect(200);
      expect(shown.body).toMatchObject({ what: 'check_in', people: 3, inTheWay: null });
      const { text } = await manager.get(`/beds/bookings/${sister.id}/undo`).expect(200);
      expect(text).toContain('Annuler ces 3 arrivées');
      expect(text).toContain('Ces 3 personnes ont été notées ensemble');
      expect(text).toContain(
        `<a class="btn btn-outline-secondary" href="/beds/bookings/${sister.id}">Retour au séjour</a>`,
      );
      // Two presses at once, on two of them: one undoes it for all, the other finds nothing left.
      const answers = await Promise.all([undo(manager, sister.id), undo(manager, mother.id)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
      const undone = answers.find(({ status }) => status === 201)!.body.bookings;
      expect(undone).toHaveLength(3);
      for (const { caseId } of family) {
        expect(await calendar(caseId)).toMatchObject([{ state: 'promised' }]);
      }
    });

    it('the arrival of one of a family who came alone: theirs only', async () => {
      const [a1, a2] = house.rooms.A!.beds as [string, string, string];
      const [mother, sister] = (await kept([aWoman(), aWoman()], [a1, a2])) as [Stay, Stay];
      await manager.post(`/api/v1/bookings/${mother.id}/check-in`).expect(201);
      await at('2026-11-24T21:00:00Z');
      await manager.post(`/api/v1/bookings/${sister.id}/check-in`).expect(201);
      const { text } = await manager.get(`/beds/bookings/${sister.id}/undo`).expect(200);
      expect(text).toContain('Annuler cette arrivée');
      const undone = await undo(manager, sister.id).expect(201);
      expect(undone.body.bookings).toHaveLength(1);
      expect(await calendar(mother.caseId)).toMatchObject([{ state: 'stay' }]);
      expect(await calendar(sister.caseId)).toMatchObject([{ state: 'promised' }]);
    });

    it('the arrival of a family of whom one has left since: the others only', async () => {
      const [a1, a2] = house.rooms.A!.beds as [string, string, string];
      const [mother, sister] = (await kept([aWoman(), aWoman()], [a1, a2])) as [Stay, Stay];
      const { rows } = await mawa.admin.query<{ id: string }>(
        'SELECT request_id AS id FROM booking_people WHERE booking_id = $1',
        [mother.id],
      );
      await manager.post(`/api/v1/bed-requests/${rows[0]!.id}/check-in`).expect(201);
      await manager.post(`/api/v1/bookings/${sister.id}/exit`, { on: '2026-11-24' }).expect(201);
      const undone = await undo(manager, mother.id).expect(201);
      expect(undone.body.bookings).toHaveLength(1);
      expect(await calendar(sister.caseId)).toMatchObject([{ state: 'void' }]);
    });

    it('an exit: the stay goes on as it was planned, and the nights since are charged', async () => {
      const she = await stay(house.rooms.A!.beds[0]!, aWoman(), 10);
      await manager
        .post(`/api/v1/bookings/${she.id}/exit`, {
          on: '2026-11-24',
          destination: 'family_temporary',
          followUpOn: '2026-12-20',
        })
        .expect(201);
      expect(await calendar(she.caseId)).toMatchObject([{ state: 'void', outcome: 'day_visit' }]);
      await undo(manager, she.id).expect(201);
      expect(await calendar(she.caseId)).toEqual([
        { bed: 'A1', nights: '[2026-11-24,2026-12-04)', state: 'stay', outcome: null },
      ]);
      const { rows } = await mawa.admin.query(
        `SELECT destination, undone_at IS NOT NULL AS undone,
                (SELECT count(*)::int FROM tasks WHERE kind = 'exit_follow_up' AND subject_id = $1 AND done_at IS NULL) AS tasks
           FROM stay_exits WHERE booking_id = $1`,
        [she.id],
      );
      expect(rows).toEqual([{ destination: 'family_temporary', undone: true, tasks: 0 }]);
      const staff = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
      await undo(staff, she.id).expect(409);
    });

    it('a stay that stands in old records changes beds and comes back as well', async () => {
      const [she] = await register(mawa, officer.actor, [aWoman()]);
      const [a1, a2] = house.rooms.A!.beds as [string, string, string];
      await standsAt(mawa, '2026-11-24T20:00:00Z');
      await aPastStay(mawa, { bedId: a1, caseId: she!.id, nights: '[2026-11-20,)', sign: 'woman' });
      const { rows } = await mawa.admin.query<{ id: string }>(
        'SELECT booking_id AS id FROM booking_people WHERE case_id = $1',
        [she!.id],
      );
      const { body } = await move(manager, [{ bookingId: rows[0]!.id, bedId: a2 }]).expect(201);
      await undo(manager, body.bookings[0].id as string).expect(201);
      expect((await calendar(she!.id))[0]).toMatchObject({
        state: 'stay',
        nights: '[2026-11-20,)',
      });
    });

    it('not after a week, and not what something else followed', async () => {
      const she = await stay(house.rooms.A!.beds[0]!);
      await manager
        .post(`/api/v1/bookings/${she.id}/planned-exit`, { on: '2026-11-30' })
        .expect(201);
      const followed = await undo(manager, she.id);
      expect([followed.status, followed.body.code]).toEqual([409, 'stays.nothing_to_undo']);
      const late = await stay(house.rooms.A!.beds[1]!);
      await at('2026-12-02T20:00:00Z');
      const over = await undo(manager, late.id);
      expect([over.status, over.body.code]).toEqual([409, 'stays.undo_too_late']);
    });
  });

  it('an exit says whereto, in the words of the list, and asks those who hold the case to follow up', async () => {
    const she = await stay(house.rooms.A!.beds[0]!);
    await at('2026-11-26T10:00:00Z');
    const exit = (body: object) => manager.post(`/api/v1/bookings/${she.id}/exit`, body);
    const unknown = await exit({ destination: 'the_moon' });
    expect([unknown.status, unknown.body.code]).toEqual([422, 'common.not_choice']);
    const early = await exit({ destination: 'rental_alone', followUpOn: '2026-11-20' });
    expect([early.status, early.body.code]).toEqual([422, 'stays.follow_up_range']);
    await exit({ destination: 'country_assisted', followUpOn: '2026-12-26' }).expect(201);
    const page = await manager.get(`/beds/bookings/${she.id}`).expect(200);
    expect(page.text).toContain('Retour au pays, avec une aide');
    const { body } = await officer.get('/api/v1/tasks').expect(200);
    expect(JSON.stringify(body)).not.toContain('exit_follow_up');
    const { rows } = await mawa.admin.query(
      `SELECT for_user = $2 AS hers, due_at FROM tasks WHERE kind = 'exit_follow_up' AND case_id = $1`,
      [she.caseId, officer.actor.userId],
    );
    expect(rows).toEqual([{ hers: true, due_at: new Date('2026-12-26T09:00:00Z') }]);
  });

  it('a transfer entered late takes the old house’s charges back and makes the new one’s', async () => {
    const [a1] = house.rooms.A!.beds as [string];
    const [b1] = house.rooms.B!.beds as [string];
    await aRate(house.id);
    const she = await stay(a1);
    for (const night of ['2026-11-24', '2026-11-25']) {
      await at(`${night.slice(0, 8)}${Number(night.slice(8)) + 1}T13:00:00Z`);
      await closeNight(night);
    }
    const { body } = await move(manager, [{ bookingId: she.id, bedId: b1 }], {
      night: '2026-11-25',
    }).expect(201);
    const [fresh] = body.bookings as [{ id: string }];
    expect(await charges(she.id)).toEqual([
      { source: '2026-11-24', reversed: false },
      { source: '2026-11-25', reversed: true },
    ]);
    expect(await charges(fresh.id)).toEqual([{ source: '2026-11-25', reversed: false }]);
  });

  async function aRate(shelterId: string) {
    const { lines } = await openedGrant(mawa);
    await standsAt(mawa, '2026-11-24T20:00:00Z');
    await mawa.admin.query(
      `INSERT INTO night_rates (shelter_id, valid, amount, currency, line_id) VALUES ($1, '[2026-01-01,)', 100, 'USD', $2)`,
      [shelterId, Object.values(lines)[0]],
    );
  }
});
