import { aRequest, aShelter, inBeds, standsAt, type TestShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';

describe('accounts that close, open again and move', () => {
  let mawa: TestApp;
  let house: TestShelter;
  let admin: SignedIn;
  let second: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '240' } });
    await standsAt(mawa, '2026-11-24T23:10:00Z');
    house = await aShelter(mawa, { A: { beds: 3 } });
    admin = await mawa.signIn('administrator');
    second = await mawa.signIn('administrator');
  });
  afterAll(() => mawa.stop());

  const look = async (person: SignedIn) =>
    (await admin.get(`/api/v1/users/${person.actor.userId}`).expect(200)).body;
  const pathOf = (person: SignedIn) => `/api/v1/users/${person.actor.userId}`;
  const registered = async (by: SignedIn): Promise<string> => {
    const { body } = await by.post('/api/v1/people', { people: [{ sex: 'female' }] }).expect(201);
    return body.cases[0].id as string;
  };
  const tasksAbout = async (person: SignedIn) =>
    (
      await mawa.admin.query<{ kind: string; for_role: string }>(
        'SELECT kind, for_role FROM tasks WHERE subject_id = $1 AND done_at IS NULL',
        [person.actor.userId],
      )
    ).rows;

  describe('closing', () => {
    it('ends every session at once; what was held stays written and opens nothing', async () => {
      const officer = await mawa.signIn('reintegration_officer');
      const elsewhere = await mawa.signInAs(officer.email);
      const caseId = await registered(officer);
      const { body } = await admin
        .post(`${pathOf(officer)}/closing`, { reason: 'left' })
        .expect(201);
      expect(body).toEqual({ sessionsEnded: 2, casesWithoutHolder: 1 });
      for (const session of [officer, elsewhere]) {
        await session.get(`/api/v1/people/${caseId}`).expect(401);
      }
      const { rows } = await mawa.admin.query(
        'SELECT 1 FROM case_access WHERE case_id = $1 AND principal_id = $2 AND until_at IS NULL',
        [caseId, officer.actor.userId],
      );
      expect(rows).toHaveLength(1);
      const seen = await mawa.transactions.run(officer.actor, (tx) =>
        tx.query('SELECT id FROM cases WHERE id = $1', [caseId]),
      );
      expect(seen).toEqual([]);
    });

    it('tells the supervisors how many people have nobody left, and no one else’s cases count', async () => {
      const officer = await mawa.signIn('reintegration_officer');
      const colleague = await mawa.signIn('reintegration_officer');
      await registered(officer);
      await registered(officer);
      const shared = await registered(officer);
      await officer
        .post(`/api/v1/people/${shared}/access`, { userId: colleague.actor.userId })
        .expect(204);
      expect((await look(officer)).casesHeldOnly).toBe(2);
      await admin.post(`${pathOf(officer)}/closing`, { reason: 'left' }).expect(201);
      expect(await tasksAbout(officer)).toEqual([
        { kind: 'cases_without_holder', for_role: 'case_supervisor' },
      ]);
      await admin.post(`${pathOf(colleague)}/closing`, { reason: 'absence' }).expect(201);
      expect((await look(officer)).casesHeldOnly).toBe(3);
    });

    it('opens no task where nobody is left behind', async () => {
      const auditor = await mawa.signIn('auditor');
      const { body } = await admin
        .post(`${pathOf(auditor)}/closing`, { reason: 'mistake' })
        .expect(201);
      expect(body.casesWithoutHolder).toBe(0);
      expect(await tasksAbout(auditor)).toEqual([]);
    });

    it('counts for administrators alone, and never says which', async () => {
      const officer = await mawa.signIn('reintegration_officer');
      await registered(officer);
      const count = (actor: SignedIn) =>
        mawa.transactions.run(actor.actor, (tx) =>
          tx.query('SELECT cases_held_only_by($1) AS n', [officer.actor.userId]),
        );
      expect(await count(admin)).toEqual([{ n: 1 }]);
      for (const role of ['case_supervisor', 'auditor', 'programme_officer'] as const) {
        expect(await count(await mawa.signIn(role))).toEqual([{ n: null }]);
      }
    });

    it('happens once, and nobody closes their own', async () => {
      const person = await mawa.signIn('finance_officer');
      const path = `${pathOf(person)}/closing`;
      const statuses = (
        await Promise.all([
          admin.post(path, { reason: 'left' }),
          second.post(path, { reason: 'left' }),
        ])
      ).map(({ status }) => status);
      expect(statuses.sort()).toEqual([201, 409]);
      const own = await admin.post(`${pathOf(admin)}/closing`, { reason: 'left' });
      expect([own.status, own.body.code]).toEqual([403, 'access.not_yourself']);
    });

    it('two administrators who close each other at once: one remains', async () => {
      const [one, two] = [await mawa.signIn('administrator'), await mawa.signIn('administrator')];
      const answers = await Promise.all([
        one.post(`${pathOf(two)}/closing`, { reason: 'security' }),
        two.post(`${pathOf(one)}/closing`, { reason: 'security' }),
      ]);
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      const { rows } = await mawa.admin.query(
        'SELECT 1 FROM users WHERE id = ANY ($1) AND active',
        [[one.actor.userId, two.actor.userId]],
      );
      expect(rows).toHaveLength(1);
    });

    it('opened again, every role but a partner’s waits for a second person anew', async () => {
      const officer = await mawa.signIn(['reintegration_officer', 'finance_officer']);
      await admin.post(`${pathOf(officer)}/closing`, { reason: 'absence' }).expect(201);
      await admin.delete(`${pathOf(officer)}/closing`).expect(204);
      await officer.get('/api/v1/account').expect(401);
      const back = await mawa.signInAs(officer.email);
      await back.get('/api/v1/people').expect(403);
      await back.get('/budget').expect(403);
      const { roles } = await look(officer);
      const waiting = roles.filter((role: { waiting: boolean }) => role.waiting);
      expect(waiting).toHaveLength(2);
      for (const { id } of waiting) {
        await second.post(`/api/v1/roles/${id}/confirmation`).expect(204);
      }
      await back.get('/budget').expect(200);
      await back.get('/api/v1/people').expect(200);
    });
  });

  describe('places', () => {
    it('a manager who leaves a shelter sees none of its people at the next request', async () => {
      const manager = await mawa.signIn('shelter_manager');
      const membership = { kind: 'shelter', principalId: house.id };
      const { body } = await admin.post(`${pathOf(manager)}/memberships`, membership).expect(201);
      const officer = await mawa.signIn('reintegration_officer');
      const request = await aRequest(mawa, officer);
      const path = `/api/v1/bed-requests/${request.id}`;
      const placements = inBeds(request.caseIds, house.rooms.A!.beds);
      await officer.post(`${path}/holds`, { placements }).expect(201);
      await manager.post(`${path}/check-in`).expect(201);
      const [caseId] = request.caseIds as [string];
      await manager.get(`/api/v1/people/${caseId}`).expect(200);
      await admin.delete(`/api/v1/memberships/${body.id}`).expect(204);
      await manager.get(`/api/v1/people/${caseId}`).expect(404);
      expect((await manager.get('/api/v1/people').expect(200)).body.people).toEqual([]);
      await admin.delete(`/api/v1/memberships/${body.id}`).expect(404);
    });

    it('nobody is attached to the same place twice at a time, not even by two at once', async () => {
      const staff = await mawa.signIn('shelter_staff');
      const membership = { kind: 'shelter', principalId: house.id };
      const path = `${pathOf(staff)}/memberships`;
      const statuses = (
        await Promise.all([admin.post(path, membership), second.post(path, membership)])
      ).map(({ status }) => status);
      expect(statuses.sort()).toEqual([201, 409]);
    });

    it('a membership ends by itself after its last day', async () => {
      const staff = await mawa.signIn('shelter_staff');
      const membership = { kind: 'shelter', principalId: house.id, until: '2026-11-25' };
      await admin.post(`${pathOf(staff)}/memberships`, membership).expect(201);
      const principals = (at: string) =>
        mawa.admin
          .query<{ n: number }>(
            `SELECT set_config('mawa.now', $1, false), set_config('mawa.actor', $2, false), cardinality(mawa_principals()) AS n`,
            [at, staff.actor.userId],
          )
          .then(({ rows }) => rows[0]!.n);
      const during = await principals('2026-11-25T23:59:00Z');
      const after = await principals('2026-11-26T00:00:00Z');
      await standsAt(mawa, '2026-11-24T23:10:00Z');
      expect([during, after]).toEqual([2, 1]);
      const past = await admin.post(`${pathOf(staff)}/memberships`, {
        ...membership,
        until: '2026-11-23',
      });
      expect([past.status, past.body.code]).toEqual([422, 'access.membership_past']);
    });

    it('nobody attaches or detaches themselves, and other roles attach nobody', async () => {
      const membership = { kind: 'shelter', principalId: house.id };
      const own = await admin.post(`${pathOf(admin)}/memberships`, membership);
      expect([own.status, own.body.code]).toEqual([403, 'access.not_yourself']);
      const manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
      await manager.post(`${pathOf(manager)}/memberships`, membership).expect(403);
      const { memberships } = await look(manager);
      await manager.delete(`/api/v1/memberships/${memberships[0].id}`).expect(403);
    });
  });

  describe('the page of one person', () => {
    it('shows roles with who gave them, places, sessions and the last sign-in', async () => {
      const manager = await mawa.signIn('shelter_manager', { shelterIds: [house.id] });
      const { text } = await admin.get(`/admin/users/${manager.actor.userId}`).expect(200);
      for (const words of [
        manager.email,
        'Responsable d’hébergement',
        'donné par la mise en place',
        'confirmé par la mise en place',
        'Maison',
        'Fermer le compte',
      ]) {
        expect(text).toContain(words);
      }
    });

    it('offers nothing on one’s own page', async () => {
      const { text } = await admin.get(`/admin/users/${admin.actor.userId}`).expect(200);
      expect(text).not.toMatch(/action="\/admin\/(users|roles|memberships)/);
      expect(text).toContain('votre propre compte');
    });

    it('leads back to itself after each act', async () => {
      const person = await mawa.signIn('auditor');
      const path = `/admin/users/${person.actor.userId}`;
      const acts: [string, Record<string, string>][] = [
        [`${path}/roles`, { role: 'finance_officer' }],
        [`${path}/memberships`, { place: `shelter:${house.id}`, until: '2026-12-31' }],
        [`${path}/sessions/end`, {}],
        [`${path}/closing`, { reason: 'left' }],
        [`${path}/reopening`, {}],
      ];
      for (const [to, fields] of acts) {
        const answer = await admin.submit(to, fields);
        expect([to, answer.status, answer.headers.location]).toEqual([to, 303, path]);
      }
      const wrong = await admin.submit(`${path}/closing`, {});
      expect(wrong.status).toBe(422);
      expect(wrong.text).toContain('nécessaire');
    });

    it('is not found for somebody who does not exist, and not open to other roles', async () => {
      const nobody = '/admin/users/00000000-0000-4000-8000-0000000000aa';
      await admin.get(nobody).expect(404);
      const officer = await mawa.signIn('case_supervisor');
      await officer.get(`/admin/users/${admin.actor.userId}`).expect(403);
    });
  });
});
