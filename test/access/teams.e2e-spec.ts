import { randomUUID } from 'node:crypto';
import { aPerson, tomorrow } from '../beneficiaries/test-people';
import { startApp, type SignedIn, type TestApp } from '../support/app';

describe('teams', () => {
  let mawa: TestApp;
  let admin: SignedIn;
  let officer: SignedIn;
  let member: SignedIn;
  let teamId: string;
  beforeAll(async () => {
    mawa = await startApp();
    admin = await mawa.signIn('administrator');
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());
  beforeEach(async () => {
    member = await mawa.signIn('reintegration_officer');
    const { body } = await admin
      .post('/api/v1/teams', { name: `Tanger ${randomUUID()}` })
      .expect(201);
    teamId = body.id;
  });

  const join = (who: SignedIn, more: object = {}) =>
    admin
      .post(`/api/v1/users/${who.actor.userId}/memberships`, {
        kind: 'team',
        principalId: teamId,
        ...more,
      })
      .expect(201);

  it('a case assigned to a team is open to its members, from their first to their last day', async () => {
    const person = await aPerson(officer);
    await officer.post(`${person.path}/access/teams`, { teamId }).expect(204);
    await member.get(person.path).expect(404);
    await join(member, { until: '2026-11-30' });
    await member.get(person.path).expect(200);
    await tomorrow(mawa, member, '2026-12-01T00:00:00Z', (then) =>
      then.get(person.path).expect(404),
    );
  });

  it('the page "Access" names the team, and access of the team ends there', async () => {
    const person = await aPerson(officer);
    const { path } = person;
    await join(member);
    const answer = await officer.submit(`/people/${person.id}/access/teams`, { teamId });
    expect(answer.status).toBe(303);
    const { body } = await officer.get(`${path}/access`).expect(200);
    expect(body.now).toContainEqual(
      expect.objectContaining({
        kind: 'team',
        name: expect.stringContaining('Tanger'),
        reason: 'assigned',
      }),
    );
    await officer.delete(`${path}/access/${teamId}`).expect(204);
    await member.get(path).expect(404);
  });

  it('a team alone does not keep a case: somebody answers for it in their own name', async () => {
    const person = await aPerson(officer);
    await join(member);
    await officer.post(`${person.path}/access/teams`, { teamId }).expect(204);
    const leaving = await officer.delete(`${person.path}/access/${officer.actor.userId}`);
    expect([leaving.status, leaving.body.code]).toEqual([409, 'case-access.last_holder']);
    await member.post(`${person.path}/access`, { userId: member.actor.userId }).expect(204); // a member takes it over
    await officer.delete(`${person.path}/access/${officer.actor.userId}`).expect(204);
  });

  it('a member until a day takes the case over until that day, and no longer', async () => {
    const person = await aPerson(officer);
    await join(member, { until: '2026-11-30' });
    await officer.post(`${person.path}/access/teams`, { teamId }).expect(204);
    const keeps = (more: object) =>
      member.post(`${person.path}/access`, { userId: member.actor.userId, ...more });
    const forEver = await keeps({});
    expect([forEver.status, forEver.body.code]).toEqual([409, 'case-access.beyond_own']);
    const team = await member.post(`${person.path}/access/teams`, {
      teamId,
      teamUntil: '2027-01-31',
    });
    expect([team.status, team.body.code]).toEqual([409, 'case-access.beyond_own']);
    await keeps({ until: '2026-11-30' }).expect(204);
  });

  it('a deputy does not keep a case by giving it to a team of their own', async () => {
    const away = await mawa.signIn('reintegration_officer');
    const person = await aPerson(away);
    await away
      .post('/api/v1/deputies', { deputyId: member.actor.userId, until: '2026-11-30' })
      .expect(201);
    await member.get(person.path).expect(200);
    await join(member);
    const kept = await member.post(`${person.path}/access/teams`, { teamId });
    expect([kept.status, kept.body.code]).toEqual([403, 'people.not_yours_to_hand_on']);
    await member.post(`${person.path}/access`, { userId: officer.actor.userId }).expect(204);
    await tomorrow(mawa, member, '2026-12-01T00:00:00Z', (then) =>
      then.get(person.path).expect(404),
    );
  });

  it('a restricted case stays hidden from members who are not named', async () => {
    const supervisor = await mawa.signIn('case_supervisor');
    const person = await aPerson(supervisor);
    await join(member);
    await supervisor.post(`${person.path}/access/teams`, { teamId }).expect(204);
    await member.get(person.path).expect(200);
    await supervisor.post(`${person.path}/restriction`, { reason: 'menace' }).expect(201);
    await member.get(person.path).expect(404);
    await supervisor.post(`${person.path}/restriction/names`, { userId: member.actor.userId });
    await member.get(person.path).expect(200);
  });

  it('a closed team opens nothing and takes nobody in', async () => {
    const person = await aPerson(officer);
    await join(member);
    await officer.post(`${person.path}/access/teams`, { teamId }).expect(204);
    await admin.post(`/api/v1/teams/${teamId}/closing`).expect(204);
    await member.get(person.path).expect(404);
    await admin.post(`/api/v1/teams/${teamId}/closing`).expect(404);
    const other = await aPerson(officer);
    const again = await officer.post(`${other.path}/access/teams`, { teamId });
    expect([again.status, again.body.code]).toEqual([422, 'case-access.no_such_team']);
    const late = await admin.post(`/api/v1/users/${officer.actor.userId}/memberships`, {
      kind: 'team',
      principalId: teamId,
    });
    expect([late.status, late.body.code]).toEqual([422, 'access.no_such_place']);
  });

  it('is made and closed by administrators alone, each name once', async () => {
    for (const who of [officer, await mawa.signIn('auditor')]) {
      await who.post('/api/v1/teams', { name: 'Agadir' }).expect(403);
      await who.get('/admin/teams').expect(403);
      await who.post(`/api/v1/teams/${teamId}/closing`).expect(403);
    }
    const statuses = (
      await Promise.all([1, 2].map(() => admin.post('/api/v1/teams', { name: 'Agadir' })))
    ).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 409]);
    const page = await admin.submit('/admin/teams', { name: ' agadir ' });
    expect(page.status).toBe(409);
    const { text } = await admin.get('/admin/teams').expect(200);
    expect(text).toContain('Agadir');
  });

  it('nobody joins a team by their own hand', async () => {
    const own = await admin.post(`/api/v1/users/${admin.actor.userId}/memberships`, {
      kind: 'team',
      principalId: teamId,
    });
    expect(own.status).toBe(403);
    const byHand = mawa.transactions.run(member.actor, (tx) =>
      tx.query(
        `INSERT INTO memberships (user_id, principal_kind, principal_id, given_by) VALUES ($1, 'team', $2, $1)`,
        [member.actor.userId, teamId],
      ),
    );
    await expect(byHand).rejects.toThrow();
  });

  it('somebody who manages two shelters is a member of both at once', async () => {
    const manager = await mawa.signIn('shelter_manager', {
      shelterIds: [randomUUID(), randomUUID()],
    });
    const { body } = await admin.get(`/api/v1/users/${manager.actor.userId}`).expect(200);
    expect(body.memberships.filter(({ current }: { current: boolean }) => current)).toHaveLength(2);
  });
});
