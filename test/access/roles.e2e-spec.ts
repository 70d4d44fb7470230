import { startApp, type TestApp } from '../support/app';

describe('accounts and roles', () => {
  let mawa: TestApp;
  beforeAll(async () => (mawa = await startApp()));
  afterAll(() => mawa.stop());

  const account = async () => {
    const admin = await mawa.signIn('administrator');
    const body = { email: `nouvelle${Math.random()}@example.org`, name: 'Nadia' };
    const { body: user } = await admin.post('/api/v1/users', body).expect(201);
    return { admin, user: user as { id: string }, email: body.email };
  };

  it('an administrator makes an account; nobody else may', async () => {
    await account();
    for (const role of ['shelter_manager', 'programme_officer', 'auditor'] as const) {
      const other = await mawa.signIn(role);
      const answer = await other.post('/api/v1/users', { email: 'x@example.org', name: 'X' });
      expect(answer.status).toBe(403);
    }
  });

  it('a role that opens cases waits for a second administrator', async () => {
    const { admin, user } = await account();
    const second = await mawa.signIn('administrator');
    const path = `/api/v1/users/${user.id}/roles`;
    const { body: role } = await admin.post(path, { role: 'reintegration_officer' }).expect(201);
    const roleId = (role as { id: string }).id;
    const itself = await admin.post(`/api/v1/roles/${roleId}/confirmation`);
    expect(itself.status).toBe(403);
    expect(itself.body.code).toBe('access.second_person');
    await second.post(`/api/v1/roles/${roleId}/confirmation`).expect(204);
    await second.post(`/api/v1/roles/${roleId}/confirmation`).expect(409);
  });

  it('an administrator made by one alone confirms nothing until another has confirmed them', async () => {
    const { admin, user, email } = await account();
    await mawa.admin.query(
      'UPDATE users SET password_hash = u.password_hash FROM users u WHERE users.id = $1 AND u.email = $2',
      [user.id, admin.email],
    );
    const { body: role } = await admin
      .post(`/api/v1/users/${user.id}/roles`, { role: 'administrator' })
      .expect(201);
    const accomplice = await mawa.signInAs(email);
    await accomplice.get('/api/v1/users').expect(403);
    const { user: third } = await account();
    const { body: opening } = await admin
      .post(`/api/v1/users/${third.id}/roles`, { role: 'shelter_manager' })
      .expect(201);
    const path = `/api/v1/roles/${(opening as { id: string }).id}/confirmation`;
    await accomplice.post(path).expect(403);
    const other = await mawa.signIn('administrator');
    await other.post(`/api/v1/roles/${(role as { id: string }).id}/confirmation`).expect(204);
    await accomplice.post(path).expect(204);
  });

  it('nobody gives, confirms or ends a role of their own, not even by SQL', async () => {
    const admin = await mawa.signIn('administrator');
    const { userId } = admin.actor;
    const own = await admin.post(`/api/v1/users/${userId}/roles`, { role: 'auditor' });
    expect(own.body.code).toBe('access.not_yourself');
    await expect(
      mawa.admin.query(
        `INSERT INTO user_roles (user_id, role, granted_by, granted_at) VALUES ($1, 'auditor', $1, '2026-01-01Z')`,
        [userId],
      ),
    ).rejects.toThrow(/nobody_changes_their_own/);
  });

  it('a role that ended opens nothing from the next request on', async () => {
    const programme = await mawa.signIn('administrator');
    const other = await mawa.signIn('administrator');
    await programme.get('/api/v1/users').expect(200);
    const { rows } = await mawa.admin.query<{ id: string }>(
      'SELECT id FROM user_roles WHERE user_id = $1',
      [programme.actor.userId],
    );
    await other.delete(`/api/v1/roles/${rows[0]!.id}`).expect(204);
    await programme.get('/api/v1/users').expect(403);
  });

  it('an address is taken once, whatever its capitals', async () => {
    const { admin, email } = await account();
    const answer = await admin.post('/api/v1/users', {
      email: email.toUpperCase(),
      name: 'Encore',
    });
    expect(answer.status).toBe(409);
    expect(answer.body.code).toBe('access.email_taken');
  });

  it('two administrators granting the same role at once leave one row', async () => {
    const { admin, user } = await account();
    const other = await mawa.signIn('administrator');
    const path = `/api/v1/users/${user.id}/roles`;
    const answers = await Promise.all([
      admin.post(path, { role: 'finance_officer' }),
      other.post(path, { role: 'finance_officer' }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  });
});
