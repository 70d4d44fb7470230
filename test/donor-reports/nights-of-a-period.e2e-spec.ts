import { JobRunner } from '../../modules/platform/queue';
import { type SignedIn, startApp, type TestApp } from '../support/app';
import { aQuarter, type AQuarter } from './a-quarter';

/** Beds are in service from 20 June 2026; the grant and its ledger begin before. */
describe('the nights of the period of a report', () => {
  let mawa: TestApp;
  let given: AQuarter;
  let officer: SignedIn;

  beforeAll(async () => {
    mawa = await startApp({ at: '2026-11-24T23:10:00Z' });
    given = await aQuarter(mawa);
    await mawa.admin.query(
      `DELETE FROM closed_nights WHERE night BETWEEN '2026-07-01' AND '2026-07-04' OR night BETWEEN '2026-08-01' AND '2026-08-03'`,
    );
    await mawa.admin.query(`UPDATE beds SET in_service = '[2026-06-20,)'`);
    officer = await mawa.signIn('programme_officer');
  });
  afterAll(() => mawa.stop());

  const asked = (period: string) => ({ kind: 'iom-quarterly', grantId: given.grantId, period });

  it('are said in words where some are open, on the page, with the way out', async () => {
    const list = await officer.get('/reports').expect(200);
    // Four nights of July and three of August.
    expect(list.text).toContain('7 nuits à clôturer d’abord');
    const refused = await officer.submit('/reports', asked('2026-Q3'));
    expect(refused.status).toBe(409);
    expect(refused.text).toMatch(/La nuit du .*juil\.\s2026 n’est pas encore clôturée/);
    expect(refused.text).toContain('nuits à clôturer dans la période : 7');
    expect(refused.text).toContain('btn-outline-secondary" href="/nights"');
    const api = await officer.post('/api/v1/reports', asked('2026-Q3'));
    expect([api.status, api.body.code]).toEqual([409, 'reports.night_open']);
  });

  it('are none before a shelter had a bed: the report is made, and says that no nights were kept', async () => {
    const { body } = await officer.post('/api/v1/reports', asked('2026-Q1')).expect(201);
    const { id, jobId } = body as { id: string; jobId: string };
    await mawa.app.get(JobRunner).handle('draft-report', jobId);
    const both = await officer.get(`/reports/${id}/versions?language=fr`).expect(200);
    expect(both.text).toContain('Aucune nuit n’a été tenue dans Mawa pendant cette période.');
    const arabic = await officer.get(`/reports/${id}/versions?language=ar`).expect(200);
    expect(arabic.text).toContain('لم تُسجَّل أي ليلة في مأوى خلال هذه الفترة.');
  });

  it('are closed by finance on the page of nights, and the report can be prepared', async () => {
    const finance = await mawa.signIn('finance_officer');
    const { body } = await finance
      .post('/api/v1/nights/closings', { until: '2026-09-30' })
      .expect(202);
    await mawa.app.get(JobRunner).handle('close-night', (body as { jobId: string }).jobId);
    await officer.post('/api/v1/reports', asked('2026-Q3')).expect(201);
  });
});
