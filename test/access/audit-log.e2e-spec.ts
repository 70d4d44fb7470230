import { PermissionGuard } from '../../modules/access';
import { ROLES } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';

interface Line {
  seq: string;
  action: string;
  kind: string;
  ids: string[];
  outcome: string;
  actorId: string;
}

describe('the auditor’s page', () => {
  let mawa: TestApp;
  let auditor: SignedIn;
  let officer: SignedIn;
  let caseId: string;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '240' } });
    auditor = await mawa.signIn('auditor');
    officer = await mawa.signIn('reintegration_officer');
    const person = { names: { given: 'Mahjouba' }, story: 'ce qui est arrivé' };
    const { body } = await officer.post('/api/v1/people', { people: [person] }).expect(201);
    caseId = body.cases[0].id;
    await officer.post(`/api/v1/people/${caseId}/identity`, {}).expect(200);
    await officer.get('/api/v1/users').expect(403);
  });
  afterAll(() => mawa.stop());

  const read = async (query: string): Promise<Line[]> =>
    (await auditor.get(`/api/v1/audit?${query}`).expect(200)).body.lines;
  const counted = async (where: string): Promise<number> =>
    (
      await mawa.admin.query<{ n: number }>(
        `SELECT count(*)::int AS n FROM audit_log WHERE ${where}`,
      )
    ).rows[0]!.n;

  it('says who did what to a record, latest first, and nothing that stood in it', async () => {
    const lines = await read(`id=${caseId}`);
    expect(lines.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['people.register', 'people.show_identity']),
    );
    expect(lines.every(({ actorId }) => actorId === officer.actor.userId)).toBe(true);
    const seqs = lines.map(({ seq }) => Number(seq));
    expect(seqs).toEqual([...seqs].sort((a, b) => b - a));
    const { text } = await auditor.get(`/audit?id=${caseId}`).expect(200);
    expect(text).toContain(caseId);
    expect(text).not.toMatch(/Mahjouba|ce qui est arrivé/);
  });

  it('filters by who, act, kind, day and outcome as plain SQL does', async () => {
    const { userId } = officer.actor;
    const cases: [string, string][] = [
      [`who=${userId}`, `actor_id = '${userId}'`],
      ['action=people.', `action LIKE 'people.%'`],
      ['action=people_', 'false'],
      ['kind=case', `subject_kind = 'case'`],
      ['outcome=refused', `outcome = 'refused'`],
      ['day=2026-11-24', `at >= '2026-11-24Z' AND at < '2026-11-25Z'`],
      ['day=2026-11-23', 'false'],
      [`who=${userId}&outcome=refused`, `actor_id = '${userId}' AND outcome = 'refused'`],
    ];
    for (const [query, where] of cases) {
      const expected = await counted(where);
      expect([query, (await read(query)).length]).toEqual([query, Math.min(50, expected)]);
    }
  });

  it('is turned page by page, no line twice and none left out', async () => {
    for (let n = 0; n < 60; n += 1) await officer.post(`/api/v1/people/${caseId}/identity`, {});
    const wanted = await counted(`action = 'people.show_identity'`);
    const seen: string[] = [];
    for (let before = ''; before !== null;) {
      const { body } = await auditor.get(
        `/api/v1/audit?action=people.show_identity${before && `&before=${before}`}`,
      );
      seen.push(...(body.lines as Line[]).map(({ seq }) => seq));
      before = body.next;
    }
    expect([seen.length, new Set(seen).size]).toEqual([wanted, wanted]);
    expect(wanted).toBeGreaterThan(60);
  });

  it('writes down that it was read, and by which filters', async () => {
    await auditor.get(`/audit?id=${caseId}&day=2026-11-24&who=`).expect(200);
    const [last] = await read('action=audit.read');
    expect(last).toMatchObject({ ids: [caseId], actorId: auditor.actor.userId });
  });

  it('tells in words what a filter cannot be', async () => {
    for (const query of ['day=2026-02-31', 'id=abc', 'before=x', 'outcome=maybe', 'nobody=1']) {
      const { status, body } = await auditor.get(`/api/v1/audit?${query}`);
      expect([query, status, typeof body.detail]).toEqual([query, 422, 'string']);
    }
  });

  it('is for auditors alone, and they have no case', async () => {
    for (const role of ROLES.filter((one) => one !== 'auditor')) {
      const other = await mawa.signIn(role);
      await other.get('/api/v1/audit').expect(403);
      await other.get('/audit').expect(403);
    }
    await auditor.get(`/api/v1/people/${caseId}`).expect(403);
    await auditor.get('/api/v1/people').expect(403);
    const seen = await mawa.transactions.run(auditor.actor, (tx) =>
      tx.query('SELECT id FROM cases'),
    );
    expect(seen).toEqual([]);
  });

  it('shows no line to others even with the application’s policy switched off', async () => {
    const allows = jest
      .spyOn(PermissionGuard.prototype as never, 'allows' as never)
      .mockReturnValue(true as never);
    try {
      for (const role of ['shelter_manager', 'programme_officer', 'case_supervisor'] as const) {
        const other = await mawa.signIn(role);
        const { body } = await other.get(`/api/v1/audit?id=${caseId}`).expect(200);
        expect([role, body.lines]).toEqual([role, []]);
      }
    } finally {
      allows.mockRestore();
    }
  });

  it('keeps of the key that a client sent with a change no letter', async () => {
    const key = 'Mahjouba-0612345678';
    await officer.post('/api/v1/people', { people: [{ sex: 'female' }] }, key).expect(201);
    expect(await counted(`audit_log::text LIKE '%${key}%'`)).toBe(0);
    expect(
      await counted(`request_id ~ '^[0-9a-f]{64}$' AND body LIKE '%' || request_id || '%'`),
    ).toBe(await counted('request_id IS NOT NULL'));
    expect(await counted('request_id IS NOT NULL')).toBeGreaterThan(0);
  });

  it('nobody changes or removes a line, not even the application by SQL', async () => {
    for (const sql of [`UPDATE audit_log SET action = 'x'`, 'DELETE FROM audit_log']) {
      await expect(mawa.transactions.run(auditor.actor, (tx) => tx.query(sql))).rejects.toThrow(
        /permission denied/,
      );
    }
  });
});
