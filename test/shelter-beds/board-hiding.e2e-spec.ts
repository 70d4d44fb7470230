import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aShelter, type TestShelter } from './house';
import { comesToStay, timeIs, type Stay } from './house-days';

describe('somebody who is hidden on bed boards', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  let staff: SignedIn;
  let she: Stay;
  beforeEach(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    await timeIs(mawa, '2026-11-24T20:00:00Z');
    house = await aShelter(mawa, { A: { beds: 2 } });
    officer = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    staff = await mawa.signIn('shelter_staff', { shelterIds: [house.id] });
    she = await comesToStay(mawa, { officer, manager }, house.rooms.A!.beds[0]!);
  });
  afterEach(() => mawa.stop());

  const PAGES = ['/beds', '/beds/tonight', '/api/v1/beds/board'];
  const pages = () => [...PAGES, `/beds/sheet?shelter=${house.id}`];
  /** The pages that say her number, or lead to her stay or her file. */
  const showingHer = async (who: SignedIn): Promise<string[]> => {
    const found: string[] = [];
    for (const path of pages()) {
      const { text } = await who.get(path).expect(200);
      if ([she.caseNumber, she.id, she.caseId].some((mark) => text.includes(mark)))
        found.push(path);
    }
    return found;
  };
  const hide = (who: SignedIn, reason = 'threat') =>
    who.post(`/api/v1/bookings/${she.id}/board-hiding`, { reason });

  it('is an occupied bed there, for everybody; her file and the roll go on showing her', async () => {
    expect((await showingHer(manager)).length).toBeGreaterThan(2);
    await hide(manager).expect(204);
    // The API names the booking of each bar, of strangers too; nothing leads from there to a person.
    for (const who of [manager, officer, staff]) {
      expect((await showingHer(who)).filter((path) => !path.startsWith('/api/'))).toEqual([]);
    }
    const { body } = await manager.get('/api/v1/beds/board').expect(200);
    const [bed] = body.shelters[0].rooms[0].beds;
    expect(bed.bars).toMatchObject([{ kind: 'stay', caseId: null, caseNumber: null, own: false }]);
    expect(body.shelters[0].occupancy).toEqual({ used: 1, available: 2 });
    for (const path of [`/house/${house.id}/roll`, `/people/${she.caseId}`]) {
      expect((await manager.get(path).expect(200)).text).toContain(she.caseNumber);
    }
    const page = (await manager.get(`/beds/bookings/${she.id}`).expect(200)).text;
    expect(page).toContain('Les tableaux montrent ce lit occupé, sans numéro ni nom.');
    expect(page).toContain(manager.actor.name);
  });

  it('stays hidden in another bed, once however often it was said, and is shown again', async () => {
    await Promise.all([hide(manager), hide(officer), hide(manager, 'wish')]);
    const { rows } = await mawa.admin.query('SELECT ended_at FROM board_hidings');
    expect(rows).toEqual([{ ended_at: null }]);
    const moves = [{ bookingId: she.id, bedId: house.rooms.A!.beds[1]! }];
    await manager.post('/api/v1/bed-moves', { moves }).expect(201);
    expect((await manager.get('/beds').expect(200)).text).not.toContain(she.caseNumber);
    await officer.delete(`/api/v1/bookings/${she.id}/board-hiding`).expect(204);
    await officer.delete(`/api/v1/bookings/${she.id}/board-hiding`).expect(204);
    expect((await manager.get('/beds').expect(200)).text).toContain(she.caseNumber);
    const acts = await mawa.admin.query(
      `SELECT action FROM audit_log WHERE action IN ('beds.hide', 'beds.show_again') ORDER BY seq`,
    );
    expect(acts.rows.map(({ action }) => action)).toEqual(['beds.hide', 'beds.show_again']);
  });

  it('is hidden and shown by those who write her care, and by nobody else', async () => {
    const elsewhere = await aShelter(mawa, { Z: { beds: 1 } });
    const stranger = await mawa.signIn('shelter_manager', { shelterIds: [elsewhere.id] });
    await hide(stranger).expect(404);
    await hide(staff).expect(403);
    await hide(await mawa.signIn('hotline_operator')).expect(403);
    await hide(manager, 'because').expect(422);
    await hide(officer, 'wish').expect(204);
    const sql = (who: SignedIn, text: string) =>
      mawa.transactions.run(who.actor, (tx) => tx.query(text));
    expect(await sql(stranger, 'SELECT 1 FROM board_hidings')).toEqual([]);
    await expect(
      sql(stranger, `INSERT INTO board_hidings (case_id, reason) VALUES ('${she.caseId}', 'wish')`),
    ).rejects.toThrow('row-level security');
  });

  it('is hidden by a form of the page of her stay', async () => {
    const path = `/beds/bookings/${she.id}`;
    const refused = await manager.submit(`${path}/board-hiding`, { hidingReason: '' });
    expect(refused.status).toBe(422);
    await manager.submit(`${path}/board-hiding`, { hidingReason: 'known_here' }).expect(303);
    expect((await manager.get(path).expect(200)).text).toContain(
      'Lien avec quelqu’un de la maison',
    );
    await manager.submit(`${path}/board-hiding/end`, {}).expect(303);
    expect((await manager.get(path).expect(200)).text).toContain(
      'Masquer cette personne sur le tableau',
    );
  });
});
