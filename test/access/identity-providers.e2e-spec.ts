import type { Actor } from '../../modules/platform/shared/actor';
import { enrol } from '../support/second-factor';
import { openIdFixture, type OpenIdFixture } from './openid-fixture';

const UNKNOWN = '00000000-0000-4000-8000-0000000000aa';

describe('identity providers', () => {
  let fixture: OpenIdFixture;
  beforeAll(async () => (fixture = await openIdFixture()));
  afterEach(() => fixture.clear());
  afterAll(() => fixture.stop());

  const codeOf = async (call: PromiseLike<{ status: number; body: unknown }>) => {
    const { status, body } = await call;
    const { code, errors } = body as { code?: string; errors?: { code: string }[] };
    return [status, errors?.[0]?.code ?? code];
  };
  const proposed = async (more = {}) => {
    const answer = await fixture.one.post('/api/v1/identity-providers', fixture.proposal(more));
    expect(answer.status).toBe(201);
    return answer.body as { id: string; providerId: string };
  };

  it('are administered by administrators, and by nobody else', async () => {
    const { id, providerId } = await proposed();
    for (const role of ['case_supervisor', 'programme_officer', 'auditor'] as const) {
      const person = await fixture.mawa.signIn(role);
      await person.get('/api/v1/identity-providers').expect(403);
      await person.get(`/admin/identity-providers/${providerId}`).expect(403);
      await person.post('/api/v1/identity-providers', fixture.proposal()).expect(403);
      await person.post(`/api/v1/identity-provider-editions/${id}/confirmation`).expect(403);
      await person.delete(`/api/v1/identity-provider-editions/${id}`).expect(403);
    }
    await fixture.one.get('/admin/identity-providers').expect(200);
    const page = await fixture.one.get(`/admin/identity-providers/${providerId}`).expect(200);
    expect(page.text).toContain(`${fixture.base}/sign-in/providers/${providerId}/answer`);
    for (const text of [
      page.text,
      JSON.stringify((await fixture.one.get('/api/v1/identity-providers')).body),
    ])
      expect(text).not.toContain(fixture.agency.clientSecret);
  });

  it('wait for another administrator than the one who proposed, even where both confirm at once', async () => {
    const { id } = await proposed();
    const path = `/api/v1/identity-provider-editions/${id}/confirmation`;
    expect(await codeOf(fixture.one.post(path))).toEqual([403, 'access.second_person_provider']);
    const third = await fixture.mawa.signIn('administrator');
    const answers = await Promise.all([fixture.other.post(path), third.post(path)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    await expect(
      fixture.mawa.admin.query(
        'UPDATE identity_provider_editions SET proposed_by = confirmed_by WHERE id = $1',
        [id],
      ),
    ).rejects.toThrow(/identity_providers_second_person/);
    expect(await codeOf(fixture.other.post(path))).toEqual([409, 'access.provider_confirmed']);
  });

  it('go on as they are while a change waits, and give their secret to no other issuer', async () => {
    const providerId = await fixture.inForce();
    const change = (more: object) =>
      fixture.one.post(`/api/v1/identity-providers/${providerId}/editions`, fixture.proposal(more));
    expect(
      await codeOf(change({ clientSecret: undefined, issuer: 'https://login.example.org' })),
    ).toEqual([422, 'access.provider_secret']);
    const { body } = await change({ clientSecret: undefined, nameFr: 'Autre nom' }).expect(201);
    expect(await codeOf(change({}))).toEqual([409, 'access.provider_waits']);
    await fixture.linked(providerId, 'amina');
    const before = await (await fixture.visitor().arrive()).get('/sign-in');
    expect(before.text).not.toContain('Autre nom');
    const { id } = body as { id: string };
    await fixture.other.post(`/api/v1/identity-provider-editions/${id}/confirmation`).expect(204);
    expect((await (await fixture.visitor().arrive()).get('/sign-in')).text).toContain('Autre nom');
    expect((await fixture.visitor().signInThrough(providerId, { sub: 'amina' })).location).toBe(
      '/',
    );
    const all = await fixture.one.get(`/api/v1/identity-providers/${providerId}`).expect(200);
    expect((all.body as { state: string }[]).map(({ state }) => state)).toEqual([
      'in_force',
      'ended',
    ]);
    await fixture.one.get(`/api/v1/identity-providers/${UNKNOWN}`).expect(404);
  });

  it('have an issuer once, and are only for an organisation where they are the only way', async () => {
    await fixture.inForce();
    const { id } = await proposed();
    expect(
      await codeOf(fixture.other.post(`/api/v1/identity-provider-editions/${id}/confirmation`)),
    ).toEqual([409, 'access.provider_issuer_taken']);
    expect(
      await codeOf(
        fixture.one.post(
          '/api/v1/identity-providers',
          fixture.proposal({ onlyWay: true, organisationId: undefined }),
        ),
      ),
    ).toEqual([422, 'access.provider_only_way']);
    await fixture.one
      .post('/api/v1/identity-providers', fixture.proposal({ organisationId: UNKNOWN }))
      .expect(422);
    await fixture.one
      .post('/api/v1/identity-providers', fixture.proposal({ domains: ['not a domain'] }))
      .expect(422);
  });

  it('are proposed and changed on a page, which keeps what was typed and never the secret', async () => {
    const fields = {
      nameFr: 'Ministère',
      nameAr: 'الوزارة',
      nameEn: 'Ministry',
      issuer: fixture.agency.issuer,
      clientId: 'mawa',
      clientSecret: 'a secret that nobody reads',
      organisationId: fixture.organisationId,
      domains: 'example.org, example.com',
      factorAmr: 'mfa otp',
      factorAcr: '',
      onlyWay: 'no',
    };
    const wrong = await fixture.one.submit('/admin/identity-providers', { ...fields, issuer: 'x' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('Ministère');
    expect(wrong.text).not.toContain(fields.clientSecret);
    const right = await fixture.one.submit('/admin/identity-providers', fields);
    expect(right.status).toBe(303);
    const page = await fixture.other.get(right.headers.location!).expect(200);
    const edition = /identity-provider-editions\/([0-9a-f-]{36})\/confirmation/.exec(
      page.text,
    )![1]!;
    expect((await fixture.one.get(right.headers.location!)).text).not.toContain('/confirmation');
    await fixture.other
      .submit(`/admin/identity-provider-editions/${edition}/confirmation`, {})
      .expect(303);
    const { body } = await fixture.one.get('/api/v1/identity-providers').expect(200);
    expect(body).toMatchObject([
      { state: 'in_force', domains: ['example.org', 'example.com'], factorAmr: ['mfa', 'otp'] },
    ]);
  });

  it('may be the only way of an organisation: its passwords are refused, but of those that may always', async () => {
    const { mawa, one, other, organisationId } = fixture;
    const provider = await fixture.inForce();
    const person = await fixture.linked(provider, 'nora');
    const local = await mawa.signIn('partner_viewer', { organisationId });
    const second = await mawa.signIn('partner_viewer', { organisationId });
    const { app } = await enrol(mawa, second.actor);
    const admin = await mawa.signIn('administrator', { organisationId });
    const elsewhere = await mawa.signIn('partner_viewer');
    await fixture.change(provider, { onlyWay: true });
    const signIn = async (email: string, code?: string) =>
      codeOf((await fixture.visitor().arrive()).signIn(email, code));
    expect(await signIn(person.email)).toEqual([403, 'access.password_refused']);
    expect(await signIn(second.email, app.next())).toEqual([403, 'access.password_refused']);
    expect(await signIn('nobody@example.org')).toEqual([401, 'access.wrong_credentials']);
    expect((await signIn(admin.email))[0]).toBe(201);
    expect((await signIn(elsewhere.email))[0]).toBe(201);
    expect((await fixture.visitor().signInThrough(provider, { sub: 'nora' })).location).toBe('/');
    // Marked by two administrators.
    const path = `/api/v1/users/${local.actor.userId}/local-sign-ins`;
    const { body } = await one.post(path).expect(201);
    const { id } = body as { id: string };
    expect(await codeOf(one.post(path))).toEqual([409, 'access.local_there']);
    expect(await codeOf(one.post(`/api/v1/local-sign-ins/${id}/confirmation`))).toEqual([
      403,
      'access.second_person_local',
    ]);
    expect(await signIn(local.email)).toEqual([403, 'access.password_refused']);
    await other.post(`/api/v1/local-sign-ins/${id}/confirmation`).expect(204);
    await fixture.agency.set({ broken: 503 });
    expect((await signIn(local.email))[0]).toBe(201);
    await fixture.agency.set({ broken: null });
    const page = await one.get(`/admin/users/${local.actor.userId}`).expect(200);
    expect(page.text).toContain(`/admin/local-sign-ins/${id}/end`);
    await one.delete(`/api/v1/local-sign-ins/${id}`).expect(204);
    expect(await signIn(local.email)).toEqual([403, 'access.password_refused']);
    // Nobody does it for themselves.
    expect((await one.post(`/api/v1/users/${one.actor.userId}/local-sign-ins`)).status).toBe(403);
    const officer = await mawa.signIn('programme_officer');
    await officer.post(path).expect(403);
  });

  it('stay the only way after one administrator took them out of force, until two accept passwords again', async () => {
    const { mawa, one, organisationId } = fixture;
    const provider = await fixture.inForce({ onlyWay: true });
    const person = await mawa.signIn('partner_viewer', { organisationId });
    const signIn = async () => codeOf((await fixture.visitor().arrive()).signIn(person.email));
    mawa.clock.advance(1_000);
    await fixture.clear();
    expect(await signIn()).toEqual([403, 'access.password_refused']);
    mawa.clock.advance(1_000);
    const wanted = fixture.proposal({ onlyWay: false });
    await one.post(`/api/v1/identity-providers/${provider}/editions`, wanted).expect(201);
    expect(await signIn()).toEqual([403, 'access.password_refused']);
    await fixture.clear();
    await fixture.change(provider, { onlyWay: false });
    expect((await signIn())[0]).toBe(201);
  });

  it('and their links are written by nobody else in the database either', async () => {
    const { mawa, one } = fixture;
    const provider = await fixture.inForce();
    const person = await fixture.linked(provider, 'kenza');
    const colleague = await mawa.signIn('case_supervisor');
    const as = (who: { actor: Actor }, sql: string, values: unknown[] = []) =>
      mawa.transactions.run(who.actor, (tx) => tx.query<Record<string, unknown>>(sql, values));
    const DENIED = /permission denied|row-level security|before anybody|no token/;
    for (const who of [colleague, one, person]) {
      await expect(as(who, 'SELECT subject_digest FROM identity_links')).rejects.toThrow(DENIED);
      await expect(
        as(
          who,
          `INSERT INTO identity_links (user_id, provider_id, subject_digest) VALUES ($1, $2, sha256('x'))`,
          [who.actor.userId, provider],
        ),
      ).rejects.toThrow(DENIED);
      await expect(as(who, 'SELECT 1 FROM identity_logouts')).rejects.toThrow(DENIED);
      await expect(
        as(who, 'UPDATE identity_links SET user_id = $1', [who.actor.userId]),
      ).rejects.toThrow(DENIED);
      await expect(
        as(who, `UPDATE identity_provider_editions SET issuer = 'https://login.example.org'`),
      ).rejects.toThrow(DENIED);
      for (const call of [
        `identity_account(sha256('x'), gen_random_uuid())`,
        `session_open_by_identity(sha256('x'), gen_random_uuid(), gen_random_uuid(), true, NULL, 12)`,
        `sign_in_pending_by_identity(sha256('x'), gen_random_uuid(), gen_random_uuid(), NULL, 5)`,
        `end_sessions_by_provider('${provider}', sha256('x'), mawa_now(), sha256('y'), NULL)`,
        `link_identity_by_invitation(gen_random_uuid(), sha256('x'), sha256('y'))`,
      ])
        await expect(as(who, `SELECT ${call}`)).rejects.toThrow(DENIED);
      for (const inner of [`identity_refusal($1, $1)`, `pending_sign_in_stands(NULL, '')`])
        await expect(as(who, `SELECT ${inner.replaceAll('$1', `'${UNKNOWN}'`)}`)).rejects.toThrow(
          DENIED,
        );
    }
    expect(await as(colleague, 'SELECT id FROM identity_links')).toEqual([]);
    expect(
      await as(
        colleague,
        'UPDATE identity_provider_editions SET ended_by = $1, ended_at = mawa_now() RETURNING id',
        [colleague.actor.userId],
      ),
    ).toEqual([]);
    await expect(
      as(one, 'UPDATE identity_provider_editions SET ended_by = $1, ended_at = mawa_now()', [
        fixture.other.actor.userId,
      ]),
    ).rejects.toThrow(/signs for themselves|row-level security/);
    await expect(
      as(colleague, `INSERT INTO local_sign_ins (user_id) VALUES ($1)`, [person.actor.userId]),
    ).rejects.toThrow(DENIED);
  });

  it('are shown on the account of a person, whose link an administrator takes off, and the person too', async () => {
    const provider = await fixture.inForce();
    const person = await fixture.linked(provider, 'yasmine');
    const through = fixture.visitor();
    await through.signInThrough(provider, { sub: 'yasmine' });
    const path = `/api/v1/users/${person.actor.userId}/identities`;
    const { body } = await fixture.one.get(path).expect(200);
    const [link] = body as { id: string; providerId: string }[];
    expect(link).toMatchObject({ providerId: provider, name: { en: 'Agency' } });
    expect((await through.get('/account')).text).toContain('Agence');
    const stranger = await fixture.linked(provider, 'other');
    await stranger.delete(`/api/v1/account/identities/${link!.id}`).expect(404);
    await stranger.delete(`/api/v1/identities/${link!.id}`).expect(403);
    const page = await fixture.one.get(`/admin/users/${person.actor.userId}`).expect(200);
    expect(page.text).toContain(`/admin/identities/${link!.id}/end`);
    await fixture.one.submit(`/admin/identities/${link!.id}/end`, {}).expect(303);
    expect(await through.actor()).toBeNull();
    expect((await fixture.visitor().signInThrough(provider, { sub: 'yasmine' })).flash).toBe(
      'access:errors.openid_unknown',
    );
    const { rows } = await fixture.mawa.admin.query<{ action: string }>(
      `SELECT action FROM audit_log WHERE subject_ids @> ARRAY[$1::uuid] AND action LIKE '%identity' ORDER BY seq`,
      [person.actor.userId],
    );
    expect(rows.map(({ action }) => action)).toEqual([
      'account.link_identity',
      'users.unlink_identity',
    ]);
    await person.get('/api/v1/account/identities').expect(200);
  });
});
