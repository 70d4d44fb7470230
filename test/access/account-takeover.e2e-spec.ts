import { PasswordLinks, RoleGrants, Users } from '../../modules/access';
import { LANGUAGES, SETUP_ACTOR, HOUSEKEEPING_ACTOR } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const CHOSEN_BY_THE_ATTACKER = 'quatre chevaux sous la pluie';
const CHOSEN_BY_THE_PERSON = 'une lampe bleue au grenier';

describe('one administrator alone', () => {
  let mawa: TestApp;
  let one: SignedIn;
  let other: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '240' } });
    one = await mawa.signIn('administrator');
    other = await mawa.signIn('administrator');
  });
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
  /** Uses the secret of an answer, where the answer holds one. */
  const choose = async ({ path }: { path?: string }, newPassword: string) =>
    path === undefined
      ? null
      : (
          await (
            await stranger()
          )('/api/v1/password', { token: path.split('/').at(-1), newPassword })
        ).status;
  const signsIn = async (email: string, password: string) =>
    (await (await stranger())('/api/v1/session', { email, password })).status === 201;
  const rolesOf = async (userId: string) =>
    (await one.get(`/api/v1/users/${userId}`).expect(200)).body.roles.filter(
      ({ endedAt }: { endedAt: string | null }) => endedAt === null,
    ) as { id: string; role: string; waiting: boolean; grantedById: string }[];

  it('does not get in by ending a role, making a link and giving the role back', async () => {
    const officer = await mawa.signIn('reintegration_officer');
    const { userId } = officer.actor;
    const [held] = await rolesOf(userId);
    await one.delete(`/api/v1/roles/${held!.id}`).expect(204);
    const { body: link } = await one.post(`/api/v1/users/${userId}/password-links`).expect(201);
    await choose(link, CHOSEN_BY_THE_ATTACKER);
    const { body: role } = await one
      .post(`/api/v1/users/${userId}/roles`, { role: 'reintegration_officer' })
      .expect(201);
    await other.post(`/api/v1/roles/${role.id}/confirmation`).expect(204);
    expect(await signsIn(officer.email, CHOSEN_BY_THE_ATTACKER)).toBe(false);
  });

  it('does not get in by the first link of an account of their own making', async () => {
    const email = 'invention@example.org';
    const { body: made } = await one.post('/api/v1/users', { email, name: 'Salma' }).expect(201);
    const { body: role } = await one
      .post(`/api/v1/users/${made.id}/roles`, { role: 'case_supervisor' })
      .expect(201);
    await choose(made.link, CHOSEN_BY_THE_ATTACKER);
    await other.post(`/api/v1/roles/${role.id}/confirmation`).expect(204);
    expect(await signsIn(email, CHOSEN_BY_THE_ATTACKER)).toBe(false);
  });

  it.each(['auditor', 'programme_officer', 'finance_officer'] as const)(
    'gives no counting role of %s',
    async (role) => {
      const email = `${role}@example.org`;
      const { body: made } = await one.post('/api/v1/users', { email, name: 'Invention' });
      await one.post(`/api/v1/users/${made.id}/roles`, { role }).expect(201);
      expect(await rolesOf(made.id)).toMatchObject([{ role, waiting: true }]);
    },
  );

  /** Asks as `one`, confirms as `other`: the path that `other` alone was shown. */
  const handedOver = async (userId: string, email: string) => {
    const { body: asked } = await one.post(`/api/v1/users/${userId}/password-links`).expect(201);
    expect(Object.keys(asked).sort()).toEqual(['expiresAt', 'id']);
    const { body } = await other
      .post(`/api/v1/password-links/${asked.id}/confirmation`)
      .expect(201);
    expect((await mawa.http().get(body.path).expect(200)).text).toContain(email);
    return body as { path: string };
  };

  describe('and two together', () => {
    it('hand a link over: its roles wait, and not whoever handed it over confirms them', async () => {
      const officer = await mawa.signIn(['reintegration_officer', 'partner_viewer']);
      const { userId } = officer.actor;
      const link = await handedOver(userId, officer.email);
      await officer.get('/api/v1/people').expect(200);
      expect(await choose(link, CHOSEN_BY_THE_PERSON)).toBe(204);
      await officer.get('/api/v1/people').expect(401);
      const roles = await rolesOf(userId);
      expect(roles).toMatchObject([
        { role: 'partner_viewer', waiting: false },
        {
          role: 'reintegration_officer',
          waiting: true,
          grantedById: other.actor.userId,
          givenByPassword: true,
        },
      ]);
      const confirmation = `/api/v1/roles/${roles[1]!.id}/confirmation`;
      expect((await other.post(confirmation)).body.code).toBe('access.second_person');
      await one.post(confirmation).expect(204);
      expect(await signsIn(officer.email, CHOSEN_BY_THE_PERSON)).toBe(true);
      const { rows } = await mawa.admin.query<{ roles: string[] }>(
        `SELECT set_config('mawa.actor', $1, false), mawa_roles() AS roles`,
        [userId],
      );
      expect(rows[0]!.roles.sort()).toEqual(['partner_viewer', 'reintegration_officer']);
    });

    it('whoever handed it over confirms no other role either, before somebody else has', async () => {
      const person = await mawa.signIn('finance_officer');
      const { userId } = person.actor;
      await choose(await handedOver(userId, person.email), CHOSEN_BY_THE_ATTACKER);
      const { body: role } = await one
        .post(`/api/v1/users/${userId}/roles`, { role: 'auditor' })
        .expect(201);
      const confirmation = `/api/v1/roles/${role.id}/confirmation`;
      expect((await other.post(confirmation)).body.code).toBe('access.handed_over_link');
      const changed = 'SELECT 1 FROM user_roles WHERE id = $1 AND confirmed_by IS NOT NULL';
      await expect(
        mawa.transactions.run(other.actor, (tx) =>
          tx.query(
            'UPDATE user_roles SET confirmed_by = $2, confirmed_at = mawa_now() WHERE id = $1',
            [role.id, other.actor.userId],
          ),
        ),
      ).rejects.toThrow(/handed the password link over/);
      expect((await mawa.admin.query(changed, [role.id])).rows).toEqual([]);
      const waiting = (await rolesOf(userId)).find((held) => held.role === 'finance_officer');
      await one.post(`/api/v1/roles/${waiting!.id}/confirmation`).expect(204);
      await other.post(confirmation).expect(204);
    });

    it('a password changed once more by whoever used the link does not hide how it came', async () => {
      const person = await mawa.signIn('legal_officer');
      const { userId } = person.actor;
      await choose(await handedOver(userId, person.email), CHOSEN_BY_THE_ATTACKER);
      await mawa.transactions.run({ ...person.actor, roles: [] }, (tx) =>
        tx.query('SELECT replace_own_password($1)', ['a hash of the attacker']),
      );
      await one.post(`/api/v1/users/${userId}/roles`, { role: 'auditor' }).expect(201);
      const role = (await rolesOf(userId)).find((held) => held.role === 'auditor');
      const answer = await other.post(`/api/v1/roles/${role!.id}/confirmation`);
      expect(answer.body.code).toBe('access.handed_over_link');
    });

    it('nobody but a second administrator confirms a link, and it keeps its secret', async () => {
      const officer = await mawa.signIn('case_supervisor');
      const { userId } = officer.actor;
      const { body: asked } = await one.post(`/api/v1/users/${userId}/password-links`).expect(201);
      const confirmation = `/api/v1/password-links/${asked.id}/confirmation`;
      expect((await one.post(confirmation)).body.code).toBe('access.second_person_link');
      await officer.post(confirmation).expect(403);
      const both = await Promise.all([
        other.post(confirmation),
        (await mawa.signIn('administrator')).post(confirmation),
      ]);
      expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
      const asApplication = (sql: string, values: unknown[]) =>
        mawa.transactions.run(one.actor, (tx) => tx.query(sql, values));
      await expect(
        asApplication(`UPDATE password_links SET token_digest = sha256('known') WHERE id = $1`, [
          asked.id,
        ]),
      ).rejects.toThrow(/keeps its secret/);
      await expect(
        asApplication('INSERT INTO password_changes (user_id, link_id) VALUES ($1, $2)', [
          userId,
          asked.id,
        ]),
      ).rejects.toThrow(/permission denied/);
    });

    it('a role confirmed in the moment in which the link is used waits again all the same', async () => {
      for (let round = 0; round < 5; round += 1) {
        const email = `moment${round}@example.org`;
        const { body: made } = await one.post('/api/v1/users', { email, name: 'Salma' });
        const { body: role } = await one
          .post(`/api/v1/users/${made.id}/roles`, { role: 'case_supervisor' })
          .expect(201);
        const { body: link } = await other
          .post(`/api/v1/password-links/${made.link.id}/confirmation`)
          .expect(201);
        const [confirmed] = await Promise.all([
          other.post(`/api/v1/roles/${role.id}/confirmation`),
          choose(link, CHOSEN_BY_THE_PERSON),
        ]);
        expect([204, 404]).toContain(confirmed.status);
        expect(await rolesOf(made.id)).toMatchObject([{ role: 'case_supervisor', waiting: true }]);
      }
    });

    it('the command line founds a programme: its administrator has nobody to confirm them', async () => {
      const [links, roles] = [mawa.app.get(PasswordLinks), mawa.app.get(RoleGrants)];
      const email = 'fondatrice@example.org';
      const made = await mawa.transactions.run(SETUP_ACTOR, async (tx) => {
        const { id } = await mawa.app.get(Users).createIn(tx, { email, name: 'Fondatrice' });
        const link = await links.requestIn(tx, id);
        const role = await roles.grantIn(tx, id, 'administrator');
        return { id, linkId: link.id, roleId: role.id };
      });
      const link = await mawa.transactions.run(HOUSEKEEPING_ACTOR, async (tx) => {
        await roles.confirmIn(tx, made.roleId);
        return links.confirmIn(tx, made.linkId);
      });
      expect(await choose(link, CHOSEN_BY_THE_PERSON)).toBe(204);
      expect(await rolesOf(made.id)).toMatchObject([{ role: 'administrator', waiting: false }]);
    });
  });

  describe('on the page of an account', () => {
    const page = async (person: SignedIn, userId: string) =>
      (await person.get(`/admin/users/${userId}`).expect(200)).text;

    it('reads who waits for whom, in three languages', async () => {
      const words = {
        fr: [
          'Une autre personne de l’administration le confirme',
          'si ce mot de passe est bien le sien',
          'remis par vous',
        ],
        ar: ['يؤكده شخص آخر من الإدارة', 'هل هو من اختار كلمة السر هذه', 'وسلّمتموه أنتم'],
        en: [
          'Another administrator confirms it and hands it over',
          'whether they chose this password',
          'handed over by you',
        ],
      };
      for (const language of LANGUAGES) {
        const [asks, hands] = [
          await mawa.signIn('administrator', { language }),
          await mawa.signIn('administrator', { language }),
        ];
        const officer = await mawa.signIn('shelter_manager');
        const { userId } = officer.actor;
        const { body: asked } = await asks.post(`/api/v1/users/${userId}/password-links`);
        const [waits, asksThePerson, notYou] = words[language];
        expect(await page(asks, userId)).toContain(waits);
        expect(await page(asks, userId)).not.toContain('/confirmation"');
        expect(await page(hands, userId)).toContain(
          `/admin/password-links/${asked.id}/confirmation`,
        );
        const shown = await hands.submit(`/admin/password-links/${asked.id}/confirmation`, {});
        const path = /\/password\/[A-Za-z0-9_-]{43}/.exec(shown.text)![0];
        await choose({ path }, CHOSEN_BY_THE_PERSON);
        const [role] = await rolesOf(userId);
        const toConfirm = await page(asks, userId);
        expect(toConfirm).toContain(asksThePerson);
        expect(toConfirm).toContain(`/admin/roles/${role!.id}/confirmation`);
        expect(toConfirm).toContain(`Compte ${hands.email.split('@')[0]}`);
        const ofTheOther = await page(hands, userId);
        expect(ofTheOther).toContain(notYou);
        expect(ofTheOther).not.toContain('/confirmation"');
      }
    });
  });
});
