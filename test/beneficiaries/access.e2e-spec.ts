import { randomUUID } from 'node:crypto';
import { PermissionGuard } from '../../modules/access';
import { startApp, type SignedIn, type TestApp } from '../support/app';

/** Every route of people and consents that carries an id of a person. */
const routes = (id: string): ['GET' | 'POST' | 'DELETE', string, object?][] => [
  ['GET', `/api/v1/people/${id}`],
  ['POST', `/api/v1/people/${id}/identity`],
  ['POST', `/api/v1/people/${id}/identity`, { parts: ['story'] }],
  ['POST', `/api/v1/people/${id}/stages`, { to: 'presumed', reason: 'assessment' }],
  ['POST', `/api/v1/people/${id}/access`, { userId: '00000000-0000-4000-8000-0000000000aa' }],
  ['DELETE', `/api/v1/people/${id}/access/00000000-0000-4000-8000-0000000000aa`],
  ['POST', `/api/v1/people/${id}/keep-apart`, { otherCaseId: randomUUID() }],
  ['GET', `/api/v1/people/${id}/consents`],
  [
    'POST',
    `/api/v1/people/${id}/consents`,
    { purpose: 'shelter', decision: 'given', how: 'oral', language: 'fra' },
  ],
  ['GET', `/people/${id}`],
  ['GET', `/people/${id}/consents`],
];

