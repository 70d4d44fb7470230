import { PASSWORD, startApp, type SignedIn, type TestApp } from '../support/app';

const NEW = 'quatre chevaux sous la pluie';
const OTHER = 'une lampe bleue au grenier';

describe('a password that nobody else knows', () => {
  let mawa: TestApp;
  beforeAll(
    async () =>
      (mawa = await startApp({
        env: { MAWA_IDLE_MINUTES: '240', MAWA_PUBLIC_URL: 'https://mawa.example.org' },
      })),
  );
  afterAll(() => mawa.stop());

  const stranger = async () => {
    const first = await mawa.http().get('/api/v1/session');
    const cookie = ([] as string[])
      .concat(first.headers['set-cookie'] ?? [])
      .map((line) => line.split(';')[0])
      .join('; ');
    const token = (first.body as { csrfToken: string }).csrfToken;
    return (path: string, body: object) =>
      mawa.http().post(path).set('cookie', cookie).set('x-csrf-token', token).send(body);
  };
  const signIn = async (email: string, password: string) =>
    (await (await stranger())('/api/v1/session', { email, password })).status;
  const setBy = async (path: string, newPassword: string) =>
    (await stranger())('/api/v1/password', { token: path.split('/').at(-1), newPassword });
  const audited = async (action: string, userId: string, outcome = 'done') => {
    const { rows } = await mawa.admin.query<{ body: string }>(
      'SELECT body FROM audit_log WHERE action = $1 AND subject_ids @> ARRAY[$2::uuid] AND outcome = $3',
      [action, userId, outcome],
    );
    return rows;
  };

  describe('changed by oneself', () => {
    const change = (person: SignedIn, currentPassword: string, newPassword: string) =>
      person.post('/api/v1/account/password', { currentPassword, newPassword });

    it('needs the old one, ends the other sessions and keeps this one', async () => {
      const person = await mawa.signIn('reintegration_officer');
      const elsewhere = await mawa.signInAs(person.email);
      const answer = await change(person, PASSWORD, NEW).expect(200);
      expect(answer.body).toEqual({ sessionsEnded: 1 });
      await person.get('/api/v1/account').expect(200);
      await elsewhere.get('/api/v1/account').expect(401);
      expect(await signIn(person.email, PASSWORD)).toBe(401);
      expect(await signIn(person.email, NEW)).toBe(201);
      const rows = await audited('account.change_password', person.actor.userId);
      expect(rows).toHaveLength(1);
      expect(JSON.stringify(rows)).not.toContain(NEW);
    });

    it('refuses a wrong old one, a short one, a well-known one and the same one, beside the field', async () => {
      const person = await mawa.signIn('auditor');
      const wrong: [string, string, string, string][] = [
        ['pas le bon', NEW, 'currentPassword', 'access.password_wrong'],
        [PASSWORD, 'trop court', 'newPassword', 'access.password_short'],
        [PASSWORD, 'azertyuiop12', 'newPassword', 'access.password_known'],
        [PASSWORD, PASSWORD, 'newPassword', 'access.password_same'],
      ];
      for (const [current, wanted, field, code] of wrong) {
        const { status, body } = await change(person, current, wanted);
        expect([status, body.errors[0].field, body.code]).toEqual([422, field, code]);
      }
      expect(await signIn(person.email, PASSWORD)).toBe(201);
      expect(await audited('account.change_password', person.actor.userId, 'refused')).toHaveLength(
        1,
      );
    });

    it('is not a way to guess the old one without end', async () => {
      const person = await mawa.signIn('auditor');
      const statuses: number[] = [];
      for (let n = 0; n < 9; n += 1) {
        statuses.push((await change(person, `faux ${n}`, NEW)).status);
      }
      expect(statuses.at(-1)).toBe(429);
    });

    it('works on the page, where the new one is typed twice and never comes back', async () => {
      const person = await mawa.signIn('finance_officer');
      const fields = { currentPassword: PASSWORD, newPassword: NEW, repeatedPassword: OTHER };
      const twice = await person.submit('/account/password', fields);
      expect(twice.status).toBe(422);
      expect(twice.text).toContain('Les deux saisies ne sont pas identiques');
      for (const typed of [PASSWORD, NEW, OTHER]) expect(twice.text).not.toContain(typed);
      const done = await person.submit('/account/password', { ...fields, repeatedPassword: NEW });
      expect([done.status, done.headers.location]).toEqual([303, '/account']);
      const { text } = await person.get('/account').expect(200);
      expect(text).toContain(person.email);
    });

    it('stays good for years: nobody has to change it because of its age', async () => {
      const { email } = await mawa.signIn('auditor');
      const before = mawa.clock.now();
      mawa.clock.advance(5 * 365 * 86_400_000);
      expect(await signIn(email, PASSWORD)).toBe(201);
      const person = await mawa.signInAs(email);
      expect((await person.get('/').expect(200)).text).not.toContain('name="newPassword"');
      mawa.clock.advance(before.getTime() - mawa.clock.now().getTime());
    });

    it('leaves a sign-in that was checking the old one outside', async () => {
      const person = await mawa.signIn('auditor');
      const answers = await Promise.all([
        change(person, PASSWORD, NEW),
        signIn(person.email, PASSWORD),
        signIn(person.email, PASSWORD),
      ]);
      expect((answers[0] as { status: number }).status).toBe(200);
      const { body } = await person.get('/api/v1/account').expect(200);
      expect(body.sessions).toHaveLength(1);
    });
  });

  describe('chosen by a link', () => {
    const account = async () => {
      const admin = await mawa.signIn('administrator');
      const email = `lien${Math.random()}@example.org`;
      const { body } = await admin.post('/api/v1/users', { email, name: 'Salma' }).expect(201);
      const second = await mawa.signIn('administrator');
      const link = await confirmedBy(second, body.link.id);
      return { admin, second, email, id: body.id as string, link };
    };
    const confirmedBy = async (second: SignedIn, linkId: string) => {
      const { body } = await second
        .post(`/api/v1/password-links/${linkId}/confirmation`)
        .expect(201);
      return { id: linkId, path: body.path as string };
    };

    it('only the digest of what a link holds is kept, and its page asks for the password', async () => {
      const { email, link, id } = await account();
      expect(link.path).toMatch(/^\/password\/[A-Za-z0-9_-]{43}$/);
      const { rows } = await mawa.admin.query<{ all: string }>(
        `SELECT (SELECT string_agg(l::text, ' ') FROM password_links l) || (SELECT string_agg(a::text, ' ') FROM audit_log a) AS all`,
      );
      expect(rows[0]!.all).not.toContain(link.path.split('/').at(-1));
      const page = await mawa.http().get(link.path).expect(200);
      expect(page.text).toContain(email);
      expect(page.headers['cache-control']).toBe('no-store');
      expect((await setBy(link.path, NEW)).status).toBe(204);
      expect(await signIn(email, NEW)).toBe(201);
      expect(await audited('account.set_password', id)).toHaveLength(1);
    });

    it('works once, even when two press at the same time', async () => {
      const { email, link } = await account();
      const statuses = (await Promise.all([setBy(link.path, NEW), setBy(link.path, OTHER)])).map(
        ({ status }) => status,
      );
      expect(statuses.sort()).toEqual([204, 404]);
      expect((await setBy(link.path, OTHER)).status).toBe(404);
      await mawa.http().get(link.path).expect(404);
      const known = [await signIn(email, NEW), await signIn(email, OTHER)];
      expect(known.sort()).toEqual([201, 401]);
    });

    it('is over after its time, and when another is made', async () => {
      const { admin, second: other, id, link } = await account();
      const { body: asked } = await admin.post(`/api/v1/users/${id}/password-links`).expect(201);
      const second = await confirmedBy(other, asked.id);
      expect((await setBy(link.path, NEW)).body.code).toBe('access.link_over');
      const weak = await setBy(second.path, 'azertyuiop12');
      expect([weak.status, weak.body.code]).toEqual([422, 'access.password_known']);
      mawa.clock.advance(48 * 3_600_000 + 1_000);
      expect((await setBy(second.path, NEW)).status).toBe(404);
    });

    it('is made by administrators alone, and by nobody for themselves', async () => {
      const { admin, id } = await account();
      for (const role of ['shelter_manager', 'auditor', 'programme_officer'] as const) {
        const other = await mawa.signIn(role);
        await other.post(`/api/v1/users/${id}/password-links`).expect(403);
      }
      const own = await admin.post(`/api/v1/users/${admin.actor.userId}/password-links`);
      expect(own.body.code).toBe('access.not_yourself');
    });

    it('is shown once, on the page of whoever confirmed it, under the address people know', async () => {
      const admin = await mawa.signIn('administrator');
      const second = await mawa.signIn('administrator');
      const email = `page${Math.random()}@example.org`;
      const made = await admin.submit('/admin/users', { email, name: 'Zineb' }).expect(303);
      const file = await second
        .get(made.headers.location!.replace('/admin', '/api/v1'))
        .expect(200);
      const shown = await second
        .submit(`/admin/password-links/${file.body.link.id}/confirmation`, {})
        .expect(200);
      const [address, path] =
        /https:\/\/mawa\.example\.org(\/password\/[A-Za-z0-9_-]{43})/.exec(shown.text) ?? [];
      expect(address).toBeDefined();
      const form = { newPassword: NEW, repeatedPassword: NEW };
      const used = await admin.submit(path!, form);
      expect([used.status, used.headers.location]).toEqual([303, '/sign-in']);
      for (const person of [admin, second]) {
        const page = await person.get(made.headers.location!).expect(200);
        expect(page.text).not.toContain(path);
      }
    });
  });
});
