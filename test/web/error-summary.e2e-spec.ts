import { aPerson, type TestPerson } from '../beneficiaries/test-people';
import { aCourt, aProceeding } from '../legal-aid/legal';
import { aPastStay, aShelter, standsAt, type TestShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';

/** The lines of a summary as they are read. */
const linesOf = (html: string): string[] => {
  const summary = /class="form-errors"[\s\S]*?<\/ul>/.exec(html)?.[0] ?? '';
  return [...summary.matchAll(/<li>([\s\S]*?)<\/li>/g)].map(([, line]) =>
    line!.replaceAll(/<[^>]*>/g, '').trim(),
  );
};

describe('what a form says is wrong', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let person: TestPerson;
  let house: TestShelter;
  let manager: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '600' } });
    officer = await mawa.signIn('reintegration_officer');
    person = await aPerson(officer);
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    house = await aShelter(mawa, { A: { beds: 2 } });
    manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
  });
  afterAll(() => mawa?.stop());

  it('names each field, leads to it, and calls an empty day, hour or choice needed', async () => {
    await aCourt(await mawa.signIn('legal_officer'));
    const { path } = await aProceeding(officer, person);
    const { text, status } = await officer.submit(`${path.replace('/api/v1', '')}/hearings`, {
      courtId: '',
      day: '',
      time: '',
      kind: '',
    });
    expect(status).toBe(422);
    expect(linesOf(text)).toEqual([
      'Tribunal : ce champ est nécessaire.',
      'Jour : ce champ est nécessaire.',
      'Heure : ce champ est nécessaire.',
      'Nature : ce champ est nécessaire.',
    ]);
    for (const field of ['courtId', 'day', 'time', 'kind']) {
      expect(text).toContain(`<a href="#f-${field}">`);
      expect(text).toContain(` id="f-${field}"`);
    }
  });

  it('does not call optional what an answer makes necessary', async () => {
    const page = `${person.path.replace('/api/v1', '')}/plan`;
    await officer.submit(`${page}/start`, {}).expect(303);
    const { text } = await officer.submit(`${page}/draft`, {
      revision: '1',
      'goals.0.title': 'Un logement',
      'goals.0.dimension': 'social',
      'goals.0.steps.0.what': 'Chercher',
      'goals.0.steps.0.who': 'team',
      'agreement.decision': 'agreed',
    });
    const lines = linesOf(text);
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toMatch(/^.+ : ce champ est nécessaire\.$/);
    for (const field of ['on', 'how', 'language']) {
      const label = new RegExp(`for="f-agreement.${field}">(.*?)</label>`).exec(text)?.[1];
      expect(label).toContain('nécessaire dès que');
      expect(label).not.toContain('facultatif');
    }
  });

  it('says of a past night that a bed was used, not that it does not suit a request', async () => {
    const bed = house.rooms.A!.beds[0]!;
    await aPastStay(mawa, { bedId: bed, caseId: person.id, nights: '[2026-11-20,2026-11-23)' });
    const block = (from: string) =>
      manager.submit(`/beds/bed/${bed}/blocks`, { from, reason: 'repair' });
    const past = await block('2026-11-21');
    expect(past.status).toBe(409);
    expect(linesOf(past.text)[0]).toMatch(/ces nuits passées ne peuvent plus être notées/);
    expect(past.text).not.toContain('pour cette demande');
    expect(linesOf((await block('')).text)).toEqual([
      'À partir de la nuit du : ce champ est nécessaire.',
    ]);
  });
});
