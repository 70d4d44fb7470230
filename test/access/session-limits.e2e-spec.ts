import type { Role } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { signInByPassword } from './signing-in';

interface Requirement {
  readonly role: Role;
  readonly requires_second_factor: boolean;
  readonly idle_minutes?: number;
  readonly longest_hours?: number;
  readonly one_session: boolean;
}

describe('what sessions of a role need', () => {
  let mawa: TestApp;
  let one: SignedIn;
  let other: SignedIn;
  beforeEach(async () => {
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '720' } });
    one = await mawa.signIn('administrator');
    other = await mawa.signIn('administrator');
  });
  afterEach(() => mawa.stop());

  const PATH = '/api/v1/settings/role_requirements';
  const requirement = (role: Role, more: Partial<Requirement> = {}): Requirement => ({
    role,
    requires_second_factor: false,
    one_session: false,
    ...more,
  });
  const propose = (who: SignedIn, ...value: Requirement[]) =>
    who.post(`${PATH}/proposals`, { value, from: '2026-11-24', source: 'décision du comité' });
  const confirm = (who: SignedIn, id: string) =>
    who.post(`/api/v1/setting-proposals/${id}/decisions`, { decision: 'confirmed' });
  const set = async (...value: Requirement[]) => {
    const { body } = await propose(one, ...value).expect(201);
    await confirm(other, (body as { id: string }).id).expect(({ status }) =>
      expect([200, 201, 204]).toContain(status),
    );
  };
  const minutes = (count: number) => mawa.clock.advance(count * 60_000);
  const status = async (person: SignedIn, path = '/api/v1/session') =>
    ((await person.get(path)).body as { actor: object | null }).actor !== null;

  it('is a setting that two administrators change, with a page, and nobody else', async () => {
    const page = await one.get('/admin/settings/role_requirements').expect(200);
    expect(page.text).toContain('Responsable d’hébergement');
    const { body } = await propose(one, requirement('auditor', { requires_second_factor: true }));
    const { id } = body as { id: string };
    const own = await confirm(one, id);
    expect([own.status, (own.body as { code: string }).code]).toEqual([
      403,
      'settings.needs_another_person',
    ]);
    for (const role of ['programme_officer', 'case_supervisor', 'finance_officer'] as const) {
      const person = await mawa.signIn(role);
      expect((await propose(person, requirement('auditor'))).status).toBe(403);
      expect((await confirm(person, id)).status).toBe(403);
    }
    const auditor = await mawa.signIn('auditor');
    await mawa.admin.query(
      'UPDATE sessions SET second_factor = NULL, second_factor_at = NULL WHERE user_id = $1',
      [auditor.actor.userId],
    );
    await auditor.get('/api/v1/account').expect(200);
    expect((await confirm(other, id)).status).toBeLessThan(300);
    await auditor.get('/api/v1/account').expect(403);
  });

  it('never lets an administrator in without a second factor', async () => {
    const { body } = await propose(one, requirement('administrator')).expect(201);
    const refused = await confirm(other, (body as { id: string }).id);
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([
      422,
      'settings.administrators_need_factor',
    ]);
    await expect(
      mawa.admin.query(
        `UPDATE role_requirements SET requires_second_factor = false WHERE role = 'administrator'`,
      ),
    ).rejects.toThrow(/role_requirements_of_administrators/);
  });

  it('refuses limits that are none', async () => {
    for (const wrong of [
      { idle_minutes: 4 },
      { idle_minutes: 721 },
      { longest_hours: 0 },
      { longest_hours: 13 },
    ])
      await propose(one, requirement('auditor', wrong)).expect(422);
  });

  it('ends a session that was not used for the minutes of its role', async () => {
    await set(requirement('auditor', { idle_minutes: 10 }));
    const auditor = await mawa.signIn('auditor');
    const manager = await mawa.signIn('shelter_manager');
    minutes(9);
    expect(await status(auditor)).toBe(true);
    minutes(9);
    expect(await status(auditor)).toBe(true);
    minutes(11);
    expect([await status(auditor), await status(manager)]).toEqual([false, true]);
  });

  it('ends a session some hours after it was opened, used or not', async () => {
    await set(requirement('finance_officer', { longest_hours: 2, requires_second_factor: true }));
    const person = await mawa.signIn('finance_officer');
    for (let half = 0; half < 3; half += 1) {
      minutes(39);
      expect(await status(person)).toBe(true);
    }
    minutes(4);
    expect(await status(person)).toBe(false);
  });

  it('takes the strictest of several roles, and no role that nobody confirmed', async () => {
    await set(
      requirement('auditor', { idle_minutes: 60, longest_hours: 1 }),
      requirement('programme_officer', { idle_minutes: 5, longest_hours: 12 }),
    );
    const both = await mawa.signIn(['auditor', 'programme_officer']);
    const one_role = await mawa.signIn('auditor');
    await mawa.admin.query(
      `INSERT INTO user_roles (user_id, role, granted_by, granted_at) VALUES ($1, 'programme_officer', $2, $3)`,
      [one_role.actor.userId, one.actor.userId, mawa.clock.now()],
    );
    minutes(6);
    expect([await status(both), await status(one_role)]).toEqual([false, true]);
    minutes(55);
    expect(await status(one_role)).toBe(false);
  });

  it('lasts no longer than the server is set, whatever the role', async () => {
    await mawa.stop();
    mawa = await startApp({ env: { MAWA_IDLE_MINUTES: '15' } });
    one = await mawa.signIn('administrator');
    other = await mawa.signIn('administrator');
    await set(requirement('auditor', { idle_minutes: 720 }));
    const person = await mawa.signIn('auditor');
    minutes(16);
    expect(await status(person)).toBe(false);
  });

  it('ends the sessions of before at a new sign-in, where the role says so', async () => {
    await set(requirement('auditor', { one_session: true }));
    const auditor = await mawa.signIn('auditor');
    const officer = await mawa.signIn('programme_officer');
    const seen = async ({ cookie }: { cookie: string }) =>
      (
        (await mawa.http().get('/api/v1/session').set('cookie', cookie)).body as {
          actor: object | null;
        }
      ).actor !== null;
    const first = await signInByPassword(mawa, auditor.email);
    expect([await status(auditor), await seen(first)]).toEqual([false, true]);
    const second = await signInByPassword(mawa, auditor.email);
    expect([await seen(first), await seen(second)]).toEqual([false, true]);
    await signInByPassword(mawa, officer.email);
    expect(await status(officer)).toBe(true);
  });
});
