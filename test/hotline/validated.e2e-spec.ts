import { startApp, type SignedIn, type TestApp } from '../support/app';
import { comesToStay, timeIs } from '../shelter-beds/house-days';
import type { TestShelter } from '../shelter-beds/house';
import { aCall, aHouse, aLine, endCall, type TestLine } from './hotline';

interface Agreement {
  readonly basis: string;
  readonly by: string | null;
  readonly at: string | null;
}

const callPath = (id: string) => `/api/v1/hotline/calls/${id}`;

describe('who validated a placement that the hotline asked for', () => {
  let mawa: TestApp;
  let line: TestLine;
  let house: TestShelter;
  let manager: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    line = await aLine(mawa);
    await timeIs(mawa, '2026-11-24T23:10:00Z');
    await mawa.admin.query('UPDATE shelters SET active = false');
    house = await aHouse(mawa);
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
  });
  afterAll(() => mawa.stop());

  const hold = async (): Promise<{ requestId: string; bookingId: string }> => {
    const call = await aCall(line.operator, { type: 'emergency', danger: 'yes', no_place: 'yes' });
    const people = [{ sex: 'female', age: 31, accessNeed: 'none' }];
    const looked = await line.operator.post(`${callPath(call)}/beds`, { people }).expect(200);
    const { body } = await line.operator
      .post(`${callPath(call)}/placement`, { people, beds: looked.body.proposals[0].beds })
      .expect(201);
    await endCall(line.operator, call, 'bed');
    const { rows } = await mawa.admin.query<{ id: string }>(
      'SELECT booking_id AS id FROM booking_people WHERE request_id = $1',
      [body.requestId],
    );
    return { requestId: body.requestId as string, bookingId: rows[0]!.id };
  };
  const agreementOf = async (bookingId: string): Promise<Agreement> =>
    (await manager.get(`/api/v1/bookings/${bookingId}`).expect(200)).body.agreement;
  const pageOf = async (bookingId: string): Promise<string> => {
    const { text } = await manager.get(`/beds/bookings/${bookingId}`).expect(200);
    return text.slice(0, text.indexOf('history-title'));
  };

  it('is whoever confirmed it, never the operator; a swap and a move keep the first hour', async () => {
    const { requestId, bookingId } = await hold();
    expect(await agreementOf(bookingId)).toMatchObject({ basis: 'hotline', by: null, at: null });
    const held = await pageOf(bookingId);
    expect(held).toContain('gardé par la ligne d’écoute, à confirmer');
    expect(held).not.toContain(line.operator.actor.name);

    await timeIs(mawa, '2026-11-24T23:25:00Z');
    await manager.post(`/api/v1/bed-requests/${requestId}/promise`).expect(201);
    const validated = await agreementOf(bookingId);
    expect(validated).toMatchObject({ basis: 'hotline', by: manager.actor.name });
    expect(new Date(validated.at!).toISOString()).toBe('2026-11-24T23:25:00.000Z');
    expect(await pageOf(bookingId)).toContain('Placement validé par');
    expect(await pageOf(bookingId)).not.toContain(line.operator.actor.name);

    await manager.post(`/api/v1/bookings/${bookingId}/check-in`).expect(201);
    await timeIs(mawa, '2026-11-25T08:00:00Z');
    const { rows } = await mawa.admin.query<{ bed: string }>(
      'SELECT bed_id AS bed FROM bookings WHERE id = $1',
      [bookingId],
    );
    const free = [...house.rooms.A!.beds, ...house.rooms.B!.beds].filter(
      (bed) => bed !== rows[0]!.bed,
    );
    const sameRoom = house.rooms.B!.beds.includes(rows[0]!.bed) ? house.rooms.B! : house.rooms.A!;
    const target = sameRoom.beds.find((bed) => bed !== rows[0]!.bed) ?? free[0]!;
    const moved = await manager
      .post('/api/v1/bed-moves', { moves: [{ bookingId, bedId: target }], reason: 'elle préfère' })
      .expect(201);
    expect(await agreementOf(moved.body.bookings[0].id as string)).toEqual(validated);
  });

  it('a swap keeps the hour of an agreement by whoever holds the case', async () => {
    await timeIs(mawa, '2026-11-26T20:00:00Z');
    const own = await aHouse(mawa);
    const keeper = await mawa.signIn('shelter_manager', { shelterIds: [own.id] });
    const both = { officer: line.officer, manager: keeper };
    const [one, two] = own.rooms.B!.beds as [string, string];
    const first = await comesToStay(mawa, both, one, { from: '2026-11-26' });
    const second = await comesToStay(mawa, both, two, { from: '2026-11-26' });
    const read = async (id: string): Promise<Agreement> =>
      (await keeper.get(`/api/v1/bookings/${id}`).expect(200)).body.agreement;
    const before = await read(first.id);
    expect(before.by).toBe(line.officer.actor.name);
    await timeIs(mawa, '2026-11-26T22:00:00Z');
    const swapped = await keeper
      .post('/api/v1/bed-moves', {
        moves: [
          { bookingId: first.id, bedId: two },
          { bookingId: second.id, bedId: one },
        ],
      })
      .expect(201);
    expect(await read(swapped.body.bookings[0].id as string)).toEqual(before);
  });

  it('another bed before the arrival keeps the hour too, when the officer who agreed changes it', async () => {
    await timeIs(mawa, '2026-11-27T20:00:00Z');
    const own = await aHouse(mawa);
    const keeper = await mawa.signIn('shelter_manager', { shelterIds: [own.id] });
    const stay = await comesToStay(
      mawa,
      { officer: line.officer, manager: keeper },
      own.rooms.B!.beds[0]!,
      { from: '2026-11-27' },
    );
    await keeper.post(`/api/v1/bookings/${stay.id}/undo`).expect(201);
    const read = async (who: SignedIn, id: string): Promise<Agreement> =>
      (await who.get(`/api/v1/bookings/${id}`).expect(200)).body.agreement;
    const before = await read(keeper, stay.id);
    await timeIs(mawa, '2026-11-27T21:30:00Z');
    const { body } = await line.officer
      .post(`/api/v1/bookings/${stay.id}/other-bed`, { bedId: own.rooms.B!.beds[1]! })
      .expect(201);
    expect(await read(keeper, body.bookings[0].id as string)).toEqual(before);
  });
});
