import type { Test } from 'supertest';
import { loadBooking } from '../../modules/shelter-beds/bookings/booking-steps.queries';
import { lockStays } from '../../modules/shelter-beds/bookings/stay-extension.queries';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { openTransaction, untilWaiting } from '../support/open-transactions';
import { aShelter, standsAt, type TestShelter } from './house';
import { comesToStay, timeIs, type Stay } from './house-days';

describe('a roll call where the register or an agreed absence says that somebody is not here', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  let staff: SignedIn;
  let free = 0;

  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    officer = await mawa.signIn('reintegration_officer');
    await standsAt(mawa, '2026-11-24T20:00:00Z');
    house = await aShelter(mawa, { A: { beds: 20 } });
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    staff = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
  });
  beforeEach(() => timeIs(mawa, '2026-11-24T22:00:00Z'));
  afterAll(() => mawa.stop());

  const aStay = (): Promise<Stay> =>
    comesToStay(mawa, { officer, manager }, house.rooms.A!.beds[free++]!);
  const leaves = ({ id }: Stay) => manager.post(`/api/v1/bookings/${id}/exit`).expect(201);
  const goesOut = async ({ id }: Stay) =>
    (await staff.post(`/api/v1/bookings/${id}/outings`, {}).expect(201)).body.id as string;
  const call = (stay: Stay, presence: string, night?: string) =>
    staff
      .post(`/api/v1/houses/${house.id}/roll`, { night, calls: [{ bookingId: stay.id, presence }] })
      .expect(201);
  const callRest = async () =>
    (await staff.post(`/api/v1/houses/${house.id}/roll`, { rest: true }).expect(201)).body
      .called as number;
  const markOf = async ({ id }: Stay, night?: string): Promise<string | null> => {
    const query = night ? `?night=${night}` : '';
    const { body } = await staff.get(`/api/v1/houses/${house.id}/roll${query}`).expect(200);
    const people = body.people as { bookingId: string; presence: string | null }[];
    return people.find(({ bookingId }) => bookingId === id)!.presence;
  };
  const register = async (part: 'inside' | 'out' | 'away'): Promise<string[]> => {
    const { body } = await staff.get(`/api/v1/houses/${house.id}/register`).expect(200);
    return (body[part] as { bookingId: string }[]).map(({ bookingId }) => bookingId);
  };
  const pageText = async (tab: 'roll' | 'register') =>
    (await staff.get(`/house/${house.id}/${tab}`).expect(200)).text.replaceAll('\u00a0', ' ');

  it('does not count somebody who is out as present with the rest of the house', async () => {
    const [inside, outside] = [await aStay(), await aStay()];
    await goesOut(outside);
    const page = await pageText('roll');
    expect(page).toContain('Noter la présence de la dernière personne');
    expect(page).toContain('Dehors depuis le');
    expect(page).toContain('se pointe un par un');
    expect(await callRest()).toBe(1);
    expect([await markOf(inside), await markOf(outside)]).toEqual(['here', null]);
    expect(await callRest()).toBe(0);
    await call(outside, 'here');
    expect(await register('out')).toEqual([]);
    expect(await register('inside')).toContain(outside.id);
    await Promise.all([inside, outside].map(leaves));
  });

  it('looks again for somebody who went out after the answer, until the register has them back', async () => {
    const stay = await aStay();
    await call(stay, 'here');
    await timeIs(mawa, '2026-11-24T22:20:00Z');
    const outing = await goesOut(stay);
    expect(await markOf(stay)).toBeNull();
    await staff.post(`/api/v1/outings/${outing}/return`).expect(201);
    expect(await markOf(stay)).toBe('here');
    await leaves(stay);
  });

  it('takes nobody to be back from an absence before somebody has noted it', async () => {
    const [late, seen] = [await aStay(), await aStay()];
    for (const { id } of [late, seen])
      await staff.post(`/api/v1/bookings/${id}/leaves`, { backOn: '2026-11-26' }).expect(201);
    await timeIs(mawa, '2026-11-26T20:00:00Z');
    expect(await register('away')).toEqual(expect.arrayContaining([late.id, seen.id]));
    expect(await pageText('register')).toContain('pas encore noté');
    expect(await callRest()).toBe(0);
    expect(await markOf(late)).toBeNull();

    await call(seen, 'here');
    expect(await register('inside')).toEqual([seen.id]);
    const [, leave] =
      /action="(\/house\/leaves\/[^/]+\/end)"/.exec(await pageText('register')) ?? [];
    const back = await staff.submit(leave!, { to: 'register' }).expect(303);
    expect(back.headers.location).toBe(`/house/${house.id}/register#b-${late.id}`);
    const twice = await staff.submit(leave!, { to: 'register' }).expect(303);
    expect(twice.headers.location).toBe(back.headers.location);
    expect((await register('inside')).sort()).toEqual([late.id, seen.id].sort());
    // The nights that were agreed stay so on the rolls of these nights.
    expect(await markOf(late, '2026-11-25')).toBe('leave');
    await Promise.all([late, seen].map(leaves));
  });

  it('keeps looking for a missing person whatever is answered about an earlier night', async () => {
    const stay = await aStay();
    await timeIs(mawa, '2026-11-25T22:00:00Z');
    const { body } = await call(stay, 'missing');
    const ended = async () =>
      (await officer.get(`/api/v1/missing/${body.missing[0]}`).expect(200)).body.outcome as string;
    await call(stay, 'here', '2026-11-24');
    expect(await ended()).toBeNull();
    expect(await markOf(stay)).toBe('missing');
    await call(stay, 'leave');
    expect(await ended()).toBe('safe_elsewhere');
    await leaves(stay);
  });

  it('has nobody as missing on the roll who is safe elsewhere', async () => {
    const stay = await aStay();
    const { body } = await call(stay, 'missing');
    await staff
      .post(`/api/v1/missing/${body.missing[0]}/end`, { outcome: 'safe_elsewhere' })
      .expect(201);
    expect(await markOf(stay)).toBe('leave');
    await leaves(stay);
  });

  it('counts on the sheet of the night only those who are here, and says of the others where they are', async () => {
    const other = await aShelter(mawa, { B: { beds: 4 } });
    const night = await mawa.signIn('shelter_manager', { shelterIds: [other.id] });
    const stays: Stay[] = [];
    for (const bed of other.rooms.B!.beds) {
      stays.push(await comesToStay(mawa, { officer, manager: night }, bed));
    }
    const [here, away, missing, out] = stays as [Stay, Stay, Stay, Stay];
    const calls = [
      { bookingId: here.id, presence: 'here' },
      { bookingId: away.id, presence: 'leave' },
      { bookingId: missing.id, presence: 'missing' },
    ];
    await night.post(`/api/v1/houses/${other.id}/roll`, { calls }).expect(201);
    await night.post(`/api/v1/bookings/${out.id}/outings`, {}).expect(201);
    const { text } = await night.get(`/beds/tonight?shelter=${other.id}`).expect(200);
    const counts = [...text.matchAll(/<dd>(\d+)<\/dd><dt>([^<]+)/g)].map(([, n, key]) => [key, n]);
    expect(Object.fromEntries(counts)).toMatchObject({
      présentes: '1',
      dehors: '1',
      'en absence autorisée': '1',
      'sans nouvelles': '1',
    });
    const stateOf = ({ id }: Stay) =>
      new RegExp(`bookings/${id}"[^]*?sleeper__state">[^]*?</svg>([^<]+)`).exec(text)?.[1]?.trim();
    expect(stays.map(stateOf)).toEqual([
      'Séjour',
      'Absence autorisée',
      'Absence sans nouvelles',
      'Dehors',
    ]);
  });

  /** Both requests wait for the stay, the first before the second; answers in this order. */
  const oneAfterTheOther = async ({ id }: Stay, first: () => Test, second: () => Test) => {
    const held = await openTransaction(mawa.transactions, manager.actor, async (tx) => {
      await lockStays(tx, [id]);
      await loadBooking(tx, id);
    });
    const answers = [first().then((answer) => answer)];
    await untilWaiting(mawa.admin, 1);
    answers.push(second().then((answer) => answer));
    await untilWaiting(mawa.admin, 2);
    await held.commit();
    return Promise.all(answers);
  };
  const rollPath = () => `/api/v1/houses/${house.id}/roll`;

  it('does not note as present with the rest somebody whom a colleague calls missing at the same moment', async () => {
    const stay = await aStay();
    const calls = [{ bookingId: stay.id, presence: 'missing' }];
    const [called, others] = await oneAfterTheOther(
      stay,
      () => manager.post(rollPath(), { calls }),
      () => staff.post(rollPath(), { rest: true }),
    );
    expect([called!.status, others!.status, others!.body.called]).toEqual([201, 201, 0]);
    expect(await markOf(stay)).toBe('missing');
    await leaves(stay);
  });

  it('ends a search once where two end it at the same moment', async () => {
    const stay = await aStay();
    const { body } = await call(stay, 'missing');
    const end = (who: SignedIn, outcome: string) => () =>
      who.post(`/api/v1/missing/${body.missing[0]}/end`, { outcome });
    const [first, second] = await oneAfterTheOther(
      stay,
      end(staff, 'safe_elsewhere'),
      end(manager, 'mistake'),
    );
    expect(first!.status).toBe(201);
    expect([second!.status, second!.body.code]).toEqual([409, 'house.missing_is_over']);
    expect(await markOf(stay)).toBe('leave');
    await leaves(stay);
  });

  const openOf = async ({ caseId }: Stay) => {
    const { rows } = await mawa.admin.query<Record<string, number>>(
      `SELECT (SELECT count(*)::int FROM stay_leaves l JOIN booking_people p USING (booking_id)
                WHERE p.case_id = $1 AND l.ended_at IS NULL) AS leaves,
              (SELECT count(*)::int FROM house_outings o JOIN booking_people p USING (booking_id)
                WHERE p.case_id = $1 AND o.back_at IS NULL) AS outings,
              (SELECT count(*)::int FROM nights_away WHERE case_id = $1) AS nights,
              (SELECT count(*)::int FROM tasks
                WHERE case_id = $1 AND kind IN ('person_missing', 'missing_to_supervise') AND done_at IS NULL) AS alerts`,
      [caseId],
    );
    return rows[0]!;
  };

  it('an exit ends the agreed absence that reaches past it; taken back, the absence stands again', async () => {
    const stay = await aStay();
    await staff.post(`/api/v1/bookings/${stay.id}/leaves`, { backOn: '2026-11-28' }).expect(201);
    await timeIs(mawa, '2026-11-25T20:00:00Z');
    await leaves(stay);
    expect(await openOf(stay)).toMatchObject({ leaves: 0 });
    await manager.post(`/api/v1/bookings/${stay.id}/undo`).expect(201);
    expect(await register('away')).toContain(stay.id);
    expect(await openOf(stay)).toMatchObject({ leaves: 1 });
    expect(await markOf(stay)).toBe('leave');
    await leaves(stay);
  });

  it('an arrival taken back leaves nobody on leave, out or looked for', async () => {
    const [away, out, missing] = [await aStay(), await aStay(), await aStay()];
    await staff.post(`/api/v1/bookings/${away.id}/leaves`, { backOn: '2026-11-28' }).expect(201);
    await goesOut(out);
    const { body } = await call(missing, 'missing');
    expect(await openOf(missing)).toMatchObject({ nights: 1, alerts: 3 });
    for (const stay of [away, out, missing]) {
      await manager.post(`/api/v1/bookings/${stay.id}/undo`).expect(201);
      expect(await openOf(stay)).toEqual({ leaves: 0, outings: 0, nights: 0, alerts: 0 });
    }
    const { body: search } = await officer.get(`/api/v1/missing/${body.missing[0]}`).expect(200);
    expect(search.outcome).toBe('mistake');
    // Whoever comes after all is asked about like anybody.
    for (const { id } of [away, out, missing])
      await manager.post(`/api/v1/bookings/${id}/check-in`).expect(201);
    expect(await Promise.all([away, out, missing].map((stay) => markOf(stay)))).toEqual([
      null,
      null,
      null,
    ]);
    await Promise.all([away, out, missing].map(leaves));
  });

  it('an absence that nobody has seen end goes along to another bed', async () => {
    const stay = await aStay();
    await staff.post(`/api/v1/bookings/${stay.id}/leaves`, { backOn: '2026-11-26' }).expect(201);
    await timeIs(mawa, '2026-11-27T20:00:00Z');
    expect(await register('away')).toContain(stay.id);
    const moves = [{ bookingId: stay.id, bedId: house.rooms.A!.beds[free++]! }];
    const { body } = await manager.post('/api/v1/bed-moves', { moves }).expect(201);
    const moved: Stay = { ...stay, id: body.bookings[0].id };
    expect(await register('away')).toContain(moved.id);
    await callRest();
    expect(await markOf(moved)).toBeNull();
    await leaves(moved);
  });

  it('leads from a bed that breaks to the move of whoever sleeps in it', async () => {
    const bed = house.rooms.A!.beds[free]!;
    expect((await manager.get(`/beds/bed/${bed}`).expect(200)).text).not.toContain('/move"');
    const stay = await aStay();
    const { text } = await manager.get(`/beds/bed/${bed}`).expect(200);
    expect(text).toContain(`href="/beds/bookings/${stay.id}/move"`);
    await leaves(stay);
  });
});