describe('who sees whom', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let id: string;
  let caseNumber: string;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    const { body } = await officer
      .post('/api/v1/people', {
        people: [
          {
            names: { given: 'Mahjouba', family: 'Tizaoui' },
            sex: 'female',
            safeContact: { mayCall: true, safeTimes: 'après 18 h' },
            story: 'un récit',
          },
        ],
      })
      .expect(201);
    ({ id, caseNumber } = body.cases[0]);
  });
  afterAll(() => mawa.stop());

  const call = (person: SignedIn, [method, path, body]: ReturnType<typeof routes>[number]) =>
    method === 'GET'
      ? person.get(path)
      : method === 'DELETE'
        ? person.delete(path)
        : person.post(path, body);
  const withoutReference = (body: Record<string, unknown>) => ({ ...body, instance: '' });

  it('another officer and another shelter’s manager get exactly what an absent person answers', async () => {
    const shelterId = randomUUID();
    for (const role of ['reintegration_officer', 'shelter_manager', 'case_supervisor'] as const) {
      const other = await mawa.signIn(role, { shelterIds: [shelterId] });
      const hidden = routes(id);
      const absent = routes(randomUUID());
      for (const [place, route] of hidden.entries()) {
        const one = await call(other, route);
        const two = await call(other, absent[place]!);
        if (one.status === 403) {
          expect([route[1], two.status]).toEqual([route[1], 403]); // the role may not do this at all
          continue;
        }
        expect([role, route[1], one.status]).toEqual([role, route[1], 404]);
        if (route[1].startsWith('/api/')) {
          expect(withoutReference(one.body)).toEqual(withoutReference(two.body));
        }
      }
    }
  });

  it('with the application’s policy switched off, row level security alone still gives nothing', async () => {
    const guard = mawa.app.get(PermissionGuard) as unknown as { allows: () => boolean };
    const allows = jest.spyOn(guard, 'allows').mockReturnValue(true);
    try {
      for (const role of [
        'administrator',
        'shelter_manager',
        'shelter_staff',
        'legal_officer',
        'hotline_operator',
        'programme_officer',
        'finance_officer',
        'partner_viewer',
        'auditor',
      ] as const) {
        const stranger = await mawa.signIn(role);
        for (const route of routes(id)) {
          const { status, text } = await call(stranger, route);
          expect([role, route[1], status]).toEqual([role, route[1], 404]);
          expect(text).not.toContain(caseNumber);
        }
        const { body } = await stranger.get('/api/v1/people?names=true').expect(200);
        expect(body).toMatchObject({ people: [], total: 0, next: null });
        const found = await stranger.post('/api/v1/people/search', { q: caseNumber }).expect(200);
        expect(found.body).toEqual({ found: [], matched: 0, next: null });
        const named = await stranger.post('/api/v1/people/search', { q: 'Mahjouba' });
        expect([200, 403]).toContain(named.status);
        expect(named.body.found ?? []).toEqual([]);
      }
    } finally {
      allows.mockRestore();
    }
    const { rows } = await mawa.admin.query(
      `SELECT (SELECT count(*)::int FROM stage_changes WHERE case_id = $1) AS stages,
              (SELECT count(*)::int FROM consents WHERE case_id = $1) AS consents,
              (SELECT count(*)::int FROM keep_apart) AS apart,
              (SELECT count(*)::int FROM case_access WHERE case_id = $1) AS access`,
      [id],
    );
    expect(rows[0]).toEqual({ stages: 1, consents: 0, apart: 0, access: 1 });
  });

  it('an administrator sees no case, and is told so', async () => {
    const admin = await mawa.signIn('administrator');
    for (const path of ['/people', `/people/${id}`, '/api/v1/people', `/api/v1/people/${id}`]) {
      await admin.get(path).expect(403);
    }
  });

  it('who was refused a hidden person is written down with the id asked for', async () => {
    const other = await mawa.signIn('reintegration_officer');
    await other.get(`/api/v1/people/${id}`).expect(404);
    const { rows } = await mawa.admin.query(
      `SELECT subject_ids, outcome FROM audit_log WHERE actor_id = $1 AND outcome = 'not_found'`,
      [other.actor.userId],
    );
    expect(rows).toEqual([{ subject_ids: [id], outcome: 'not_found' }]);
  });

  it('a case is handed to a colleague, who then finds it, and taken back', async () => {
    const colleague = await mawa.signIn('case_supervisor');
    const { userId } = colleague.actor;
    await colleague.get(`/api/v1/people/${id}`).expect(404);
    await officer.post(`/api/v1/people/${id}/access`, { userId }).expect(204);
    await colleague.get(`/api/v1/people/${id}`).expect(200);
    const found = await colleague
      .post('/api/v1/people/search', { q: 'Mahjouba Tizaoui' })
      .expect(200);
    expect(found.body.found).toHaveLength(1);
    await officer.delete(`/api/v1/people/${id}/access/${userId}`).expect(204);
    await colleague.get(`/api/v1/people/${id}`).expect(404);
    const gone = await colleague.post('/api/v1/people/search', { q: 'Mahjouba' }).expect(200);
    expect(gone.body).toEqual({ found: [], matched: 0, next: null });
  });

  it('a case is never handed to somebody without a role that opens cases', async () => {
    for (const role of ['administrator', 'finance_officer'] as const) {
      const { actor } = await mawa.signIn(role);
      const { body } = await officer
        .post(`/api/v1/people/${id}/access`, { userId: actor.userId })
        .expect(422);
      expect(body.code).toBe('people.cannot_be_assigned');
    }
    await officer.post(`/api/v1/people/${id}/access`, { userId: randomUUID() }).expect(422);
  });

  describe('a shelter that holds a bed for the person', () => {
    let manager: SignedIn;
    beforeAll(async () => {
      const { rows } = await mawa.admin.query<{ id: string }>(
        `INSERT INTO shelters (code_name, region, kind, receives, created_at)
         VALUES ('Maison Argane', '06', 'emergency', '{woman}', '2026-01-01Z') RETURNING id`,
      );
      const shelterId = rows[0]!.id;
      manager = await mawa.signIn('shelter_manager', { shelterIds: [shelterId] });
      await mawa.admin.query(
        `INSERT INTO case_access (case_id, principal_kind, principal_id, reason, parts, source_id, from_at)
         SELECT $1, 'shelter', $2, reason, parts, $3, '2026-11-24Z' FROM access_reasons WHERE reason = 'hold'`,
        [id, shelterId, randomUUID()],
      );
    });

    it('reads facts and safe contact, and neither name, story nor telephone', async () => {
      const { body } = await manager.get(`/api/v1/people/${id}`).expect(200);
      expect(body.parts.sort()).toEqual(['facts', 'placement', 'safe_contact']);
      const shown = await manager.post(`/api/v1/people/${id}/identity`).expect(200);
      expect(shown.body).toEqual({ safeContact: expect.objectContaining({ mayCall: true }) });
      const { body: refused } = await manager
        .post(`/api/v1/people/${id}/identity`, { parts: ['identity', 'story'] })
        .expect(403);
      expect(refused.code).toBe('people.part_not_yours');
      const named = await manager.get('/api/v1/people?names=true').expect(200);
      expect(named.body.people).toMatchObject([{ caseNumber, name: null }]);
      const search = await manager.post('/api/v1/people/search', { q: 'Mahjouba' }).expect(200);
      expect(search.body.found).toEqual([]);
    });

    it('does not hand the case on, keep people apart, or record a consent', async () => {
      const consent = { purpose: 'shelter', decision: 'given', how: 'oral', language: 'fra' };
      await manager.post(`/api/v1/people/${id}/consents`, consent).expect(403);
      await manager.get(`/api/v1/people/${id}/consents`).expect(403);
      const { body } = await manager.post('/api/v1/people', { people: [{}] }).expect(201);
      await manager
        .post(`/api/v1/people/${id}/keep-apart`, { otherCaseId: body.cases[0].id })
        .expect(403);
    });

    it('sees its page without a word of who it is', async () => {
      const { text } = await manager.get(`/people/${id}`).expect(200);
      expect(text).toContain(caseNumber);
      expect(text).not.toMatch(/Mahjouba|Tizaoui|un récit/);
    });
  });

  it('keeping two people apart is seen by who holds both, once', async () => {
    const { body } = await officer.post('/api/v1/people', { people: [{}] }).expect(201);
    const other = body.cases[0].id as string;
    const path = `/api/v1/people/${id}/keep-apart`;
    const first = await officer.post(path, { otherCaseId: other }).expect(201);
    const second = await officer
      .post(`/api/v1/people/${other}/keep-apart`, { otherCaseId: id })
      .expect(201);
    expect(second.body).toEqual(first.body);
    await officer.post(path, { otherCaseId: id }).expect(422);
    await officer.post(path, { otherCaseId: randomUUID() }).expect(404);
    const file = await officer.get(`/api/v1/people/${other}`).expect(200);
    expect(file.body.keptApart).toEqual([{ id: first.body.id, caseNumber }]);
    // Whoever was given only one of the two learns nothing of the other.
    const colleague = await mawa.signIn('case_supervisor');
    await officer.post(`/api/v1/people/${other}/access`, { userId: colleague.actor.userId });
    const half = await colleague.get(`/api/v1/people/${other}`).expect(200);
    expect(half.body.keptApart).toEqual([]);
  });
});
