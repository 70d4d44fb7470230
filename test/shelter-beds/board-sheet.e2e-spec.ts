import { readFileSync } from 'node:fs';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aPastStay, aShelter, aWoman, register, standsAt, type TestShelter } from './house';

describe('the board of a house on paper', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let officer: SignedIn;
  let manager: SignedIn;
  let she: { id: string; caseNumber: string };
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '240' } });
    await standsAt(mawa, '2026-11-24T20:00:00Z');
    mawa.clock.set('2026-11-24T20:00:00Z');
    house = await aShelter(mawa, { A: { beds: 2 }, B: { beds: 1 } });
    officer = await mawa.signIn('reintegration_officer');
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
    [she] = (await register(mawa, officer.actor, [
      aWoman({ names: { given: 'Wassila', family: 'Inventée', aliases: [] } }),
    ])) as [typeof she];
    await aPastStay(mawa, {
      bedId: house.rooms.A!.beds[0]!,
      caseId: she.id,
      nights: '[2026-11-20,2026-11-28)',
      sign: 'woman',
    });
  });
  afterAll(() => mawa.stop());

  const sheet = async (who: SignedIn, query = '') =>
    (await who.get(`/beds/sheet?shelter=${house.id}${query}`).expect(200)).text;
  const spansOf = (text: string) =>
    [...text.matchAll(/<tr>(?:(?!<\/tr>).)*<\/tr>/gs)]
      .map(([row]) => [...row.matchAll(/colspan="(\d+)"/g)].map(([, span]) => Number(span)))
      .filter((spans) => spans.length > 0);
  const sum = (spans: number[]) => spans.reduce((total, one) => total + one, 0);

  it('has seven nights from tonight or a whole month, every night of each bed once', async () => {
    const week = spansOf(await sheet(manager));
    expect(week).toEqual([[4, 3], [7], [7]]);
    const month = spansOf(await sheet(manager, '&span=month'));
    expect(month).toHaveLength(3);
    expect(month.map(sum)).toEqual([30, 30, 30]);
    expect(month[0]).toEqual([19, 8, 3]);
  });

  it('stands on A4 landscape, in the language of the reader, in Arabic from the right', async () => {
    const french = await sheet(manager);
    expect(french).toContain('Séjour');
    expect(french).toContain('data-print');
    const reader = await mawa.signIn('shelter_manager', { shelterIds: [house.id], language: 'ar' });
    const arabic = await sheet(reader);
    expect(arabic).toContain('dir="rtl"');
    expect(arabic).toContain('أسبوع');
    const styles = readFileSync('public/night-sheet.css', 'utf8');
    expect(styles).toMatch(/@page bed-sheet \{\s*size: A4 landscape/);
  });

  it('shows the number, and the name only while the session asks for names', async () => {
    const before = await sheet(officer);
    expect(before).toContain(she.caseNumber);
    expect(before).not.toContain('Wassila');
    const next = `/beds/sheet?shelter=${house.id}`;
    await officer.submit('/shown-names', { shown: 'yes', next }).expect(303);
    expect(await sheet(officer)).toContain('Wassila');
    await officer.submit('/shown-names', { shown: 'no', next }).expect(303);
    expect(await sheet(officer)).not.toContain('Wassila');
  });

  it('shows a house where one does not work as occupied, without number or name', async () => {
    const other = await aShelter(mawa, { C: { beds: 1 } });
    const neighbour = await mawa.signIn('shelter_manager', { shelterIds: [other.id] });
    const text = await sheet(neighbour);
    expect(spansOf(text)[0]).toEqual([4, 3]);
    expect(text).toContain('Séjour');
    expect(text).not.toContain(she.caseNumber);
  });

  it('leads from the board, and is closed to those who may not see the board', async () => {
    const { text } = await manager.get(`/beds?shelter=${house.id}`).expect(200);
    expect(text).toContain(`href="/beds/sheet?shelter&#x3D;${house.id}"`);
    const finance = await mawa.signIn('finance_officer');
    await finance.get('/beds/sheet').expect(403);
    await manager.get('/beds/sheet?shelter=00000000-0000-4000-8000-0000000000aa').expect(404);
    await manager.get('/beds/sheet?span=year').expect(422);
  });
});
