import { TokenSignIn } from '../../modules/access';
import { ROLES } from '../../modules/platform/shared/actor';
import { PASSWORD, startApp, type SignedIn, type TestApp } from '../support/app';
import { aProgramOf, programWith, type Program } from '../support/tokens';
import { aPartner, aReferral, hasPlaces, NEEDS, stateOf } from '../referrals/partners';

const LAST_DAY = '2027-06-30';

describe('the account of a program', () => {
  let mawa: TestApp;
  let one: SignedIn;
  let other: SignedIn;

  beforeAll(async () => {
    mawa = await startApp();
    one = await mawa.signIn('administrator');
    other = await mawa.signIn('administrator');
  });
  afterAll(() => mawa.stop());

  const wish = (more: object = {}) => ({
    name: 'Comptabilité centrale',
    purpose: 'lit les taux de change',
    responsibleId: other.actor.userId,
    lastDay: LAST_DAY,
    ...more,
  });
  const account = async (more: object = {}): Promise<string> => {
    const { body } = await one.post('/api/v1/service-accounts', wish(more)).expect(201);
    return (body as { id: string }).id;
  };
  const inUse = async (role = 'finance_officer'): Promise<string> => {
    const id = await account();
    await other.post(`/api/v1/service-accounts/${id}/confirmation`).expect(204);
    const given = await one.post(`/api/v1/users/${id}/roles`, { role }).expect(201);
    const roleId = (given.body as { id: string }).id;
    await other.post(`/api/v1/roles/${roleId}/confirmation`).expect(204);
    return id;
  };
  const tokenOf = async (id: string, permissions = ['budget:read']): Promise<Program> => {
    const ask = { name: 'essai', permissions, days: 30, currentPassword: PASSWORD };
    const { body } = await one.post(`/api/v1/service-accounts/${id}/tokens`, ask).expect(201);
    const made = body as { id: string; token: string };
    await other.post(`/api/v1/tokens/${made.id}/confirmation`).expect(204);
    return programWith(
      mawa,
      { actor: { ...one.actor, userId: id }, email: '' },
      { token: made.token, tokenId: made.id },
    );
  };
  const codeOf = async (call: PromiseLike<{ status: number; body: unknown }>) => {
    const { status, body } = await call;
    const { code, errors } = body as { code: string; errors?: { code: string }[] };
    return [status, errors?.[0]?.code ?? code];
  };

  /** As the database says it of roles that somebody has. */
  const rolesThatOpenCases = async (): Promise<string[]> => {
    await mawa.signIn(
      [...ROLES].filter((role) => role !== 'commission_officer' && role !== 'donor_viewer'),
    );
    const { rows } = await mawa.admin.query<{ role: string }>(
      'SELECT DISTINCT role FROM user_roles WHERE opens_cases',
    );
    return rows.map(({ role }) => role);
  };

  it('is made by an administrator, and by nobody else', async () => {
    await account();
    for (const role of ['case_supervisor', 'programme_officer', 'auditor'] as const) {
      const person = await mawa.signIn(role);
      await person.post('/api/v1/service-accounts', wish()).expect(403);
      await person.get('/api/v1/service-accounts').expect(403);
    }
  });

  it('names a colleague who is responsible, and a last day that is to come and not far', async () => {
    const asked = (more: object) => codeOf(one.post('/api/v1/service-accounts', wish(more)));
    expect(await asked({ lastDay: '2026-11-23' })).toEqual([422, 'access.service_days']);
    expect(await asked({ lastDay: '2036-11-23' })).toEqual([422, 'access.service_days']);
    expect(await asked({ responsibleId: '00000000-0000-4000-8000-0000000000aa' })).toEqual([
      422,
      'access.service_responsible',
    ]);
    expect(await asked({ responsibleId: await account() })).toEqual([
      422,
      'access.service_responsible',
    ]);
  });

  it('waits for another administrator than the one who made it, even where both confirm at once', async () => {
    const id = await account();
    const path = `/api/v1/service-accounts/${id}/confirmation`;
    expect(await codeOf(one.post(path))).toEqual([403, 'access.second_person']);
    const ask = { name: 'x', permissions: ['budget:read'], days: 1, currentPassword: PASSWORD };
    expect(await codeOf(one.post(`/api/v1/service-accounts/${id}/tokens`, ask))).toEqual([
      409,
      'access.service_waits',
    ]);
    const third = await mawa.signIn('administrator');
    const answers = await Promise.all([other.post(path), third.post(path)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    await expect(
      mawa.admin.query('UPDATE service_accounts SET made_by = confirmed_by WHERE user_id = $1', [
        id,
      ]),
    ).rejects.toThrow(/service_accounts_second_person/);
  });

  it('acts with its roles and no more, in its own name, and needs no second factor', async () => {
    const id = await inUse();
    const program = await tokenOf(id);
    expect(program.token).toMatch(/^mawa_svc_/);
    await program.get('/api/v1/grants').expect(200);
    expect(await codeOf(program.get('/api/v1/people'))).toEqual([403, 'access.not_yours']);
    const auditor = await mawa.signIn('auditor');
    const { text } = await auditor.get(`/api/v1/audit?who=${id}`).expect(200);
    expect(text).toContain('Comptabilité centrale');
    const ask = { name: 'x', permissions: ['people:list'], days: 1, currentPassword: PASSWORD };
    expect(await codeOf(one.post(`/api/v1/service-accounts/${id}/tokens`, ask))).toEqual([
      422,
      'access.token_beyond',
    ]);
  });

  it('opens nothing with a token until another administrator confirms it, even where two do at once', async () => {
    const id = await inUse();
    const ask = { name: 'x', permissions: ['budget:read'], days: 30, currentPassword: PASSWORD };
    const { body } = await one.post(`/api/v1/service-accounts/${id}/tokens`, ask).expect(201);
    const made = body as { id: string; token: string };
    const path = `/api/v1/tokens/${made.id}/confirmation`;
    const asProgram = () =>
      mawa
        .http()
        .get('/api/v1/grants')
        .set({ authorization: `Bearer ${made.token}` });
    const jobs = mawa.app.get(TokenSignIn);
    const openTokens = async () => {
      const list = await one.get('/api/v1/service-accounts').expect(200);
      return (list.body as { id: string; openTokens: number }[]).find((row) => row.id === id)!
        .openTokens;
    };

    expect(await codeOf(asProgram())).toEqual([401, 'access.token_account_closed']);
    expect(await jobs.actorOfJob(id, made.id)).toBeNull();
    expect(await openTokens()).toBe(0);
    const shown = (who: SignedIn) => who.get(`/admin/service-accounts/${id}`).expect(200);
    expect((await shown(one)).text).not.toContain(`/admin/tokens/${made.id}/confirmation`);
    expect((await shown(other)).text).toContain(`/admin/tokens/${made.id}/confirmation`);

    expect(await codeOf(one.post(path))).toEqual([403, 'access.second_person']);
    const officer = await mawa.signIn('finance_officer');
    await officer.post(path).expect(403);
    expect(await codeOf(asProgram())).toEqual([401, 'access.token_account_closed']);

    const third = await mawa.signIn('administrator');
    const answers = await Promise.all([other.post(path), third.post(path)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    await asProgram().expect(200);
    expect(await jobs.actorOfJob(id, made.id)).not.toBeNull();
    expect(await openTokens()).toBe(1);
  });

  it('has no token confirmed that ended, and nobody’s own token', async () => {
    const id = await inUse();
    const ask = { name: 'x', permissions: ['budget:read'], days: 30, currentPassword: PASSWORD };
    const { body } = await one.post(`/api/v1/service-accounts/${id}/tokens`, ask).expect(201);
    const { id: tokenId } = body as { id: string };
    await one.delete(`/api/v1/tokens/${tokenId}`).expect(204);
    expect(await codeOf(other.post(`/api/v1/tokens/${tokenId}/confirmation`))).toEqual([
      409,
      'access.token_over',
    ]);
    const officer = await mawa.signIn('auditor');
    const own = await aProgramOf(mawa, officer, { permissions: ['budget:read'] });
    await other.post(`/api/v1/tokens/${own.tokenId}/confirmation`).expect(404);
    await own.get('/api/v1/grants').expect(200);
  });

  it('is confirmed by the maker of its token not by SQL either, and by nobody in another’s name', async () => {
    const id = await inUse();
    const ask = { name: 'x', permissions: ['budget:read'], days: 30, currentPassword: PASSWORD };
    const { body } = await one.post(`/api/v1/service-accounts/${id}/tokens`, ask).expect(201);
    const { id: tokenId } = body as { id: string };
    const byApplication = (by: string) =>
      mawa.transactions.run(one.actor, (tx) =>
        tx.query(
          `UPDATE access_tokens SET confirmed_by = $2, confirmed_at = mawa_now() WHERE id = $1`,
          [tokenId, by],
        ),
      );
    await expect(byApplication(one.actor.userId)).rejects.toThrow(/access_tokens_second_person/);
    await expect(byApplication(other.actor.userId)).rejects.toThrow(/signs for themselves/);
    await expect(
      mawa.transactions.run(one.actor, (tx) =>
        tx.query(
          `INSERT INTO access_tokens (user_id, digest, name, permissions, reads_only, expires_at, needs_confirmation)
           VALUES ($1, sha256('x'), 'x', '{budget:read}', true, mawa_now() + interval '1 day', false)`,
          [id],
        ),
      ),
    ).rejects.toThrow(/row-level security/);
  });

  it('is listed with who is responsible, its last day and its last use', async () => {
    const id = await inUse();
    const program = await tokenOf(id);
    await program.get('/api/v1/grants').expect(200);
    const { body } = await one.get('/api/v1/service-accounts').expect(200);
    expect((body as { id: string }[]).find((row) => row.id === id)).toMatchObject({
      responsible: other.actor.name,
      lastDay: LAST_DAY,
      state: 'open',
      openTokens: 1,
      usedAt: mawa.clock.now().toISOString(),
    });
    expect((await one.get('/api/v1/users').expect(200)).text).not.toContain(id);
  });

  it('is never administrator or focal point, and opens no case, not even by SQL', async () => {
    const id = await account();
    for (const role of ['administrator', 'focal_point', ...(await rolesThatOpenCases())])
      expect(await codeOf(one.post(`/api/v1/users/${id}/roles`, { role }))).toEqual([
        409,
        'access.role_of_person',
      ]);
    await expect(
      mawa.admin.query(
        `INSERT INTO user_roles (user_id, role, granted_by, granted_at) VALUES ($1, 'administrator', $2, '2026-11-01Z')`,
        [id, one.actor.userId],
      ),
    ).rejects.toThrow(/no program holds the role/);
  });

  it('of a partner reads nothing of a person who was referred: one administrator makes its tokens', async () => {
    const officer = await mawa.signIn('reintegration_officer');
    const clinic = await aPartner(mawa);
    await hasPlaces(officer, clinic, 'open').expect(201);
    const { id: referral } = await aReferral(officer, clinic);
    const id = await account({ organisationId: clinic });
    await other.post(`/api/v1/service-accounts/${id}/confirmation`).expect(204);
    await one.post(`/api/v1/users/${id}/roles`, { role: 'partner_viewer' }).expect(201);
    const program = await tokenOf(id, ['referrals:received']);
    const list = await program.get('/api/v1/received').expect(200);
    expect(list.body.referrals).toMatchObject([{ id: referral, state: 'sent' }]);
    const sheet = await program.get(`/api/v1/received/${referral}`);
    expect(sheet.text).not.toContain(NEEDS);
    expect([sheet.status, sheet.body.code]).toEqual([403, 'referrals.not_by_program']);
    expect(await stateOf(mawa, referral)).toBe('sent');
    await mawa.transactions.run({ ...one.actor, userId: id }, async (tx) => {
      expect(await tx.query('SELECT referral_id FROM referral_sheets')).toEqual([]);
      const keys = `SELECT 1 FROM keys.record_keys WHERE kind = 'referral'`;
      expect(await tx.query(keys)).toEqual([]);
    });
  });

  it('has no password, no link to one, and no way to sign in', async () => {
    const id = await account();
    expect(await codeOf(one.post(`/api/v1/users/${id}/password-links`))).toEqual([
      409,
      'access.service_no_password',
    ]);
    await expect(
      mawa.admin.query(`UPDATE users SET password_hash = 'x' WHERE id = $1`, [id]),
    ).rejects.toThrow(/users_of_a_program_have_no_password/);
    const page = await one.get(`/admin/users/${id}`).expect(200);
    expect(page.text).not.toContain('program.invalid');
    expect(page.text).not.toContain('password-links');
  });

  it('is offered to nobody as a colleague', async () => {
    const id = await inUse();
    const can = await mawa.admin.query<{ can: boolean }>('SELECT mawa_can_hold($1) AS can', [id]);
    expect(can.rows[0]!.can).toBe(false);
    const officer = await mawa.signIn('reintegration_officer');
    const people = [{ names: { given: 'Amal' }, sex: 'female', birthDate: '1994-03-08' }];
    const { body } = await officer.post('/api/v1/people', { people }).expect(201);
    const caseId = (body as { cases: { id: string }[] }).cases[0]!.id;
    const access = await officer.get(`/people/${caseId}/access`).expect(200);
    expect(access.text).not.toContain(id);
    const given = await officer.post(`/api/v1/people/${caseId}/access`, { userId: id });
    expect(given.status).toBeGreaterThanOrEqual(400);
    expect(given.status).toBeLessThan(500);
  });

  it('is made by nobody who is responsible for it', async () => {
    expect(
      await codeOf(one.post('/api/v1/service-accounts', wish({ responsibleId: one.actor.userId }))),
    ).toEqual([422, 'access.service_responsible']);
  });

  it('ends on its last day, and with all its tokens where it is ended', async () => {
    const [over, ended] = [await inUse(), await inUse()];
    const [late, gone] = [await tokenOf(over), await tokenOf(ended)];
    await mawa.admin.query(
      `UPDATE service_accounts SET last_day = '2026-11-23' WHERE user_id = $1`,
      [over],
    );
    expect(await codeOf(late.get('/api/v1/grants'))).toEqual([401, 'access.token_account_closed']);
    const jobs = mawa.app.get(TokenSignIn);
    expect(await jobs.actorOfJob(over, late.tokenId)).toBeNull();
    expect(await jobs.actorOfJob(ended, gone.tokenId)).not.toBeNull();
    await gone.get('/api/v1/grants').expect(200);
    await other.delete(`/api/v1/service-accounts/${ended}`).expect(204);
    expect(await codeOf(gone.get('/api/v1/grants'))).toEqual([401, 'access.token_revoked']);
    await other.delete(`/api/v1/service-accounts/${ended}`).expect(404);
  });

  it('is made, confirmed, given a token and ended on pages too', async () => {
    const made = await one.submit('/admin/service-accounts', wish());
    expect(made.status).toBe(303);
    const path = made.headers['location'] as string;
    expect((await one.get(path).expect(200)).text).not.toContain(`${path}/confirmation`);
    expect((await other.get(path).expect(200)).text).toContain(`${path}/confirmation`);
    await other.submit(`${path}/confirmation`, {}).expect(303);
    const id = path.split('/').at(-1)!;
    const given = await one.post(`/api/v1/users/${id}/roles`, { role: 'auditor' }).expect(201);
    await other.post(`/api/v1/roles/${(given.body as { id: string }).id}/confirmation`).expect(204);
    expect((await one.get(`${path}/tokens/new`).expect(200)).text).toContain('levels.money');
    const form = { name: 'essai', days: '30', 'levels.money': 'read', currentPassword: PASSWORD };
    const shown = await one.submit(`${path}/tokens/new`, form).expect(200);
    const [token] = /mawa_svc_[0-9A-Za-z]{49}/.exec(shown.text)!;
    const [, waiting] = /\/admin\/tokens\/([0-9a-f-]{36})\/confirmation/.exec(
      (await other.get(path).expect(200)).text,
    )!;
    expect((await other.get('/decisions').expect(200)).text).toContain('Jeton de logiciel');
    await other.submit(`/admin/tokens/${waiting}/confirmation`, {}).expect(303);
    expect((await one.get(path).expect(200)).text).toContain('Confirmé par');
    await mawa
      .http()
      .get('/api/v1/grants')
      .set({ authorization: `Bearer ${token}` })
      .expect(200);
    const listed = await one.get(path).expect(200);
    expect(listed.text).not.toContain(token);
    const [, tokenId] = /\/admin\/tokens\/([0-9a-f-]{36})\/revocation/.exec(listed.text)!;
    const revoked = await one.submit(`/admin/tokens/${tokenId}/revocation`, {}).expect(303);
    expect(revoked.headers['location']).toBe(path);
    await one.submit(`${path}/end`, {}).expect(303);
  });
});

describe('the page of one’s own tokens', () => {
  let mawa: TestApp;
  beforeAll(async () => (mawa = await startApp()));
  afterAll(() => mawa.stop());

  it('makes one by areas, shows it once, lists it in words and revokes it', async () => {
    const officer = await mawa.signIn('reintegration_officer');
    const page = await officer.get('/account/tokens/new').expect(200);
    expect(page.text).toContain('levels.people');
    expect(page.text).not.toContain('levels.figures');
    const empty = await officer.submit('/account/tokens/new', {
      name: 'essai',
      days: '30',
      currentPassword: PASSWORD,
    });
    expect(empty.status).toBe(422);
    const shown = await officer.submit('/account/tokens/new', {
      name: 'essai',
      days: '30',
      readsOnly: 'yes',
      'levels.people': 'read',
      'levels.identity': 'write',
      currentPassword: PASSWORD,
    });
    const [token] = /mawa_pat_[0-9A-Za-z]{49}/.exec(shown.text)!;
    const bearer = { authorization: `Bearer ${token}` };
    await mawa.http().get('/api/v1/people').set(bearer).expect(200);
    const list = await officer.get('/account/tokens').expect(200);
    expect(list.text).not.toContain(token);
    const [, id] = /\/account\/tokens\/([0-9a-f-]{36})\/revocation/.exec(list.text)!;
    const admin = await mawa.signIn('administrator');
    expect((await admin.get(`/admin/users/${officer.actor.userId}`)).text).toContain(id);
    await officer.submit(`/account/tokens/${id}/revocation`, {}).expect(303);
    await mawa.http().get('/api/v1/people').set(bearer).expect(401);
  });
});
