import { Arrivals } from '../../modules/plans/arrivals/arrivals.service';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aGirl, aRequest, aShelter, aWoman, inBeds, type TestShelter } from './house';

const URGENT = 'Demande de lit : pour cette nuit';

describe('the bell for a bed request', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let elsewhere: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  let onDuty: SignedIn;
  let offDuty: SignedIn;
  let neighbour: SignedIn;
  beforeEach(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    house = await aShelter(mawa, { A: { beds: 2 } });
    elsewhere = await aShelter(mawa, { B: { beds: 1 } });
    const here = { shelterIds: [house.id] };
    officer = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('shelter_manager', here);
    onDuty = await mawa.signIn('shelter_staff', here);
    offDuty = await mawa.signIn('shelter_staff', here);
    neighbour = await mawa.signIn('shelter_manager', { shelterIds: [elsewhere.id] });
    await onDuty.post(`/api/v1/houses/${house.id}/duties`, { hours: 12 }).expect(201);
  });
  afterEach(() => mawa.stop());

  async function bell(who: SignedIn): Promise<number> {
    mawa.clock.advance(31_000);
    const { text } = await who.get('/').expect(200);
    return Number(
      /class="top__bell" href="\/arrivals" aria-label="Nouveautés : (\d+)"/.exec(text)![1],
    );
  }
  const listOf = async (who: SignedIn): Promise<string> =>
    (await who.get('/arrivals').expect(200)).text;
  const linkTo = (id: string) => `href="/beds/waiting#f-row-${id}"`;
  const at = async (instant: string) => {
    mawa.clock.set(instant);
    await mawa.admin.query(
      `UPDATE sessions SET seen_at = $1::timestamptz, expires_at = $1::timestamptz + interval '12 hours'`,
      [instant],
    );
  };
  const hold = (who: SignedIn, id: string, caseIds: string[], beds: string[]) =>
    who.post(`/api/v1/bed-requests/${id}/holds`, { placements: inBeds(caseIds, beds) });

  it('rings for the managers of each house that sees the request and for whoever is on duty there', async () => {
    const { id, caseNumbers } = await aRequest(mawa, officer, [aWoman(), aGirl()]);
    for (const who of [manager, onDuty, neighbour]) {
      expect(await bell(who)).toBe(1);
      const text = await listOf(who);
      expect(text).toContain(linkTo(id));
      expect(text).toContain(URGENT);
      for (const number of caseNumbers) expect(text).not.toContain(number);
      expect((await who.get('/beds/waiting').expect(200)).text).toContain(`id="f-row-${id}"`);
      expect(await bell(who)).toBe(0);
      // The first page has the list: among the decisions it would stand twice.
      expect(await listOf(who)).not.toContain('nouveau<');
      expect((await who.get('/api/v1/decisions').expect(200)).body.decisions).toEqual([]);
    }
    expect(await bell(offDuty)).toBe(0);
    expect(await bell(officer)).toBe(0);
    for (const role of ['reintegration_officer', 'case_supervisor', 'legal_officer'] as const) {
      const who = await mawa.signIn(role, { shelterIds: [house.id] });
      expect([role, await bell(who)]).toEqual([role, 0]);
      expect(await listOf(who)).not.toContain(id);
    }
  });

  it('rings in the one house that a request is addressed to, and in no closed house', async () => {
    const { id } = await aRequest(mawa, officer, [aWoman()], { shelterId: house.id });
    expect(await bell(manager)).toBe(1);
    expect(await bell(neighbour)).toBe(0);
    expect(await listOf(neighbour)).not.toContain(id);
    await mawa.admin.query('UPDATE shelters SET active = false WHERE id = $1', [house.id]);
    for (const who of [manager, onDuty]) {
      expect(await bell(who)).toBe(0);
      expect(await listOf(who)).not.toContain(id);
    }
  });

  it('does not ring for the manager who made the request', async () => {
    const { id } = await aRequest(mawa, manager);
    expect(await bell(manager)).toBe(0);
    expect(await listOf(manager)).not.toContain(id);
    expect(await bell(neighbour)).toBe(1);
  });

  it('is silent where all people of a request are hidden from the reader', async () => {
    const blocked = await aRequest(mawa, officer);
    const restricted = await aRequest(mawa, officer);
    const together = await aRequest(mawa, officer, [aWoman(), aGirl()]);
    const userId = manager.actor.userId;
    for (const caseId of [blocked.caseIds[0]!, together.caseIds[0]!]) {
      await officer
        .post(`/api/v1/people/${caseId}/blocks`, { userId, scope: 'case', reason: 'sa cousine' })
        .expect(201);
    }
    await mawa.admin.query(
      `INSERT INTO case_restrictions (id, case_id, set_by, set_at, reason)
       VALUES (gen_random_uuid(), $1, $2, $3, '')`,
      [restricted.caseIds[0], officer.actor.userId, mawa.clock.now()],
    );
    // The request of two is on the list for the one who is seen.
    expect(await bell(manager)).toBe(1);
    const seen = await listOf(manager);
    expect(seen).toContain(linkTo(together.id));
    for (const { id } of [blocked, restricted]) expect(seen).not.toContain(id);
    const onList = await manager.get('/beds/waiting').expect(200);
    for (const { id } of [blocked, restricted]) expect(onList.text).not.toContain(id);
    expect(await bell(neighbour)).toBe(2);
  });

  it('rings again when the first night of a planned request has come', async () => {
    const { id } = await aRequest(mawa, officer, [aWoman()], {
      neededFrom: '2026-11-27',
      urgency: 'planned',
    });
    expect(await bell(manager)).toBe(1);
    expect(await listOf(manager)).toContain('Demande de lit : planifiée');
    await at('2026-11-27T11:59:00Z');
    expect(await bell(manager)).toBe(0);
    await at('2026-11-27T12:01:00Z');
    expect(await bell(manager)).toBe(1);
    const text = await listOf(manager);
    expect(text).toContain(linkTo(id));
    expect(text).toContain('Demande de lit : première nuit arrivée');
    expect(await bell(manager)).toBe(0);
  });

  it('is silent while a bed is held, and rings again once the hold lapsed or was given back', async () => {
    const { id, caseIds } = await aRequest(mawa, officer);
    expect(await bell(manager)).toBe(1);
    await listOf(manager);
    await listOf(neighbour);
    mawa.clock.advance(1_000);
    await hold(neighbour, id, caseIds, [elsewhere.rooms.B!.beds[0]!]).expect(201);
    expect(await bell(manager)).toBe(0);
    expect(await listOf(manager)).not.toContain(linkTo(id));
    // Nobody confirms: the hold lapses by time alone.
    mawa.clock.advance(3 * 3_600_000);
    expect(await bell(manager)).toBe(1);
    expect(await listOf(manager)).toContain(linkTo(id));
    await listOf(neighbour);
    await hold(neighbour, id, caseIds, [elsewhere.rooms.B!.beds[0]!]).expect(201);
    mawa.clock.advance(60_000);
    await neighbour.post(`/api/v1/bed-requests/${id}/release`).expect(201);
    expect(await bell(manager)).toBe(1);
  });

  it('ends with the request: placed, withdrawn or expired', async () => {
    const placed = await aRequest(mawa, officer);
    const withdrawn = await aRequest(mawa, officer);
    const expired = await aRequest(mawa, officer);
    expect(await bell(manager)).toBe(3);
    const beds = house.rooms.A!.beds;
    await hold(manager, placed.id, placed.caseIds, [beds[0]!]).expect(201);
    await manager.post(`/api/v1/bed-requests/${placed.id}/promise`).expect(201);
    await officer.post(`/api/v1/bed-requests/${withdrawn.id}/withdraw`).expect(204);
    expect(await bell(manager)).toBe(1);
    const text = await listOf(onDuty);
    expect(text).toContain(linkTo(expired.id));
    for (const { id } of [placed, withdrawn]) expect(text).not.toContain(linkTo(id));
    await at('2027-01-20T20:00:00Z');
    expect(await listOf(manager)).not.toContain(expired.id);
    // Asked for again it is on the list again, and new.
    mawa.clock.advance(1_000);
    await officer.post(`/api/v1/bed-requests/${expired.id}/renewal`).expect(204);
    expect(await bell(manager)).toBe(1);
  });

  it('counts requests made at once each, and ends for all when two houses answer at once', async () => {
    const made = await Promise.all([1, 2, 3].map(() => aRequest(mawa, officer)));
    expect(await bell(manager)).toBe(3);
    expect(await bell(neighbour)).toBe(3);
    const [{ id, caseIds }] = made as [(typeof made)[number]];
    const answers = await Promise.all([
      hold(manager, id, caseIds, [house.rooms.A!.beds[0]!]),
      hold(neighbour, id, caseIds, [elsewhere.rooms.B!.beds[0]!]),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    for (const who of [manager, onDuty, neighbour]) {
      expect(await listOf(who)).not.toContain(linkTo(id));
    }
    expect(await bell(await mawa.signInAs(neighbour.email))).toBe(0);
  });

  it('is in the one statement of the bell, whatever waits', async () => {
    const arrivals = mawa.app.get(Arrivals);
    const statements: string[] = [];
    const run = mawa.transactions.run.bind(mawa.transactions);
    const spy = jest.spyOn(mawa.transactions, 'run').mockImplementation((actor, work, request) =>
      run(
        actor,
        (tx) =>
          work({
            ...tx,
            query: <T>(sql: string, params?: unknown[]) => {
              statements.push(sql);
              return tx.query<T>(sql, params);
            },
          }),
        request,
      ),
    );
    const counted: (number | null)[] = [];
    for (let n = 0; n < 3; n += 1) {
      spy.mockClear();
      statements.length = 0;
      mawa.clock.advance(31_000);
      counted.push(await arrivals.countFor(manager.actor));
      expect(statements).toHaveLength(1);
      await aRequest(mawa, officer);
    }
    expect(counted).toEqual([0, 1, 2]);
    spy.mockRestore();
  });
});
