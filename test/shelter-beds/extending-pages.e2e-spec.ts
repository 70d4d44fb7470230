import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aRequest, aShelter, aWoman, inBeds, type TestShelter } from './house';
import { comesToStay, timeIs, type Stay } from './house-days';

const PANELS = ['/beds/bookings', '/beds/board/bookings'];

describe('the pages on which a stay is extended', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    officer = await mawa.signIn('reintegration_officer');
  });
  beforeEach(async () => {
    await timeIs(mawa, '2026-11-24T20:00:00Z');
    house = await aShelter(mawa, { A: { beds: 2 }, B: { beds: 1 } });
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
  });
  afterAll(() => mawa.stop());

  const bedsOf = (room: 'A' | 'B'): string[] => house.rooms[room]!.beds;
  const aStay = (bedId: string, nights: number | null = 3): Promise<Stay> =>
    comesToStay(mawa, { officer, manager }, bedId, { nights });
  async function isExpected(bedId: string, from: string, nights: number, person = aWoman()) {
    const request = await aRequest(mawa, officer, [person], { neededFrom: from, nights });
    await officer
      .post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, [bedId]),
        reason: 'elle dit avoir trente ans',
      })
      .expect(201);
    await officer.post(`/api/v1/bed-requests/${request.id}/promise`).expect(201);
    return request;
  }

  it.each(PANELS)(
    '%s keeps the date, names what is not known and has the field beside it',
    async (panel) => {
      const stay = await aStay(bedsOf('A')[0]!);
      await isExpected(bedsOf('A')[1]!, '2026-11-27', 9, aWoman({ birthDate: null }));
      const path = `${panel}/${stay.id}/planned-exit`;
      const { text } = await manager.submit(path, { on: '2026-12-01' }).expect(422);
      expect(text).toContain('On ne sait pas : l’âge ou le sexe d’une personne de la chambre.');
      expect(text).toContain('id="f-reason"');
      expect(text).toMatch(/id="f-on" name="on" type="date" value="2026-12-01"/);
      await manager.submit(path, { on: '2026-12-01', reason: 'elle est adulte' }).expect(303);
    },
  );

  it.each(PANELS)(
    '%s says when the bed is taken, which beds suit from then on, and extends up to then',
    async (panel) => {
      const stay = await aStay(bedsOf('A')[0]!);
      await isExpected(bedsOf('A')[0]!, '2026-11-29', 4);
      const path = `${panel}/${stay.id}/planned-exit`;
      const refused = await manager.submit(path, { on: '2026-12-05' }).expect(409);
      const text = refused.text.replaceAll('\u00a0', ' ').replaceAll('\u202f', ' ');
      expect(text).toMatch(
        /Le lit A1 est réservé de la nuit du .{0,20}29 nov.{0,40}jusqu’au .{0,12}3 déc/,
      );
      expect(text).toMatch(/ces lits de la maison conviennent : (A A2|B B1), (A A2|B B1)\./);
      expect(text).toContain('name="on" value="2026-11-29"');
      expect(text).toMatch(/id="f-on" name="on" type="date" value="2026-12-05"/);
      await manager.submit(path, { on: '2026-11-29' }).expect(303);
    },
  );

  it.each(PANELS)(
    '%s names the first night that is taken, and asks for what is not known before the press that extends up to it',
    async (panel) => {
      const stay = await aStay(bedsOf('A')[0]!);
      await isExpected(bedsOf('A')[0]!, '2026-11-29', 4);
      await isExpected(bedsOf('A')[1]!, '2026-11-27', 9, aWoman({ birthDate: null }));
      const first = await manager.get(`${panel}/${stay.id}`).expect(200);
      expect(first.text).toContain('On ne sait pas : l’âge ou le sexe d’une personne');
      expect(first.text).toContain('name="reason"');
      const path = `${panel}/${stay.id}/planned-exit`;
      const refused = await manager.submit(path, { on: '2026-12-05' }).expect(409);
      const [summary] = /<div class="form-errors"[^]*?<\/div>/.exec(refused.text)!;
      expect(summary).toMatch(/Le lit A1 n’est pas disponible[^<]*29\snov/);
      const asks = refused.text.slice(refused.text.indexOf('name="on" value="2026-11-29"'));
      expect(asks.slice(0, asks.indexOf('</form>'))).toContain('id="later-reason"');
      const told = { on: '2026-11-29', reason: 'elle est adulte' };
      await manager.submit(path, told).expect(303);
    },
  );

  it('somebody who is kept apart is told like any other: the calendar alone adds to the sentence', async () => {
    const stay = await aStay(bedsOf('A')[0]!);
    const other = await isExpected(bedsOf('B')[0]!, '2026-11-27', 5);
    await officer
      .post(`/api/v1/people/${stay.caseId}/keep-apart`, { otherCaseId: other.caseIds[0] })
      .expect(201);
    const path = `/beds/bookings/${stay.id}/planned-exit`;
    const { text } = await manager.submit(path, { on: '2026-11-30' }).expect(409);
    expect(text).not.toContain('est réservé');
    expect(text).not.toContain('conviennent :');
  });

  it.each(['/beds/bookings', '/beds/board/bookings'])(
    '%s has the field for what is not known before the press, and says what that is',
    async (panel) => {
      const stay = await aStay(bedsOf('A')[0]!);
      await isExpected(bedsOf('A')[1]!, '2026-11-27', 9, aWoman({ birthDate: null }));
      const { text } = await manager.get(`${panel}/${stay.id}`).expect(200);
      expect(text).toContain(
        'On ne sait pas : l’âge ou le sexe d’une personne de la chambre. Si le séjour dure plus longtemps',
      );
      expect(text).toContain('name="reason"');
      const known = await manager.get(`${panel}/${(await aStay(bedsOf('B')[0]!)).id}`).expect(200);
      expect(known.text).not.toContain('name="reason"');
    },
  );

  it.each(PANELS)(
    '%s moves the planned exit and asks for the nights past the longest stay of the house in one press',
    async (panel) => {
      const administrator = await mawa.signIn('administrator');
      await administrator
        .post(`/api/v1/shelters/${house.id}/stay-limits`, { nights: 10 })
        .expect(201);
      const stay = await aStay(bedsOf('A')[0]!);
      const { text } = await manager.get(`${panel}/${stay.id}`).expect(200);
      expect(text.replaceAll('\u00a0', ' ')).toMatch(
        /La durée permise dans cette maison s’arrête le .*4 déc/,
      );
      const path = `${panel}/${stay.id}/planned-exit`;
      const odd = await manager.submit(path, { on: '2026-12-10', why: 'sunshine' });
      expect(odd.status).toBe(422);
      expect(odd.text).toContain('id="f-why-error"');
      const length = async () =>
        (await manager.get(`/api/v1/bookings/${stay.id}/length`).expect(200)).body;
      expect((await length()).extensions).toEqual([]);
      await manager.submit(path, { on: '2026-12-02', why: 'hearing_near' }).expect(303);
      expect((await length()).extensions).toEqual([]);
      await manager
        .submit(path, { on: '2026-12-10', why: 'hearing_near', note: 'audience le 9' })
        .expect(303);
      expect((await length()).extensions).toMatchObject([
        { nights: 6, note: 'audience le 9', decision: null },
      ]);
      const { rows } = await mawa.admin.query(
        `SELECT upper(nights)::text AS until FROM bookings WHERE id = $1`,
        [stay.id],
      );
      expect(rows).toEqual([{ until: '2026-12-10' }]);
      const again = await manager.get(`${panel}/${stay.id}`).expect(200);
      expect(again.text).toContain('Une prolongation attend déjà une décision.');
      expect(again.text).not.toContain('name="why"');
      const twice = await manager.submit(path, { on: '2026-12-20', why: 'hearing_near' });
      expect(twice.status).toBe(409);
      expect((await length()).extensions).toHaveLength(1);
    },
  );

  it('the page of the length of a stay leads to the date', async () => {
    const stay = await aStay(bedsOf('A')[0]!);
    const { text } = await manager.get(`/beds/bookings/${stay.id}/length`).expect(200);
    expect(text).toContain(`href="/beds/bookings/${stay.id}#plan"`);
    expect((await manager.get(`/beds/bookings/${stay.id}`).expect(200)).text).toContain(
      'id="plan"',
    );
    const read = await officer.get(`/beds/bookings/${stay.id}/length`).expect(200);
    expect(read.text).not.toContain('#plan"');
  });
});
