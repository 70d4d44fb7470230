import { startApp, type SignedIn, type TestApp } from '../support/app';
import type { TestShelter } from '../shelter-beds/house';
import { aProgramOf } from '../support/tokens';
import { aCall, aHouse, aLine, holdFromCall, type TestLine } from './hotline';

const NUMBER = '+212522123456';
const PERSON = { sex: 'female', age: 31, accessNeed: 'none' };
const one = (id: string) => `/api/v1/hotline/calls/${id}`;

describe('the duty number of a house', () => {
  let mawa: TestApp;
  let line: TestLine;
  let house: TestShelter;
  let manager: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    line = await aLine(mawa);
  });
  beforeEach(async () => {
    await mawa.admin.query('UPDATE shelters SET active = false');
    house = await aHouse(mawa);
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
  });
  afterAll(() => mawa.stop());

  const path = () => `/api/v1/shelters/${house.id}/duty-number`;
  const entered = (number = '05 22 12 34 56') => manager.put(path(), { number }).expect(204);
  const firstBeds = async (call: string, who = line.operator): Promise<string[]> => {
    const { body } = await who.post(`${one(call)}/beds`, { people: [PERSON] }).expect(200);
    return body.proposals[0].beds;
  };
  const held = (who = line.operator) => holdFromCall(who, [PERSON]);
  const shownTo = async (who: SignedIn) => {
    const { rows } = await mawa.admin.query(
      `SELECT 1 FROM audit_log WHERE action = 'shelters.show_duty_number' AND actor_id = $1 AND $2 = ANY (subject_ids)`,
      [who.actor.userId, house.id],
    );
    return rows.length;
  };

  it('is entered, changed and removed by its managers on the page of the house', async () => {
    const address = `/admin/shelters/${house.id}`;
    const empty = await manager.get(address).expect(200);
    expect(empty.text).toContain('Aucun numéro n’est noté.');
    await manager.submit(`${address}/duty-number`, { number: '05 22 12 34 56' }).expect(303);
    expect((await manager.get(address)).text).toContain(NUMBER);
    await manager.submit(`${address}/duty-number`, { number: '0661 223344' }).expect(303);
    expect((await manager.get(path())).body).toEqual({ number: '+212661223344' });

    const wrong = await manager.submit(`${address}/duty-number`, { number: 'le fixe' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Ce numéro de téléphone n’est pas lisible.');
    expect(wrong.text).toContain('value="le fixe"');

    await manager.submit(`${address}/duty-number`, { number: ' ' }).expect(303);
    expect((await manager.get(path())).body).toEqual({ number: null });
  });

  it('is sealed, and neither read nor written by anybody from outside', async () => {
    await entered();
    const { rows } = await mawa.admin.query('SELECT sealed FROM shelter_duty_numbers');
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.some(({ sealed }) => (sealed as Buffer).includes('522123456'))).toBe(false);

    const neighbour = await mawa.signIn('shelter_manager');
    await neighbour.get(path()).expect(404);
    await neighbour.put(path(), { number: '0522999999' }).expect(404);
    const page = await neighbour.get(`/admin/shelters/${house.id}`).expect(200);
    expect(page.text).not.toContain(NUMBER);
    const administrator = await mawa.signIn('administrator');
    for (const who of [administrator, line.officer, line.operator]) {
      await who.get(path()).expect(403);
      await who.put(path(), { number: '0522999999' }).expect(403);
    }
    expect((await administrator.get(`/admin/shelters/${house.id}`)).text).not.toContain(NUMBER);

    const staff = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
    expect((await staff.get(path()).expect(200)).body).toEqual({ number: NUMBER });
    await staff.put(path(), { number: '0522999999' }).expect(403);
    expect(await shownTo(staff)).toBe(1);
  });

  it('is refused by the database to whoever may not read or enter it', async () => {
    await entered();
    const neighbour = await mawa.signIn('shelter_manager');
    const staff = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
    const seen = (who: SignedIn) =>
      mawa.transactions.run(who.actor, (tx) =>
        tx.query(
          `SELECT shelter_id FROM shelter_duty_numbers WHERE shelter_id = $1
           UNION ALL SELECT record_id FROM keys.record_keys WHERE kind = 'duty_number' AND record_id = $1`,
          [house.id],
        ),
      );
    for (const who of [neighbour, line.operator, line.officer]) expect(await seen(who)).toEqual([]);
    expect(await seen(staff)).toHaveLength(2);
    const changed = await mawa.transactions.run(staff.actor, (tx) =>
      tx.query('DELETE FROM shelter_duty_numbers WHERE shelter_id = $1 RETURNING 1', [house.id]),
    );
    expect(changed).toEqual([]);
    await held();
    expect(await seen(line.operator)).toHaveLength(2);
    expect(await seen(line.colleague)).toEqual([]);
  });

  it('is shown to the operator once a bed is held, and recorded', async () => {
    await entered();
    const call = await aCall(line.operator, { type: 'emergency', danger: 'yes', no_place: 'yes' });
    expect((await line.operator.get(one(call))).body.duty).toBeNull();
    const beds = await firstBeds(call);
    expect(await shownTo(line.operator)).toBe(0);
    const done = await line.operator.submit(`/hotline/calls/${call}/bed`, {
      act: `hold:${beds.join(',')}`,
      'people.0.sex': PERSON.sex,
      'people.0.age': String(PERSON.age),
      'people.0.accessNeed': PERSON.accessNeed,
    });
    expect(done.text).toContain('C’est fait');
    expect(done.text).toContain(NUMBER);
    expect(await shownTo(line.operator)).toBe(1);
    expect((await line.operator.get(`/hotline/calls/${call}`)).text).toContain(NUMBER);
    expect(await shownTo(line.operator)).toBe(2);
    for (const who of [line.colleague, line.supervisor]) {
      expect((await who.get(`/hotline/calls/${call}`).expect(200)).text).not.toContain(NUMBER);
      expect((await who.get(one(call))).body.duty).toBeNull();
    }
  });

  it.each([
    ['is over', `UPDATE bookings SET hold_until = $2 WHERE shelter_id = $1 AND state = 'hold'`],
    [
      'was confirmed',
      `UPDATE bookings SET state = 'promised', hold_until = NULL
        WHERE shelter_id = $1 AND state = 'hold' AND $2::timestamptz IS NOT NULL`,
    ],
  ])('is shown no more when the hold %s', async (_how, sql) => {
    await entered();
    const { call, body } = await held();
    expect(body.held.duty).toEqual({ number: NUMBER });
    await mawa.admin.query(sql, [house.id, mawa.clock.now()]);
    expect((await line.operator.get(one(call))).body.duty).toBeNull();
    expect((await line.operator.get(`/hotline/calls/${call}`)).text).not.toContain(NUMBER);
  });

  it('is of the call whose bed is held, not of another call to the same house', async () => {
    await entered();
    const first = await held();
    await mawa.admin.query(
      `UPDATE bookings SET hold_until = $2 WHERE shelter_id = $1 AND state = 'hold'`,
      [house.id, mawa.clock.now()],
    );
    const second = await held();
    expect(second.body.held.duty).toEqual({ number: NUMBER });
    expect((await line.operator.get(one(first.call))).body.duty).toBeNull();
  });

  it('is shown to no program: a token of the operator reads the call without it', async () => {
    await entered();
    const program = await aProgramOf(mawa, line.operator);
    const { call } = await held();
    const { body } = await program.get(one(call)).expect(200);
    expect(body).toMatchObject({ id: call, duty: null });
    expect((await line.operator.get(one(call))).body.duty).toEqual({ number: NUMBER });
    await (await aProgramOf(mawa, manager)).get(path()).expect(403);
  });

  it('says so where the house has none', async () => {
    const { call, body } = await held();
    expect(body.held.duty).toEqual({ number: null });
    const page = await line.operator.get(`/hotline/calls/${call}`).expect(200);
    expect(page.text).toContain('Aucun numéro de permanence n’est noté pour cette maison');
    expect(await shownTo(line.operator)).toBe(0);
  });
});
