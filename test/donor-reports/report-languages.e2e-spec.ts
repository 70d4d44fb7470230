import { JobRunner } from '../../modules/platform/queue';
import { type SignedIn, startApp, type TestApp } from '../support/app';
import { aQuarter, type AQuarter } from './a-quarter';

describe('the languages of a report', () => {
  let mawa: TestApp;
  let given: AQuarter;
  let officer: SignedIn;

  beforeAll(async () => {
    mawa = await startApp({ at: '2026-11-24T23:10:00Z' });
    given = await aQuarter(mawa);
    officer = await mawa.signIn('programme_officer');
  });
  afterAll(() => mawa.stop());

  const asked = (more: object = {}) => ({
    kind: 'sf-ppr',
    grantId: given.grantId,
    period: '2026-Q3',
    ...more,
  });

  it('are proposed as its readers use them, and may be others', async () => {
    const { text } = await officer.get('/reports').expect(200);
    const formOf = (kind: string) => {
      const begin = text.indexOf(`value="${kind}"`);
      return text.slice(begin, text.indexOf('</form>', begin));
    };
    const form = formOf('sf-ppr');
    expect(form).toMatch(/name="languages" value="en" checked/);
    expect(form).toMatch(/name="languages" value="fr">/);
    const monthly = formOf('internal-monthly');
    expect(monthly).toMatch(/name="languages" value="fr" checked/);
  });

  it('are at least one of those of its definition', async () => {
    for (const languages of [[], ['de'], ['en', 'de']]) {
      const answer = await officer.post('/api/v1/reports', asked({ languages }));
      expect(answer.status).toBe(422);
    }
    const form = await officer.submit('/reports', { ...asked(), _languages: 'choose' });
    expect(form.status).toBe(422);
    expect(form.text).toContain('Choisissez au moins une langue');
    expect((await mawa.admin.query('SELECT 1 FROM reports')).rows).toEqual([]);
  });

  it('are those in which its texts are asked for and written, and no other', async () => {
    const made = await officer.submit('/reports', {
      ...asked({ languages: 'en' }),
      _languages: 'choose',
    });
    expect(made.status).toBe(303);
    const { rows } = await mawa.admin.query<{ id: string; languages: string[]; job: string }>(
      `SELECT r.id, r.languages, j.id AS job FROM reports r, jobs j WHERE j.kind = 'draft-report'`,
    );
    const { id, languages, job } = rows[0]!;
    expect(languages).toEqual(['en']);
    await mawa.app.get(JobRunner).handle('draft-report', job);
    const { body } = await officer.get(`/api/v1/reports/${id}`).expect(200);
    expect((body as { definition: { languages: string[] } }).definition.languages).toEqual(['en']);
    const missing = async () =>
      (
        (await officer.get(`/api/v1/reports/${id}/checks`).expect(200)).body as {
          stops: boolean;
          text?: { language: string };
        }[]
      ).flatMap(({ stops, text }) => (stops && text ? [text.language] : []));
    expect(new Set(await missing())).toEqual(new Set(['en']));
    const write = (language: string) =>
      officer.post(`/api/v1/reports/${id}/narratives`, {
        section: 'summary',
        language,
        text: 'The period in short.',
      });
    expect((await write('fr')).status).toBe(422);
    await write('en').expect(201);
    const page = await officer.get(`/reports/${id}`).expect(200);
    expect(page.text).not.toContain(`/reports/${id}?language=ar`);
    const versions = await mawa.admin.query<{ languages: string[] }>(
      'SELECT ARRAY(SELECT jsonb_object_keys(published)) AS languages FROM report_documents WHERE report_id = $1',
      [id],
    );
    expect(versions.rows[0]!.languages).toEqual(['en']);
  });

  it('are all of its definition where nothing is said', async () => {
    const { body } = await officer
      .post('/api/v1/reports', asked({ kind: 'iom-quarterly' }))
      .expect(201);
    const { rows } = await mawa.admin.query<{ languages: string[] }>(
      'SELECT languages FROM reports WHERE id = $1',
      [(body as { id: string }).id],
    );
    expect(rows[0]!.languages).toEqual(['fr', 'ar', 'en']);
  });
});
