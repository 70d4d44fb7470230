import { PermissionGuard } from '../../modules/access';
import { record } from '../../modules/audit';
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
  const person = { names: { given: 'Mahjouba' }, story: 'ce qui est arrivé' };
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '240' } });
    auditor = await mawa.signIn('auditor');
    officer = await mawa.signIn('reintegration_officer');
    const { body } = await officer.post('/api/v1/people', { people: [person] }).expect(201);
    caseId = body.cases[0].id;
    await officer.post(`/api/v1/people/${caseId}/identity`, {}).expect(200);
    await officer.get('/api/v1/users').expect(403);
    for (const action of ['people.read', 'people.read_access', 'people.read_stages'])
      await mawa.transactions.run(officer.actor, (tx) =>
        record(tx, { action, kind: 'case', ids: [caseId] }),
      );
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
      ['action=people.read', `action = 'people.read'`],
      ['action=people.rea', `action LIKE 'people.rea%'`],
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

  it('filters by a period, an origin and an organisation, and looks 31 days back where nothing is named', async () => {
    const { rows } = await mawa.admin.query<{ id: string }>(
      `INSERT INTO organisations (code, kind, name, created_at) VALUES ('AGX', 'agency', 'Agence X', '2026-11-01Z')
       RETURNING id`,
    );
    const organisationId = rows[0]!.id;
    const other = await mawa.signIn('reintegration_officer', { organisationId });
    await other.get('/api/v1/people').expect(200);
    await other.post('/api/v1/people', { people: [person] }).expect(201);
    const ofOrganisation = await read(`organisation=${organisationId}`);
    expect(ofOrganisation.length).toBeGreaterThan(0);
    expect(ofOrganisation.every(({ actorId }) => actorId === other.actor.userId)).toBe(true);
    const here = `who=${officer.actor.userId}`;
    expect((await read(`${here}&origin=api`)).length).toBe((await read(here)).length);
    expect(await read(`${here}&origin=page`)).toEqual([]);
    expect(await read(`${here}&from=2026-11-25`)).toEqual([]);
    expect(await read(`${here}&to=2026-11-23`)).toEqual([]);
    expect((await read(`${here}&from=2026-11-20&to=2026-11-24`)).length).toBeGreaterThan(0);
    const { body } = await auditor.get('/api/v1/audit').expect(200);
    expect(body.from).toBe('2026-10-24');
    expect((await auditor.get(`/api/v1/audit?${here}`)).body.from).toBeNull();
  });

  it('says acts in words, in the language of the reader, with lists to choose from', async () => {
    const reader = await mawa.signIn('auditor', { language: 'en' });
    const { text } = await reader.get(`/audit?id=${caseId}`).expect(200);
    expect(text).toContain('Case files: show the identity');
    expect(text).toContain('<optgroup label="Case files">');
    expect(text).toContain(`All of “Case files”`);
  });

  it('keeps a question under a name for its auditor alone, never one about a person', async () => {
    const fields = {
      list: 'audit',
      name: 'Refus du mois',
      'filters.outcome': 'refused',
      'filters.id': caseId,
    };
    await auditor.submit('/views', fields).expect(303);
    const { body } = await auditor.get('/api/v1/views?list=audit').expect(200);
    expect(body).toEqual([
      expect.objectContaining({ name: 'Refus du mois', filters: { outcome: 'refused' } }),
    ]);
    const other = await mawa.signIn('auditor');
    expect((await other.get('/api/v1/views?list=audit').expect(200)).body).toEqual([]);
    await officer.get('/api/v1/views?list=audit').expect(404);
  });

  describe('export', () => {
    const take = (who: SignedIn, fields: Record<string, string>) =>
      who.submit('/audit/export', fields);

    it('takes the rows of a question as CSV with the reason, which stands in the log', async () => {
      const { text, headers } = await take(auditor, {
        who: officer.actor.userId,
        reason: 'inspection',
      }).expect(200);
      expect(headers['content-type']).toContain('text/csv');
      const [reason, head, ...lines] = text.trimEnd().split('\r\n');
      expect(reason).toContain('reason,inspection,taken,');
      expect(head).toContain('number,at,account,name,act,words,kind');
      expect(lines.length).toBe(await counted(`actor_id = '${officer.actor.userId}'`));
      expect(text).not.toMatch(/Mahjouba|ce qui est arrivé/);
      const [row] = await read('action=audit.export');
      expect(row).toMatchObject({ actorId: auditor.actor.userId, origin: 'page' });
      const { rows } = await mawa.admin.query(
        `SELECT fields FROM audit_log WHERE action = 'audit.export'`,
      );
      expect(rows).toEqual([{ fields: ['who', 'reason:inspection'] }]);
    });

    it('is refused without a reason, beside the field, and to others', async () => {
      const before = await counted(`action = 'audit.export'`);
      const { text } = await take(auditor, { outcome: 'refused' });
      expect(text).toContain('field--wrong');
      // What is taken next is what was asked for.
      expect(text).toContain('<input type="hidden" name="outcome" value="refused">');
      await take(officer, { reason: 'inspection' }).expect(403);
      const administrator = await mawa.signIn('administrator');
      await take(administrator, { reason: 'inspection' }).expect(403);
      expect(await counted(`action = 'audit.export'`)).toBe(before);
    });
  });

  it('shows administrators failed sign-ins, and nothing of what was read', async () => {
    const administrator = await mawa.signIn('administrator', { language: 'en' });
    await mawa.transactions.run(officer.actor, (tx) =>
      record(tx, {
        action: 'session.start',
        kind: 'user',
        ids: [officer.actor.userId],
        outcome: 'refused',
      }),
    );
    const { text } = await administrator.get('/admin/sign-ins').expect(200);
    expect(text).toContain(officer.actor.name);
    expect(text).not.toContain(caseId);
    await auditor.get('/admin/sign-ins').expect(403);
    const seen = await mawa.transactions.run(administrator.actor, (tx) =>
      tx.query<{ action: string }>('SELECT DISTINCT action FROM audit_log'),
    );
    expect(seen.map(({ action }) => action)).toEqual(['session.start']);
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
