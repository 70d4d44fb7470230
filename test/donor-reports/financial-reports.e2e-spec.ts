import { ReportReminders } from '../../modules/donor-reports/calendar/report-reminders.schedule';
import { editionsInForce } from '../../modules/donor-reports/definitions/definitions.queries';
import { JobRunner } from '../../modules/platform/queue';
import { type SignedIn, startApp, type TestApp } from '../support/app';
import { aQuarter, type AQuarter, closeLedger } from './a-quarter';

/** Finance prepares the financial report to the donor; a programme officer certifies it. */
describe('a report whose figures are of money alone', () => {
  let mawa: TestApp;
  let given: AQuarter;
  let finance: SignedIn;
  let officer: SignedIn;

  beforeAll(async () => {
    mawa = await startApp({ at: '2026-10-18T10:00:00Z' });
    given = await aQuarter(mawa);
    await closeLedger(mawa);
    finance = await mawa.signIn('finance_officer');
    officer = await mawa.signIn('programme_officer');
  });
  afterAll(() => mawa.stop());

  const asked = (kind: string) => ({ kind, grantId: given.grantId, period: '2026-Q3' });
  const drafted = async (who: SignedIn, kind: string): Promise<string> => {
    const { body } = await who.post('/api/v1/reports', asked(kind)).expect(201);
    await mawa.app.get(JobRunner).handle('draft-report', (body as { jobId: string }).jobId);
    return (body as { id: string }).id;
  };

  it('is the SF-425, the financial report of the joint programme and the statement of a partner', async () => {
    const editions = await mawa.transactions.run(finance.actor, (tx) => editionsInForce(tx));
    expect(editions.flatMap(({ kind, isFinancial }) => (isFinancial ? [kind] : []))).toEqual([
      'sf-425',
      'un-joint-financial',
      'partner-statement',
    ]);
  });

  it('is to be prepared by finance, on the list and in the calendar; the others are for the programme', async () => {
    const { text } = await finance.get('/reports').expect(200);
    const [mine, others] = [text.indexOf('id="waiting"'), text.indexOf('id="not-begun"')];
    expect(mine).toBeGreaterThan(0);
    expect(others).toBeGreaterThan(mine);
    expect(text.slice(mine, others)).toContain('value="sf-425"');
    expect(text.slice(mine, others)).not.toContain('Rapport trimestriel');
    expect(text.slice(others)).not.toContain('action="/reports"');
    const calendar = await finance.get('/reports/calendar').expect(200);
    expect(calendar.text).toContain('href="/reports#waiting"');
    // Who only reads them is not told to prepare and approve.
    const auditor = await mawa.signIn('auditor');
    const read = await auditor.get('/reports').expect(200);
    expect(read.text).toContain('Lire les rapports de chaque période');
    expect(read.text).not.toContain('Préparer, relire, approuver');
    const all = await officer.get('/reports').expect(200);
    expect(all.text).not.toContain('id="not-begun"');
  });

  it('is announced to finance, and the others to the programme', async () => {
    await mawa.app.get(ReportReminders).run();
    const { rows } = await mawa.admin.query<{ kind: string; role: string }>(
      `SELECT DISTINCT m.kind, t.for_role AS role FROM tasks t JOIN report_reminders m ON m.id = t.subject_id
        WHERE t.kind = 'report_due' AND m.kind IN ('sf-425', 'iom-quarterly') ORDER BY 1`,
    );
    expect(rows).toEqual([
      { kind: 'iom-quarterly', role: 'programme_officer' },
      { kind: 'sf-425', role: 'finance_officer' },
    ]);
  });

  it('is prepared and written by finance, and approved by the programme', async () => {
    const id = await drafted(finance, 'sf-425');
    const page = await finance.get(`/reports/${id}`).expect(200);
    expect(page.text).toContain(`action="/reports/${id}/narratives"`);
    const remarks = { section: 'remarks', language: 'fr', text: 'Rien à signaler.' };
    await finance.post(`/api/v1/reports/${id}/narratives`, remarks).expect(201);
    const { body } = await finance.post(`/api/v1/reports/${id}/drafts`, {}).expect(201);
    await mawa.app.get(JobRunner).handle('draft-report', (body as { jobId: string }).jobId);
    const own = await finance.post(`/api/v1/reports/${id}/approval`, { seen: true });
    expect([own.status, own.body.code]).toEqual([409, 'reports.needs_another']);
    await officer.post(`/api/v1/reports/${id}/approval`, { seen: true }).expect(201);
  });

  it('numbers the facts of the award as its own form does', async () => {
    const facts = async (kind: string) => {
      const { rows } = await mawa.admin.query<{ id: string }>(
        'SELECT id FROM reports WHERE kind = $1',
        [kind],
      );
      const id = rows[0]?.id ?? (await drafted(officer, kind));
      const { body } = await officer.get(`/api/v1/reports/${id}/versions`).expect(200);
      const { blocks } = Object.values(body.insider)[0] as {
        blocks: { key: string; rows: { key: string; cells: { what: string } }[] }[];
      };
      return blocks
        .find(({ key }) => key === 'award-facts')!
        .rows.map(({ key, cells }) => `${key} ${/^\d\w?(?=\.)/.exec(cells.what)?.[0] ?? '-'}`);
    };
    expect(await facts('sf-425')).toEqual([
      'federal_agency 1',
      'award 2',
      'award_title -',
      'award_amount -',
      'recipient 3',
      'report_type 6',
      'basis 7',
      'award_period 8',
      'period_end 9',
    ]);
    const performance = await facts('sf-ppr');
    for (const one of ['recipient 4', 'award_period 6', 'period_end 7'])
      expect(performance).toContain(one);
  });

  it('names its reader in the language of each version', async () => {
    const names: Record<string, string> = { fr: 'Département d’État', en: 'Department of State' };
    await mawa.admin.query(
      'UPDATE organisations SET names = $2 WHERE id = (SELECT donor_id FROM grants WHERE id = $1)',
      [given.grantId, names],
    );
    const { rows } = await mawa.admin.query<{ id: string }>(
      `SELECT id FROM reports WHERE kind = 'sf-ppr'`,
    );
    const { body } = await officer.get(`/api/v1/reports/${rows[0]!.id}/versions`).expect(200);
    const insider = body.insider as Record<string, { meta: { preparedFor: string } }>;
    expect(Object.keys(insider)).toContain('en');
    for (const [language, { meta }] of Object.entries(insider)) {
      expect(meta.preparedFor).toBe(names[language] ?? 'Bailleur d’essai');
    }
  });

  it('is the only one: another is neither begun, computed anew, written nor stopped by finance', async () => {
    const refused = { status: 403, body: { code: 'reports.not_of_money' } };
    expect(await finance.post('/api/v1/reports', asked('iom-quarterly'))).toMatchObject(refused);
    const id = await drafted(officer, 'iom-quarterly');
    const page = await finance.get(`/reports/${id}`).expect(200);
    expect(page.text).not.toContain(`action="/reports/${id}/narratives"`);
    expect(page.text).not.toContain(`action="/reports/${id}/drafts"`);
    const text = { section: 'summary', language: 'fr', text: 'Essai' };
    expect(await finance.post(`/api/v1/reports/${id}/narratives`, text)).toMatchObject(refused);
    expect(await finance.post(`/api/v1/reports/${id}/drafts`, {})).toMatchObject(refused);
    expect(await finance.delete(`/api/v1/reports/${id}/work`)).toMatchObject(refused);
    expect((await finance.submit('/reports', asked('iom-quarterly'))).text).toContain(
      'c’est le programme qui le prépare',
    );
    const auditor = await mawa.signIn('auditor');
    await auditor.post('/api/v1/reports', asked('sf-425')).expect(403);
  });
});
