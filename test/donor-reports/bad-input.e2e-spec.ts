import { Transactions } from '../../modules/platform/database/transactions';
import { Jobs, JobRunner } from '../../modules/platform/queue';
import { Sessions } from '../../modules/access';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { aQuarter, type AQuarter, closeLedger } from './a-quarter';

const DEFINITIONS = '/api/v1/report-definitions';
const FILES = 18;

describe('what a report is given that it cannot be made of', () => {
  let mawa: TestApp;
  let given: AQuarter;
  let officer: SignedIn;
  let second: SignedIn;

  beforeAll(async () => {
    mawa = await startApp();
    given = await aQuarter(mawa);
    await closeLedger(mawa);
    await mawa.admin.query(
      `INSERT INTO closed_nights (night, closed_by) SELECT day::date, $1::uuid
         FROM generate_series(date '2025-12-31', date '2026-06-30', interval '1 day') day ON CONFLICT DO NOTHING`,
      ['00000000-0000-4000-8000-000000000001'],
    );
    officer = await mawa.signIn('programme_officer');
    second = await mawa.signIn('programme_officer');
  });
  afterAll(() => mawa.stop());

  async function drafted(period: string): Promise<string> {
    const { body } = await officer
      .post('/api/v1/reports', { kind: 'iom-quarterly', grantId: given.grantId, period })
      .expect(201);
    const { id, jobId } = body as { id: string; jobId: string };
    await mawa.app.get(JobRunner).handle('draft-report', jobId);
    return id;
  }
  const write = (id: string, text: string) =>
    officer.post(`/api/v1/reports/${id}/narratives`, { section: 'summary', language: 'fr', text });
  const row = async <T extends object>(sql: string, values: unknown[]): Promise<T> =>
    (await mawa.admin.query<T & Record<string, unknown>>(sql, values)).rows[0]!;
  const stopsOf = async (id: string): Promise<string[]> => {
    const { body } = await officer.get(`/api/v1/reports/${id}/checks`).expect(200);
    return (body as { code: string; stops: boolean }[])
      .filter(({ stops }) => stops)
      .map(({ code }) => code);
  };

  it('a field that nobody knows is named in a sentence, and the draft stays as it was', async () => {
    const title = { titleFr: 'Essai', titleAr: 'تجربة', titleEn: 'Trial' };
    await officer.post(`${DEFINITIONS}/sf-ppr/copies`, { kind: 'essai', ...title }).expect(201);
    const draft = async () =>
      (
        (await officer.get(`${DEFINITIONS}/essai`).expect(200)).body as {
          draft: { body: { sections: object[] }; revision: number };
        }
      ).draft;
    const before = await draft();
    const section = { key: 'x', title: { fr: 'X', ar: 'س', en: 'X' } };
    for (const block of ['names-of-people', 'people-by-name', '__proto__', '']) {
      const sections = [...before.body.sections, { ...section, blocks: [{ block }] }];
      const refused = await officer.put(`${DEFINITIONS}/essai/draft`, {
        body: { ...before.body, sections },
        source: 'Convention d’essai',
        revision: before.revision,
      });
      expect([block, refused.status, refused.body.errors[0].code]).toEqual([
        block,
        422,
        'definitions.unknown',
      ]);
      expect(refused.body.errors[0].detail).toContain(`x: ${block}`.trim());
    }
    expect(await draft()).toEqual(before);
  });

  it('a text that names a figure without value is not approved, and says which', async () => {
    await mawa.admin.query(`UPDATE beds SET in_service = '[2026-06-01,)'`);
    const id = await drafted('2026-Q1');
    await write(id, 'Occupation : {beds.occupancy}, {people.served} personnes.').expect(201);
    expect(await stopsOf(id)).toEqual(['empty_placeholder']);
    const refused = await second.post(`/api/v1/reports/${id}/approval`, { seen: true });
    expect([refused.status, refused.body.errors.length]).toEqual([422, 1]);
    expect(refused.body.errors[0].detail).toContain('{beds.occupancy}');
    const page = await officer.get(`/reports/${id}?language=fr`).expect(200);
    expect(page.text).toContain('{beds.occupancy} n’a pas de valeur pour cette période');
    await write(id, 'Aucune nuit ; {people.served} personnes.').expect(201);
    expect(await stopsOf(id)).toEqual([]);
  });

  it('control characters and pictures in a text are kept, told, and break no file', async () => {
    const id = await drafted('2026-Q2');
    const text = 'Fête \u0007🎉 du \u202eretour ⴰⵣⵓⵍ\u0001';
    const kept = await write(id, text).expect(201);
    expect(kept.body.unusual).toEqual(['U+0007', '🎉', 'U+202E', 'ⴰ', 'ⵣ', 'ⵓ', 'ⵍ', 'U+0001']);
    for (const impossible of ['nul\u0000', 'moitié \ud800']) {
      const { status } = await write(id, impossible);
      expect([JSON.stringify(impossible), [201, 422].includes(status)]).toEqual([
        JSON.stringify(impossible),
        true,
      ]);
    }
    const posted = await officer.submit(`/reports/${id}/narratives`, {
      language: 'fr',
      'texts[summary]': text,
      'basedOn[summary]': '1',
    });
    expect(posted.status).toBeLessThan(500);
    await write(id, text);
    const { body } = await second
      .post(`/api/v1/reports/${id}/approval`, { seen: true })
      .expect(201);
    await mawa.app.get(JobRunner).handle('render-report', (body as { jobId: string }).jobId);
    const { n } = await row<{ n: number }>(
      'SELECT count(*)::int AS n FROM report_files WHERE report_id = $1',
      [id],
    );
    expect(n).toBe(FILES);
  }, 60_000);

  it('tables that no PDF takes stop the approval; a job that was asked all the same ends at once', async () => {
    await mawa.admin.query(
      `INSERT INTO service_types (code, category, name, unit)
       SELECT 'kind_' || n, 'psychosocial', '{"fr":"Genre","ar":"نوع","en":"Kind"}', 'session' FROM generate_series(1, 2001) n`,
    );
    await mawa.admin.query(
      `INSERT INTO services (case_id, type_code, given_on, recorded_by)
       SELECT (SELECT id FROM cases ORDER BY id LIMIT 1), 'kind_' || n, '2026-08-01', $1 FROM generate_series(1, 2001) n`,
      ['00000000-0000-4000-8000-000000000004'],
    );
    const id = await drafted('2026-Q3');
    expect(await stopsOf(id)).toEqual(['too_many_rows']);
    const refused = await second.post(`/api/v1/reports/${id}/approval`, { seen: true });
    expect([refused.status, refused.body.errors[0].code]).toEqual([
      422,
      'reports.check.too_many_rows',
    ]);
    const page = await officer.get(`/reports/${id}?language=fr`).expect(200);
    expect(page.text).toMatch(/Les tableaux ont 2[ \u00a0\u202f]?\d{3} lignes/);
    const { userId } = await row<{ userId: string }>(
      `SELECT user_id AS "userId" FROM user_roles WHERE role = 'programme_officer' ORDER BY granted_at LIMIT 1`,
      [],
    );
    const actor = (await mawa.app.get(Sessions).actorById(userId))!;
    mawa.clock.set('2026-11-24T23:12:00Z');
    const jobId = await mawa.app
      .get(Transactions)
      .run(actor, (tx) => mawa.app.get(Jobs).enqueue(tx, 'render-report', { reportId: id }));
    await mawa.app.get(JobRunner).handle('render-report', jobId);
    expect(
      await row('SELECT state, error_code AS code, attempts FROM jobs WHERE id = $1', [jobId]),
    ).toEqual({ state: 'failed', code: 'reports.too_many_rows', attempts: 1 });
    expect(await row('SELECT state FROM reports WHERE id = $1', [id])).toEqual({
      state: 'drafted',
    });
    const after = await officer.get(`/reports/${id}?language=fr`).expect(200);
    expect(after.text).toContain('trop de lignes pour un PDF');
  }, 180_000);
});
