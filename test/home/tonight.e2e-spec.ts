import {
  aBoy,
  aGirl,
  aRequest,
  aShelter,
  aWoman,
  inBeds,
  type TestShelter,
} from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { countStatements } from '../support/count-statements';
import { homeOf, linksOpen, panel, valuesOf } from './home-page';

describe('tonight, on the first page of those who work in a house', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let manager: SignedIn;
  let house: TestShelter;
  beforeEach(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    officer = await mawa.signIn('reintegration_officer');
    house = await aShelter(mawa, { A: { mix: 'women', beds: 4 }, F: { mix: 'family', beds: 3 } });
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
  });
  afterEach(() => mawa.stop());

  const hold = async (request: { id: string; caseIds: string[] }, beds: string[]) =>
    officer
      .post(`/api/v1/bed-requests/${request.id}/holds`, {
        placements: inBeds(request.caseIds, beds),
      })
      .expect(201);
  const arrive = async (bed: string): Promise<string> => {
    const request = await aRequest(mawa, officer, [aWoman()], { nights: 9 });
    await hold(request, [bed]);
    await officer.post(`/api/v1/bed-requests/${request.id}/promise`).expect(201);
    await manager.post(`/api/v1/bed-requests/${request.id}/check-in`).expect(201);
    return request.caseIds[0]!;
  };

  it('says who is held with the minutes left, who comes, who is in, who waits and what is free', async () => {
    const [a1, a2, a3] = house.rooms.A!.beds;
    await arrive(a1!);
    await arrive(a2!);
    const coming = await aRequest(mawa, officer, [aWoman()], { nights: 3 });
    await hold(coming, [a3!]);
    await officer.post(`/api/v1/bed-requests/${coming.id}/promise`).expect(201);
    const family = await aRequest(mawa, officer, [
      aWoman({ birthDate: '2000-03-08' }),
      aBoy({ birthDate: '2022-09-10' }),
    ]);
    await hold(family, house.rooms.F!.beds);
    await aRequest(mawa, officer, [aWoman()]);
    await manager
      .post(`/api/v1/houses/${house.id}/roll`, {
        calls: [{ bookingId: await bookingIn(a1!), presence: 'here' }],
      })
      .expect(201);

    const tonight = (await panel(manager, 'tonight'))!;
    expect(valuesOf(tonight)).toEqual({
      'Lits libres': '2',
      'Arrivées attendues': '1',
      Présences: '1',
      'En absence autorisée': '0',
      'À pointer': '1',
      'Pour cette nuit': '2',
    });
    expect(tonight.html).toContain('5 sur 7');
    expect(tonight.html).toContain('Lits retenus : 2');
    const [held, ...waiting] = tonight.rows;
    expect(held).toMatch(/^femme 26 ans, garçon 4 ans/);
    for (const number of family.caseNumbers) expect(held).toContain(number);
    expect(held).toMatch(/encore \d+ minutes/);
    expect(held).toContain(`retenu par ${officer.actor.name}`);
    expect(waiting).toHaveLength(2);
    expect(waiting[0]).toMatch(/^femme 32 ans demandé il y a/);
    expect(waiting[1]).toMatch(/^femme 26 ans, garçon 4 ans un lit est déjà retenu/);
    await linksOpen(manager, tonight);

    // The same figures counted by hand.
    const { rows } = await mawa.admin.query(
      `SELECT count(*) FILTER (WHERE k.state = 'stay')::int AS stays,
              count(*) FILTER (WHERE k.state = 'promised')::int AS promised,
              count(*) FILTER (WHERE k.state = 'hold')::int AS held,
              (SELECT count(*)::int FROM beds WHERE shelter_id = $1) - count(*)::int AS free,
              (SELECT count(*)::int FROM bed_requests WHERE state = 'open' AND urgency = 'tonight') AS waiting
         FROM bookings k WHERE k.shelter_id = $1 AND k.nights @> '2026-11-24'::date AND k.state <> 'void'`,
      [house.id],
    );
    expect(rows[0]).toEqual({ stays: 2, promised: 1, held: 2, free: 2, waiting: 2 });
    // And those of the lists behind them.
    const list = await manager.get('/beds/waiting?urgency=tonight').expect(200);
    expect(list.text.match(/<li class="waiting-place"/g)).toHaveLength(2);
    const roll = (await manager.get(`/house/${house.id}/roll`).expect(200)).text;
    expect(roll).toMatch(/1 présence[\s\S]*1 à pointer/);
  });

  it('names whoever is most in danger first, as the waiting list and the board do', async () => {
    const calm: string[] = [];
    for (let n = 0; n < 6; n += 1) {
      calm.push((await aRequest(mawa, officer, [aWoman()], { risk: 'none' })).id);
      mawa.clock.advance(60_000);
    }
    const girl = await aRequest(mawa, officer, [aGirl()], { risk: 'immediate' });
    const order = [girl.id, ...calm];
    const idsIn = (html: string, path: RegExp) => [...html.matchAll(path)].map(([, id]) => id);
    const tonight = (await panel(manager, 'tonight'))!;
    expect(idsIn(tonight.html, /"\/beds\?request(?:=|&#x3D;)([^"]+)"/g)).toEqual(order.slice(0, 5));
    const list = (await manager.get('/beds/waiting?urgency=tonight').expect(200)).text;
    expect(idsIn(list, /waiting-place__who"><a href="\/beds\/requests\/([^"]+)"/g)).toEqual(order);
    const board = (await manager.get('/beds?nights=28').expect(200)).text;
    const above = board.slice(board.indexOf('id="requests-waiting"'));
    expect(idsIn(above, /request(?:=|&#x3D;)([0-9a-f-]{36})#placing-title/g)).toEqual(order);
  });

  it('never says that nothing presses while somebody waits, and says so again once nobody does', async () => {
    const calm = 'Rien n’est en retard';
    expect((await homeOf(manager)).text).toContain(calm);
    const { id } = await aRequest(mawa, officer, [aWoman()]);
    const waiting = await homeOf(manager);
    expect(waiting.text).not.toContain(calm);
    expect(waiting.text).toContain('Aucune de vos tâches n’est en retard ni pour aujourd’hui.');
    await officer.post(`/api/v1/bed-requests/${id}/withdraw`, {}).expect(204);
    expect((await homeOf(manager)).text).toContain(calm);
  });

  it('shows staff their house without the requests, and nobody else a house', async () => {
    await aRequest(mawa, officer, [aWoman()]);
    const staff = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
    const hers = (await panel(staff, 'tonight'))!;
    expect(Object.keys(valuesOf(hers))).not.toContain('Pour cette nuit');
    expect(hers.figures).toHaveLength(5);
    await linksOpen(staff, hers);
    expect(await panel(officer, 'tonight')).toBeUndefined();
    expect(await panel(await mawa.signIn('finance_officer'), 'tonight')).toBeUndefined();
    const other = await aShelter(mawa, { B: { beds: 1 } });
    const elsewhere = await mawa.signIn('shelter_manager', { shelterIds: [other.id] });
    expect((await panel(elsewhere, 'tonight'))!.html).not.toContain(house.id);
  });

  it('asks the database as often for three houses and a dozen requests as for one of each', async () => {
    const statements = () => countStatements(mawa, () => manager.get('/').expect(200));
    await aRequest(mawa, officer, [aWoman()]);
    await statements();
    const few = await statements();
    for (let n = 0; n < 11; n += 1) await aRequest(mawa, officer, [aWoman()]);
    await hold(await aRequest(mawa, officer, [aWoman()]), [house.rooms.A!.beds[0]!]);
    const more = [
      await aShelter(mawa, { B: { beds: 2 } }),
      await aShelter(mawa, { C: { beds: 2 } }),
    ];
    manager = await mawa.signIn('shelter_manager', {
      shelterIds: [house.id, ...more.map(({ id }) => id)],
    });
    await statements();
    expect(await statements()).toBeLessThanOrEqual(few + 1);
    expect(few).toBeLessThanOrEqual(24);
  });

  it('lists by urgency what waits, and refuses an urgency that is none', async () => {
    await aRequest(mawa, officer, [aWoman()]);
    const planned = await manager.get('/beds/waiting?urgency=planned').expect(200);
    expect(planned.text).not.toContain('<li class="waiting-place"');
    await manager.get('/beds/waiting?urgency=never').expect(422);
  });

  const bookingIn = async (bedId: string): Promise<string> => {
    const { rows } = await mawa.admin.query<{ id: string }>(
      `SELECT id FROM bookings WHERE bed_id = $1 AND state = 'stay'`,
      [bedId],
    );
    return rows[0]!.id;
  };
});
