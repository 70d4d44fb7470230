import { startApp, type SignedIn, type TestApp } from '../support/app';
import type { TestShelter } from '../shelter-beds/house';
import { aCall, aHouse, aLine, endCall, holdFromCall, type TestLine } from './hotline';

const PERSON = { sex: 'female', age: 31, accessNeed: 'none' };
const CHILD = { sex: 'female', age: 8, accessNeed: 'none' };
const one = (id: string) => `/api/v1/hotline/calls/${id}`;
const SEARCH = 'Chercher un autre lit';

describe('a bed that was held from a call, as it stands now', () => {
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

  const held = async (people: object[] = [PERSON]) => {
    const { call, shelter, requestId } = await holdFromCall(line.operator, people);
    await endCall(line.operator, call, 'bed');
    return { call, request: `/api/v1/bed-requests/${requestId}`, requestId, shelter };
  };
  const bedSeenBy = async (who: SignedIn, call: string) =>
    (await who.get(one(call)).expect(200)).body.bed;
  const pagesOf = async (who: SignedIn, call: string) => {
    const onCall = (await who.get(`/hotline/calls/${call}`).expect(200)).text;
    const { text } = await who.get('/hotline').expect(200);
    const [listed = ''] = text.split('<li class="line-call').filter((row) => row.includes(call));
    return { onCall, listed };
  };
  const bell = async (who: SignedIn) => {
    mawa.clock.advance(31_000);
    const { text } = await who.get('/hotline').expect(200);
    return /href="\/arrivals" aria-label="([^"]*)"/.exec(text)?.[1];
  };

  it('is held until an hour, confirmed, arrived and left, in words on the call and on the list', async () => {
    const { call, request, shelter } = await held();
    expect(await bedSeenBy(line.operator, call)).toMatchObject({
      state: 'held',
      shelter,
      heldUntil: expect.any(String),
    });
    const first = await pagesOf(line.operator, call);
    expect(first.onCall).toContain('retenu jusqu’à');
    expect(first.listed).toContain('tag--good');
    expect(first.listed).toContain('retenu jusqu’à');

    const says = async (state: string, words: string) => {
      expect(await bedSeenBy(line.operator, call)).toMatchObject({ state, heldUntil: null });
      const { onCall, listed } = await pagesOf(line.operator, call);
      for (const text of [onCall, listed]) {
        expect(text).toContain(words);
        expect(text).not.toContain('retenu jusqu’à');
        expect(text).not.toContain(SEARCH);
      }
    };
    await manager.post(`${request}/promise`).expect(201);
    await says('confirmed', 'lit confirmé');
    await manager.post(`${request}/check-in`).expect(201);
    await says('arrived', 'arrivée faite');
    // Others of the line know no more than that the bed was confirmed.
    for (const who of [line.colleague, line.supervisor]) {
      expect(await bedSeenBy(who, call)).toEqual({
        state: 'confirmed',
        heldUntil: null,
        shelter: null,
        openRequestId: null,
      });
    }
    const { body } = await manager.get(request).expect(200);
    const [booking] = body.bookings as { id: string }[];
    await mawa.admin.query(
      `UPDATE bookings SET state = 'ended', outcome = 'left', nights = daterange(lower(nights), lower(nights) + 1)
        WHERE id = $1`,
      [booking!.id],
    );
    await says('left', 'sortie faite');
    await mawa.admin.query(
      `UPDATE calls SET ended_at = ended_at - interval '13 hours', began_at = began_at - interval '13 hours' WHERE id = $1`,
      [call],
    );
    expect(await bedSeenBy(line.operator, call)).toMatchObject({ state: 'confirmed' });
  });

  it('given back by the house says so with the next step, and counts for the bell of whoever placed', async () => {
    const { call, request } = await held([PERSON, CHILD]);
    expect(await bell(line.operator)).toBe('Nouveautés : 0');
    await manager.post(`${request}/release`).expect(201);
    expect(await bedSeenBy(line.operator, call)).toMatchObject({ state: 'released' });
    const { onCall, listed } = await pagesOf(line.operator, call);
    for (const text of [onCall, listed]) {
      expect(text).toContain('lit rendu : il n’est plus retenu');
      expect(text).toContain(SEARCH);
      expect(text).not.toContain('retenu jusqu’à');
    }
    expect(onCall).toContain('notice--danger');
    expect(await bell(line.operator)).toBe('Nouveautés : 1');
    expect(await bell(line.colleague)).toBe('Nouveautés : 0');
    const arrivals = await line.operator.get('/arrivals').expect(200);
    expect(arrivals.text).toContain(`href="/hotline/calls/${call}"`);
    expect(arrivals.text).toContain(
      'Lit qui n’est plus retenu après un appel : en chercher un autre',
    );
    expect((await pagesOf(line.colleague, call)).listed).toContain(
      'lit rendu : il n’est plus retenu',
    );
    expect((await pagesOf(line.colleague, call)).listed).not.toContain(SEARCH);

    // Another bed held for the same request ends what waits.
    await manager
      .post(`${request}/holds`, {
        placements: (await casesOf(request)).map((caseId, at) => ({
          caseId,
          bedId: house.rooms.A!.beds[at],
        })),
      })
      .expect(201);
    expect(await bedSeenBy(line.operator, call)).toMatchObject({ state: 'held' });
    const decisions = await line.operator.get('/api/v1/decisions').expect(200);
    expect(decisions.body.total).toBe(0);
  });

  it('stays confirmed where it was held for an operator from whom the person is hidden', async () => {
    const { call, request, shelter } = await held();
    await manager.post(`${request}/release`).expect(201);
    expect(await bedSeenBy(line.operator, call)).toMatchObject({ state: 'released' });
    const [caseId] = await casesOf(request);
    await mawa.admin.query(
      `INSERT INTO case_restrictions (id, case_id, reason, set_by, set_at)
       VALUES (gen_random_uuid(), $1, $2, $3, $4)`,
      [caseId, 'risk', manager.actor.userId, mawa.clock.now()],
    );
    expect(await bedSeenBy(line.operator, call)).toEqual({
      state: 'confirmed',
      heldUntil: null,
      shelter,
      openRequestId: null,
    });
    expect((await line.operator.get('/arrivals').expect(200)).text).not.toContain(call);
  });

  it('whose time is over says so before any job has run', async () => {
    const { call, requestId } = await held();
    mawa.clock.advance(1_000);
    await mawa.admin.query(
      `UPDATE bookings SET hold_until = $2
        WHERE id IN (SELECT booking_id FROM booking_people WHERE request_id = $1)`,
      [requestId, mawa.clock.now()],
    );
    expect(await bedSeenBy(line.operator, call)).toMatchObject({ state: 'lapsed' });
    const { onCall, listed } = await pagesOf(line.operator, call);
    for (const text of [onCall, listed]) {
      expect(text).toContain('délai passé : le lit n’est plus retenu');
      expect(text).toContain(SEARCH);
    }
    expect(await bell(line.operator)).toBe('Nouveautés : 1');
  });

  it('where none was held the call and the list say what was done, and no bed', async () => {
    const call = await aCall(line.operator, { type: 'emergency', danger: 'yes', no_place: 'yes' });
    await line.operator.post(`${one(call)}/placement`, { people: [PERSON] }).expect(201);
    await endCall(line.operator, call, 'bed');
    expect(await bedSeenBy(line.operator, call)).toBeNull();
    const { onCall, listed } = await pagesOf(line.operator, call);
    for (const text of [onCall, listed]) {
      expect(text).toContain('Lit demandé pour 1 personne');
      expect(text).not.toContain(SEARCH);
    }
  });

  it('is unknown to another line, and to everybody once the call is unlinked', async () => {
    const { call } = await held();
    const stranger = await aLine(mawa);
    const asked = await mawa.transactions.run(stranger.operator.actor, (tx) =>
      tx.query('SELECT * FROM call_bed($1)', [call]),
    );
    expect(asked).toEqual([]);
    const { body } = await line.operator.get(one(call)).expect(200);
    for (const { id } of body.links as { id: string }[]) {
      await line.operator.delete(`/api/v1/hotline/links/${id}`).expect(204);
    }
    expect(await bedSeenBy(line.operator, call)).toBeNull();
  });

  const casesOf = async (request: string): Promise<string[]> =>
    ((await manager.get(request).expect(200)).body.people as { caseId: string }[]).map(
      ({ caseId }) => caseId,
    );
});
