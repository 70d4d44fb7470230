import { aPerson } from '../beneficiaries/test-people';
import { aProceeding } from '../legal-aid/legal';
import { startApp, type SignedIn, type TestApp } from '../support/app';

describe('under a day to come', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  /** What stands under the field of that name, read with it by a screen reader. */
  const under = (html: string, name: string): string | undefined => {
    const [field] = new RegExp(`<input[^>]* name="${name}"[^>]*>`).exec(html)!;
    if (!new RegExp(`aria-describedby="[^"]*\\bd-${name} `).test(field)) return undefined;
    return new RegExp(`id="d-${name}" role="status"[^>]*>([^<]*)<`).exec(html)?.[1];
  };
  const sent = (path: string, body: Record<string, string>, who = officer) =>
    who.submit(path, body).expect(422);
  const newTask = async (who: SignedIn, dueOn: string): Promise<string> => {
    const { id } = await aPerson(officer);
    if (who !== officer) {
      await officer.post(`/api/v1/people/${id}/access`, { userId: who.actor.userId }).expect(204);
    }
    // Without saying what is to be done the form comes back.
    return (await sent('/tasks', { caseId: id, dueOn, title: '' }, who)).text;
  };

  it('it is said that it is a public holiday, in the language of the reader, and nothing otherwise', async () => {
    expect(under(await newTask(officer, '2027-01-11'), 'dueOn')).toBe(
      'Jour férié : Manifeste de l’Indépendance',
    );
    expect(under(await newTask(officer, '2027-01-12'), 'dueOn')).toBe('');
    const arabic = await mawa.signIn('reintegration_officer', { language: 'ar' });
    expect(under(await newTask(arabic, '2027-01-11'), 'dueOn')).toContain('عطلة رسمية');
  });

  it('the page has the days of two years for its script, once', async () => {
    const { id } = await aPerson(officer);
    const { text } = await officer.get(`/tasks/new?case=${id}`).expect(200);
    const found = [...text.matchAll(/ data-holidays="([^"]*)"/g)];
    expect(found).toHaveLength(1);
    const days = JSON.parse(found[0]![1]!.replaceAll('&quot;', '"')) as Record<string, string>;
    expect(days['2028-01-11']).toBe('Jour férié : Manifeste de l’Indépendance');
    expect(Object.keys(days).every((day) => day >= '2026-11-24')).toBe(true);
    expect(text).toContain('data-coming-day="d-dueOn"');
  });

  it('a weekday without any court is said where a hearing is set', async () => {
    const person = await aPerson(officer);
    const { path } = await aProceeding(officer, person);
    const form = path.replace('/api/v1', '') + '/hearings';
    const on = async (day: string) => under((await sent(form, { day })).text, 'day');
    expect(await on('2026-11-28')).toBe('Jour de repos hebdomadaire');
    expect(await on('2026-11-27')).toBe('');
    expect(await on('2027-01-11')).toContain('Jour férié');
  });

  it('not under birthdays, nor on pages that ask for no day to come', async () => {
    const { text } = await officer.get('/people/new').expect(200);
    expect(text).toContain('birthDate');
    expect(text).not.toContain('data-coming-day');
    expect(text).not.toContain('data-holidays');
  });
});
