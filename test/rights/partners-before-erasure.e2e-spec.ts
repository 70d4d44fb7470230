import { JobRunner } from '../../modules/platform/queue';
import { ADULT, yesTo } from '../consents/consent-answers';
import { startApp, type SignedIn, type TestApp } from '../support/app';

describe('partners of a person who is to be erased', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let supervisor: SignedIn;
  /** Somebody signs in for it. */
  let oasis: string;
  /** Has no account. */
  let atlas: string;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    supervisor = await mawa.signIn('case_supervisor');
    const admin = await mawa.signIn('administrator');
    const partner = async (code: string, name: string): Promise<string> =>
      (await admin.post('/api/v1/organisations', { code, kind: 'partner', name }).expect(201)).body
        .id;
    oasis = await partner('OASIS', 'Oasis');
    atlas = await partner('ATLAS', 'Atlas');
    await mawa.signIn('partner_viewer', { organisationId: oasis });
  });
  afterAll(() => mawa.stop());

  const register = async (): Promise<string> => {
    const { body } = await officer.post('/api/v1/people', { people: [ADULT] }).expect(201);
    return body.cases[0].id;
  };
  const shareWith = async (id: string, recipientId: string): Promise<string> => {
    const path = `/api/v1/people/${id}`;
    await officer.post(`${path}/consents`, yesTo('sharing', { recipientId })).expect(201);
    const what = { what: ['needs'], why: 'legal_aid', how: 'oral' };
    const share = { purpose: 'sharing', recipientId, ...what };
    return (await officer.post(`${path}/shares`, share).expect(201)).body.id;
  };
  const ask = (id: string) =>
    officer.post(`/api/v1/people/${id}/rights/erasure`, { reason: 'person_asked' });
  const approve = async (erasureId: string): Promise<void> => {
    const { body } = await supervisor
      .post(`/api/v1/erasures/${erasureId}/decision`, { decision: 'approved' })
      .expect(200);
    await mawa.app.get(JobRunner).handle('erase-person', body.jobId);
  };
  const isErased = async (id: string): Promise<boolean> =>
    (await officer.get(`/api/v1/people/${id}`)).status === 404;

  it('are told first where they have no account, and by their notices where they have one', async () => {
    const id = await register();
    await shareWith(id, oasis);
    const shareId = await shareWith(id, atlas);
    const waits = async (): Promise<void> => {
      const { text } = await officer.get(`/people/${id}/rights`).expect(200);
      expect(text).toContain('Sans compte dans Mawa : Atlas.');
      expect(text).not.toContain(`action="/people/${id}/rights/erasure"`);
      expect((await ask(id).expect(409)).body.code).toBe('rights.partner_not_told');
    };
    await waits();
    await officer.post(`/api/v1/people/${id}/shares/${shareId}/end`).expect(201);
    await waits();
    await officer.post(`/api/v1/people/${id}/shares/${shareId}/acknowledgement`).expect(201);
    await approve((await ask(id).expect(201)).body.id);
    expect(await isErased(id)).toBe(true);
    const { rows: shares } = await mawa.admin.query(
      `SELECT s.recipient_id AS partner, n.acknowledged_at IS NOT NULL AS told
         FROM shares s JOIN share_notices n ON n.share_id = s.id WHERE s.closed_why = 'ended'`,
    );
    expect(shares).toHaveLength(2);
    expect(shares).toContainEqual({ partner: atlas, told: true });
    expect(shares).toContainEqual({ partner: oasis, told: false });
    const { rows: tasks } = await mawa.admin.query(`SELECT 1 FROM tasks WHERE done_at IS NULL`);
    expect(tasks).toEqual([]);
  });

  it('hold up an erasure that was asked for before, until they were told; the page says why', async () => {
    const id = await register();
    const { body } = await ask(id).expect(201);
    const shareId = await shareWith(id, atlas);
    await approve(body.id);
    expect(await isErased(id)).toBe(false);
    const { text } = await supervisor.get('/erasures').expect(200);
    expect(text).toContain('Un partenaire sans compte doit d’abord être prévenu');
    await officer.post(`/api/v1/people/${id}/shares/${shareId}/end`).expect(201);
    await officer.post(`/api/v1/people/${id}/shares/${shareId}/acknowledgement`).expect(201);
    const { body: again } = await supervisor.post(`/api/v1/erasures/${body.id}/again`);
    await mawa.app.get(JobRunner).handle('erase-person', again.jobId);
    expect(await isErased(id)).toBe(true);
  });
});
