import { RoleEndingSchedule } from '../../modules/access/accounts/role-endings.schedule';
import { aPerson } from '../beneficiaries/test-people';
import { startApp, type SignedIn, type TestApp } from '../support/app';

describe('a role with a last day', () => {
  let mawa: TestApp;
  let admin: SignedIn;
  let second: SignedIn;
  beforeEach(async () => {
    mawa = await startApp({ at: '2026-11-24T10:00:00Z' });
    admin = await mawa.signIn('administrator', { language: 'en' });
    second = await mawa.signIn('administrator', { language: 'en' });
  });
  afterEach(() => mawa.stop());

  /** Sessions end with the day: everybody signs in again. */
  const moveTo = async (instant: string) => {
    mawa.clock.set(instant);
    admin = await mawa.signInAs(admin.email);
    second = await mawa.signInAs(second.email);
  };
  const endingOn = async (who: SignedIn, lastDay: string) =>
    mawa.admin.query('UPDATE user_roles SET last_day = $2 WHERE user_id = $1', [
      who.actor.userId,
      lastDay,
    ]);
  const rolesOf = async (userId: string) =>
    (await admin.get(`/api/v1/users/${userId}`).expect(200)).body.roles as {
      role: string;
      lastDay: string | null;
      endedAt: string | null;
      waiting: boolean;
    }[];
  const housekeeping = () => mawa.app.get(RoleEndingSchedule).run();

  it('opens cases until that day is over and nothing afterwards, before any job has run', async () => {
    const officer = await mawa.signIn('reintegration_officer');
    const person = await aPerson(officer);
    await endingOn(officer, '2026-12-01');
    mawa.clock.set('2026-12-01T23:59:00Z');
    const onLastDay = await mawa.signInAs(officer.email);
    expect(onLastDay.actor.roles).toEqual(['reintegration_officer']);
    await onLastDay.get(person.path).expect(200);
    mawa.clock.set('2026-12-02T00:00:00Z');
    // The same session, a minute later.
    await onLastDay.get(person.path).expect(403);
    const dayAfter = await mawa.signInAs(officer.email);
    expect(dayAfter.actor.roles).toEqual([]);
    // Row-level security says so too, whatever the application believes.
    const seen = await mawa.transactions.run(officer.actor, (tx) =>
      tx.query<{ cases: number; role: boolean }>(
        `SELECT (SELECT count(*)::int FROM cases) AS cases, mawa_has_role('reintegration_officer') AS role`,
      ),
    );
    expect(seen).toEqual([{ cases: 0, role: false }]);
  });

  it('counts no more for what only an administrator may do', async () => {
    await endingOn(second, '2026-11-30');
    mawa.clock.set('2026-11-30T12:00:00Z');
    second = await mawa.signInAs(second.email);
    await second.get('/api/v1/users').expect(200);
    mawa.clock.set('2026-12-01T12:00:00Z');
    second = await mawa.signInAs(second.email);
    await second.get('/api/v1/users').expect(403);
    const made = mawa.transactions.run({ ...second.actor, roles: ['administrator'] }, (tx) =>
      tx.query(`INSERT INTO user_roles (user_id, role, granted_by) VALUES ($1, 'auditor', $2)`, [
        admin.actor.userId,
        second.actor.userId,
      ]),
    );
    await expect(made).rejects.toMatchObject({ code: '42501' });
  });

  it('is given with its day by one, confirmed by another, shown, ended by the job and given again', async () => {
    const { actor } = await mawa.signIn('partner_viewer');
    const path = `/api/v1/users/${actor.userId}/roles`;
    const asked = { role: 'programme_officer', lastDay: '2026-12-10' };
    const past = await admin.post(path, { ...asked, lastDay: '2026-11-23' });
    expect([past.status, past.body.code]).toEqual([422, 'access.role_past']);
    await admin.post(path, { ...asked, lastDay: 'soon' }).expect(422);
    const { body } = await admin.post(path, asked).expect(201);
    await second.post(`/api/v1/roles/${(body as { id: string }).id}/confirmation`).expect(204);
    const shown = await admin.get(`/admin/users/${actor.userId}`).expect(200);
    expect(shown.text).toMatch(/until Thu\s10\sDec\s2026/);
    expect((await admin.get('/admin').expect(200)).text).toMatch(/until Thu\s10\sDec\s2026/);
    await admin.post(path, asked).expect(409);

    await moveTo('2026-12-11T10:00:00Z');
    const overdue = await admin.get(`/admin/users/${actor.userId}`).expect(200);
    expect(overdue.text).toMatch(/ended after Thu\s10\sDec\s2026/);
    await housekeeping();
    const [ended] = (await rolesOf(actor.userId)).filter(({ role }) => role === asked.role);
    expect(ended).toMatchObject({ lastDay: '2026-12-10', endedAt: '2026-12-11T10:00:00.000Z' });
    const { rows } = await mawa.admin.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM audit_log WHERE action = 'users.end_role'`,
    );
    expect(rows).toEqual([{ n: 1 }]);
    await housekeeping();
    await admin.post(path, { ...asked, lastDay: '2026-12-31' }).expect(201);
  });

  it('is given again although the job has not ended the one before', async () => {
    const { actor } = await mawa.signIn('programme_officer');
    await mawa.admin.query('UPDATE user_roles SET last_day = $2 WHERE user_id = $1', [
      actor.userId,
      '2026-11-24',
    ]);
    await moveTo('2026-11-25T10:00:00Z');
    await admin
      .post(`/api/v1/users/${actor.userId}/roles`, { role: 'programme_officer' })
      .expect(201);
    const roles = await rolesOf(actor.userId);
    expect(roles.map(({ lastDay, waiting }) => ({ lastDay, waiting }))).toEqual([
      { lastDay: null, waiting: true },
      { lastDay: '2026-11-24', waiting: false },
    ]);
  });

  it('keeps its day when the account is reopened', async () => {
    const { actor } = await mawa.signIn('programme_officer');
    await mawa.admin.query('UPDATE user_roles SET last_day = $2 WHERE user_id = $1', [
      actor.userId,
      '2026-12-10',
    ]);
    await admin.post(`/api/v1/users/${actor.userId}/closing`, { reason: 'absence' }).expect(201);
    await admin.delete(`/api/v1/users/${actor.userId}/closing`).expect(204);
    const [open] = await rolesOf(actor.userId);
    expect(open).toMatchObject({ role: 'programme_officer', lastDay: '2026-12-10', waiting: true });
  });

  it('is announced to its holder on the first page in the fourteen days before', async () => {
    for (const role of ['finance_officer', 'case_supervisor'] as const) {
      mawa.clock.set('2026-11-24T10:00:00Z');
      const holder = await mawa.signIn(role, { language: 'en' });
      await endingOn(holder, '2026-12-10');
      const words = /ends after Thu\s10\sDec\s2026/;
      expect((await holder.get('/').expect(200)).text).not.toMatch(words);
      mawa.clock.set('2026-11-27T10:00:00Z');
      const soon = await mawa.signInAs(holder.email);
      expect((await soon.get('/').expect(200)).text).toMatch(words);
    }
  });
});
