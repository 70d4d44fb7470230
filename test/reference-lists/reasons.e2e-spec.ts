import { aShelter, standsAt, type TestShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';

/** Lists that administrators own: what a bed is closed for, why somebody is let in unasked. */
describe('reasons that administrators edit', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let manager: SignedIn;
  let one: SignedIn;
  let two: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    await standsAt(mawa, '2026-11-24T10:10:00Z');
    house = await aShelter(mawa, { A: { mix: 'women', beds: 3 } });
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    [one, two] = [await mawa.signIn('administrator'), await mawa.signIn('administrator')];
  });
  afterAll(() => mawa.stop());

  const block = (bed: number, reason: string) =>
    manager.post(`/api/v1/beds/${house.rooms.A!.beds[bed]}/blocks`, { from: '2026-11-24', reason });
  const edited = async (name: string, item: object, code: string | null) => {
    const path = `/api/v1/lists/${name}/draft`;
    await one.post(path).expect(201);
    const { body } = await one.get(`/api/v1/lists/${name}`).expect(200);
    const { source, licence } = body.current;
    if (code) await one.put(`${path}/items/${code}`, { revision: 1, ...item }).expect(200);
    else await one.post(`${path}/items`, { revision: 1, ...item }).expect(201);
    await one.put(path, { revision: 2, note: 'revu', source, licence }).expect(200);
    await two.post(`${path}/approval`, { revision: 3 }).expect(200);
  };

  it('a new reason closes a bed, an old one keeps its words, a retired one closes none', async () => {
    expect((await block(0, 'rats')).status).toBe(422);
    const { body: first } = await block(0, 'repair').expect(201);
    await edited('block_reasons', { code: 'rats', fr: 'Rats', ar: 'جرذان', en: 'Rats' }, null);
    await edited(
      'block_reasons',
      { fr: 'Travaux de réparation', ar: 'أشغال إصلاح', en: 'Repair works', retired: true },
      'repair',
    );
    const form = await manager.get(`/beds/bed/${house.rooms.A!.beds[1]}`).expect(200);
    expect(form.text).toContain('Rats');
    expect(form.text).not.toContain('éparation');
    await block(1, 'rats').expect(201);
    const refused = await block(2, 'repair').expect(422);
    expect(refused.body.errors?.[0]?.field ?? refused.body.field).toBe('reason');
    const board = await manager.get('/beds').expect(200);
    expect(board.text).toContain('Réparation');
    expect(board.text).toContain('Rats');
    const page = await manager.get(`/beds/bookings/${first.id}`).expect(200);
    expect(page.text).toContain('Réparation');
    expect(page.text).not.toContain('Travaux de réparation');
  });

  it('programme officers edit none of them, by no way', async () => {
    const officer = await mawa.signIn('programme_officer');
    await officer.post('/api/v1/lists/arrival_reasons/draft').expect(403);
    await expect(
      mawa.transactions.run(officer.actor, (tx) =>
        tx.query(
          `INSERT INTO list_versions (list, version, source, licence, drafted_by) VALUES ('arrival_reasons', 9, 'aaa', 'aaa', mawa_actor())`,
        ),
      ),
    ).rejects.toThrow(/row-level security/);
    const { text } = await officer.get('/lists/arrival_reasons').expect(200);
    expect(text).toContain('Administration');
    expect(text).not.toContain('HTCDS');
  });
});
