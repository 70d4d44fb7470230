import { startApp, type SignedIn, type TestApp } from '../support/app';
import type { TestShelter } from '../shelter-beds/house';
import { aCall, aHouse, aLine, endCall, holdFromCall, type TestLine } from './hotline';

const MOTHER = { sex: 'female', age: 31, accessNeed: 'none' };
const CHILD = { sex: 'female', age: 8, accessNeed: 'none' };
const one = (id: string) => `/api/v1/hotline/calls/${id}`;
const RENEW = 'Retenir plus longtemps';

describe('a hold that would run out while the caller is on the telephone', () => {
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

  const held = async (people: object[] = [MOTHER]) => {
    const { call, requestId: request } = await holdFromCall(line.operator, people);
    return { call, request };
  };
  const minutesPass = (minutes: number) => mawa.clock.advance(minutes * 60_000);
  const renew = (call: string, who = line.operator) => who.post(`${one(call)}/hold-renewal`);
  const minutesLeft = async (request: string): Promise<number[]> => {
    const { rows } = await mawa.admin.query<{ until: Date }>(
      `SELECT DISTINCT k.hold_until AS until FROM booking_people p JOIN bookings k ON k.id = p.booking_id
        WHERE p.request_id = $1 AND k.state = 'hold'
        UNION SELECT held_until FROM bed_requests WHERE id = $1`,
      [request],
    );
    return rows.map(({ until }) => Math.round((until.getTime() - +mawa.clock.now()) / 60_000));
  };

  it('is renewed by the operator of the call for everybody at once, up to the longest time of a hold', async () => {
    const { call, request } = await held([MOTHER, CHILD]);
    minutesPass(40);
    expect(await minutesLeft(request)).toEqual([5]);
    const { text } = await line.operator.get(`/hotline/calls/${call}`).expect(200);
    expect(text).toContain(RENEW);
    const page = await line.operator.submit(`/hotline/calls/${call}/hold-renewal`, {}).expect(303);
    expect(page.headers.location).toBe(`/hotline/calls/${call}`);
    expect(await minutesLeft(request)).toEqual([45]);
    for (const left of [45, 45, 20]) {
      minutesPass(40);
      await renew(call).expect(200);
      expect(await minutesLeft(request)).toEqual([left]);
    }
    const longest = await renew(call);
    expect([longest.status, longest.body.code]).toEqual([409, 'hotline.hold_limit']);
    const refused = await line.operator.submit(`/hotline/calls/${call}/hold-renewal`, {});
    expect(refused.text).toContain('Appelez la maison pour qu’elle le confirme');
    const { rows } = await mawa.admin.query(
      `SELECT by FROM booking_changes c JOIN booking_people p USING (booking_id) WHERE p.request_id = $1 AND c.reason = 'renew'`,
      [request],
    );
    expect(rows).toHaveLength(8);
    expect(new Set(rows.map(({ by }) => by as string))).toEqual(
      new Set([line.operator.actor.userId]),
    );
    await manager.post(`/api/v1/bed-requests/${request}/promise`).expect(201);
    const gone = await renew(call);
    expect([gone.status, gone.body.code]).toEqual([409, 'hotline.nothing_held']);
    await endCall(line.operator, call, 'bed');
  });

  it('is renewed by nobody else, not after the call, and not once it has run out', async () => {
    const { call, request } = await held();
    for (const who of [line.colleague, manager, line.officer]) {
      expect((await renew(call, who)).status).not.toBe(200);
      await expect(
        mawa.transactions.run(who.actor, (tx) =>
          tx.query('SELECT * FROM renew_call_hold($1)', [call]),
        ),
      ).rejects.toThrow('renews nothing');
    }
    minutesPass(10);
    await endCall(line.operator, call, 'bed');
    const after = await renew(call);
    expect([after.status, after.body.code]).toEqual([409, 'hotline.hold_after_call']);
    expect((await line.operator.get(`/hotline/calls/${call}`)).text).not.toContain(RENEW);
    expect(await minutesLeft(request)).toEqual([35]);

    const second = await held();
    minutesPass(46);
    const late = await renew(second.call);
    expect([late.status, late.body.code]).toEqual([409, 'hotline.nothing_held']);
    await endCall(line.operator, second.call, 'bed');
  });

  it('says what to do where no bed fits: open the file, agree on a call-back, and no meeting with a house', async () => {
    const call = await aCall(line.operator, { type: 'emergency', danger: 'yes', no_place: 'yes' });
    const people = {
      ...Object.fromEntries(
        [0, 1, 2, 3, 4, 5].flatMap((index) => [
          [`people.${index}.sex`, 'female'],
          [`people.${index}.age`, index === 0 ? '34' : '9'],
        ]),
      ),
    };
    const bed = `/hotline/calls/${call}/bed`;
    const looked = await line.operator.submit(bed, { ...people, act: 'look' }).expect(200);
    expect(looked.text).toContain('<details class="block-number" open>');
    expect(looked.text).toContain('Puis convenez d’un rappel sûr');
    const { text } = await line.operator.submit(bed, { ...people, act: 'wait' }).expect(200);
    expect(text).toContain(`href="/hotline/calls/${call}/call-back"`);
    expect(text).not.toContain('Convenez du rendez-vous');
    await endCall(line.operator, call, 'bed');
  });
});
