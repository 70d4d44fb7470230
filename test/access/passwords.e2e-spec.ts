import { createHash } from 'node:crypto';
import { NOBODY } from '../../src/shared/actor';
import { PASSWORD, startApp, type SignedIn, type TestApp } from '../support/app';

const NEW = 'quatre chevaux sous la pluie';
const OTHER = 'une lampe bleue au grenier';

describe('a password that nobody else knows', () => {
  let mawa: TestApp;
  beforeAll(async () => (mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '240' } })));
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
      return {
        admin,
        email,
        id: body.id as string,
        link: body.link as { id: string; path: string },
      };
    };

    it('whoever makes the account gets a link and no password; only its digest is kept', async () => {
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
      const { admin, id, link } = await account();
      const { body: second } = await admin.post(`/api/v1/users/${id}/password-links`).expect(201);
      expect((await setBy(link.path, NEW)).body.code).toBe('access.link_over');
      const weak = await setBy(second.path, 'azertyuiop12');
      expect([weak.status, weak.body.code]).toEqual([422, 'access.password_known']);
      mawa.clock.advance(48 * 3_600_000 + 1_000);
      expect((await setBy(second.path, NEW)).status).toBe(404);
    });

    it('a lost password of somebody who opens cases waits for a second administrator', async () => {
      const officer = await mawa.signIn('reintegration_officer');
      const admin = await mawa.signIn('administrator');
      const second = await mawa.signIn('administrator');
      const { body: link } = await admin
        .post(`/api/v1/users/${officer.actor.userId}/password-links`)
        .expect(201);
      expect(link.waits).toBe(true);
      expect((await setBy(link.path, NEW)).body.code).toBe('access.link_waits');
      const confirmation = `/api/v1/password-links/${link.id}/confirmation`;
      expect((await admin.post(confirmation)).body.code).toBe('access.second_person_link');
      expect((await officer.post(confirmation)).status).toBe(403);
      await second.post(confirmation).expect(204);
      expect((await setBy(link.path, NEW)).status).toBe(204);
      await officer.get('/api/v1/account').expect(401);
      expect(await signIn(officer.email, NEW)).toBe(201);
    });

    it('nor does it open by plain SQL of the application before that', async () => {
      const officer = await mawa.signIn('case_supervisor');
      const admin = await mawa.signIn('administrator');
      const { body: link } = await admin
        .post(`/api/v1/users/${officer.actor.userId}/password-links`)
        .expect(201);
      const { path } = link as { path: string };
      const digest = createHash('sha256').update(path.split('/').at(-1)!).digest();
      await expect(
        mawa.transactions.run(NOBODY, (tx) =>
          tx.query('SELECT use_password_link($1, $2)', [digest, 'a hash of one’s own']),
        ),
      ).rejects.toThrow(/second person/);
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

    it('is shown once on the page that made it', async () => {
      const admin = await mawa.signIn('administrator');
      const email = `page${Math.random()}@example.org`;
      const made = await admin.submit('/admin/users', { email, name: 'Zineb' }).expect(200);
      const path = /\/password\/[A-Za-z0-9_-]{43}/.exec(made.text)![0];
      const form = { newPassword: NEW, repeatedPassword: NEW };
      const used = await admin.submit(path, form);
      expect([used.status, used.headers.location]).toEqual([303, '/sign-in']);
      const list = await admin.get('/admin').expect(200);
      expect(list.text).not.toContain(path);
    });
  });
});
