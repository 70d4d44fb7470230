import { ROLES } from '../../modules/platform/shared/actor';
import { aPartner } from '../referrals/partners';
import { WebhookFixture } from './webhook-fixture';

const UNKNOWN = '00000000-0000-4000-8000-0000000000aa';
const HERE = '/api/v1/webhooks';

describe('endpoints of webhooks', () => {
  let fixture: WebhookFixture;
  beforeAll(async () => (fixture = await WebhookFixture.start()));
  beforeEach(() => fixture.pass(0));
  afterEach(() => fixture.clear());
  afterAll(() => fixture.stop());

  const codeOf = async (call: PromiseLike<{ status: number; body: unknown }>) => {
    const { status, body } = await call;
    const { code, errors } = body as { code?: string; errors?: { code: string; field: string }[] };
    return [status, errors?.[0]?.code ?? code];
  };

  it('are administered by administrators, and by nobody else', async () => {
    const { id } = await fixture.inForce();
    await fixture.remind();
    const [event] = await fixture.log(id);
    const writes: [string, string][] = [
      ['post', HERE],
      ['post', `${HERE}/${id}/confirmation`],
      ['post', `${HERE}/${id}/suspension`],
      ['delete', `${HERE}/${id}/suspension`],
      ['post', `${HERE}/${id}/secrets`],
      ['post', `${HERE}/${id}/tests`],
      ['post', `${HERE}/${id}/replays`],
      ['post', `${HERE}/${id}/deliveries/${event!.id}/replay`],
      ['delete', `${HERE}/${id}`],
    ];
    for (const role of ROLES.filter((one) => one !== 'administrator')) {
      const person = await fixture.mawa.signIn(role);
      for (const path of [HERE, `${HERE}/${id}`, `${HERE}/${id}/deliveries`])
        expect([role, path, (await person.get(path)).status]).toEqual([role, path, 403]);
      for (const path of ['/admin/webhooks', `/admin/webhooks/${id}`])
        expect([role, path, (await person.get(path)).status]).toEqual([role, path, 403]);
      for (const [method, path] of writes) {
        const { status } = await (method === 'post' ? person.post(path) : person.delete(path));
        expect([role, method, path, status]).toEqual([role, method, path, 403]);
      }
    }
    expect(await fixture.look(id)).toMatchObject({ state: 'in_force' });
  });

  it('are kept from everybody else by PostgreSQL too, and from administrators through a token', async () => {
    const { id } = await fixture.inForce();
    await fixture.remind();
    const officer = await fixture.mawa.signIn('programme_officer');
    const counts = (actor: Parameters<typeof fixture.mawa.transactions.run>[0]) =>
      fixture.mawa.transactions.run(actor, async (tx) => {
        const found = [];
        for (const table of ['endpoints', 'secrets', 'deliveries', 'attempts'])
          found.push((await tx.query(`SELECT 1 FROM webhook_${table}`)).length);
        const keys = await tx.query(
          `SELECT 1 FROM keys.record_keys WHERE kind = 'webhook_endpoint' AND record_id = $1`,
          [id],
        );
        return [...found, keys.length];
      });
    await fixture.send();
    expect(await counts(officer.actor)).toEqual([0, 0, 0, 0, 0]);
    expect(await counts(fixture.one.actor)).toEqual([1, 1, 1, 1, 1]);
    const forged = (sql: string) =>
      fixture.mawa.transactions.run(fixture.one.actor, (tx) => tx.query(sql));
    await expect(
      forged(`INSERT INTO webhook_deliveries (endpoint_id, kind, data)
              SELECT id, 'grant.confirmed', '{}' FROM webhook_endpoints`),
    ).rejects.toThrow('row-level security');
    await expect(forged(`UPDATE webhook_endpoints SET confirmed_by = proposed_by`)).rejects.toThrow(
      'signed by the actor',
    );
    await expect(
      forged(`UPDATE webhook_endpoints SET confirmed_by = NULL, confirmed_at = NULL`),
    ).rejects.toThrow('signed by the actor');
    await expect(forged(`UPDATE webhook_endpoints SET address = 'https://b.org'`)).rejects.toThrow(
      'permission denied',
    );
    await expect(
      forged(`INSERT INTO webhook_endpoints (name, address, kinds)
              VALUES ('Mawa', 'https://b.org', '{referral.received}')`),
    ).rejects.toThrow('webhook_endpoints_referrals_of_partners');
  });

  it('wait for another administrator than the one who proposed, also where two confirm at once', async () => {
    const { id } = await fixture.propose();
    await fixture.remind();
    expect(await fixture.look(id)).toMatchObject({ state: 'waiting', waiting: 0 });
    expect(await codeOf(fixture.one.post(`${HERE}/${id}/confirmation`))).toEqual([
      403,
      'webhooks.second_person',
    ]);
    const third = await fixture.mawa.signIn('administrator');
    const answers = await Promise.all(
      [fixture.other, third].map((person) => person.post(`${HERE}/${id}/confirmation`)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 409]);
    await fixture.remind();
    expect(await fixture.look(id)).toMatchObject({ state: 'in_force', waiting: 1 });
  });

  it('show their secret once, to whoever proposed, and keep it sealed', async () => {
    const { id, secret } = await fixture.propose();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    for (const path of [HERE, `${HERE}/${id}`, '/admin/webhooks', `/admin/webhooks/${id}`]) {
      const { text } = await fixture.one.get(path).expect(200);
      expect(text).not.toContain('whsec_');
    }
    const { rows } = await fixture.mawa.admin.query<{ secret: Buffer }>(
      'SELECT secret FROM webhook_secrets',
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]!.secret.toString('latin1')).not.toContain(secret.slice(6));
  });

  it('are suspended and resumed by hand, and what happened meanwhile is sent', async () => {
    const { id } = await fixture.inForce();
    await fixture.one.post(`${HERE}/${id}/suspension`).expect(204);
    await fixture.remind();
    await fixture.send();
    expect(fixture.receiver.received).toEqual([]);
    expect(await codeOf(fixture.one.post(`${HERE}/${id}/tests`))).toEqual([
      409,
      'webhooks.not_in_force',
    ]);
    await fixture.other.delete(`${HERE}/${id}/suspension`).expect(204);
    expect(await codeOf(fixture.one.delete(`${HERE}/${id}/suspension`))).toEqual([
      409,
      'webhooks.not_suspended',
    ]);
    await fixture.send();
    expect(fixture.receiver.received).toHaveLength(1);
  });

  it('hear nothing once they are ended, and nothing of them can be done any more', async () => {
    const { id } = await fixture.inForce();
    await fixture.remind();
    await fixture.one.delete(`${HERE}/${id}`).expect(204);
    await fixture.remind();
    await fixture.send();
    expect(fixture.receiver.received).toEqual([]);
    expect(await fixture.log(id)).toHaveLength(1);
    for (const act of ['confirmation', 'suspension', 'secrets', 'tests'])
      expect(await codeOf(fixture.one.post(`${HERE}/${id}/${act}`))).toEqual([
        409,
        'webhooks.over',
      ]);
    expect(await codeOf(fixture.one.post(`${HERE}/${UNKNOWN}/tests`))).toEqual([
      404,
      'common.not_found',
    ]);
  });

  it('of an organisation that was closed get nothing, and cannot be resumed, tried or sent to again', async () => {
    const organisationId = await aPartner(fixture.mawa);
    const kinds = ['report.released'];
    const { id } = await fixture.inForce({ organisationId, kinds });
    const { id: suspended } = await fixture.inForce({ organisationId, kinds });
    await fixture.one.post(`${HERE}/${suspended}/suspension`).expect(204);
    await fixture.one.post(`${HERE}/${id}/tests`).expect(201);
    const [event] = await fixture.log(id);
    const open = (isOpen: boolean) =>
      fixture.mawa.admin.query('UPDATE organisations SET active = $2 WHERE id = $1', [
        organisationId,
        isOpen,
      ]);
    await open(false);
    await fixture.send();
    expect(fixture.receiver.received).toEqual([]);
    const since = '2026-11-01T00:00:00Z';
    for (const call of [
      fixture.one.post(`${HERE}/${id}/tests`),
      fixture.one.post(`${HERE}/${id}/replays`, { since }),
      fixture.one.post(`${HERE}/${id}/deliveries/${event!.id}/replay`),
      fixture.one.delete(`${HERE}/${suspended}/suspension`),
    ])
      expect(await codeOf(call)).toEqual([409, 'webhooks.organisation_closed']);
    for (const [language, words] of [
      ['fr', 'Cette organisation est fermée'],
      ['ar', 'هذه المنظمة مغلقة'],
      ['en', 'This organisation is closed'],
    ] as const) {
      const person = await fixture.mawa.signIn('administrator', { language });
      for (const one of [id, suspended]) {
        const { text } = await person.get(`/admin/webhooks/${one}`).expect(200);
        expect(text).toContain(words);
        expect(text).not.toMatch(/\/(tests|resumption|replays?)"/);
      }
    }
    await open(true);
    await fixture.one.delete(`${HERE}/${suspended}/suspension`).expect(204);
    await fixture.one.post(`${HERE}/${id}/replays`, { since }).expect(201);
    await fixture.send();
    expect(fixture.receiver.received).toHaveLength(1);
  });

  it('refuse bad input with a sentence at its field', async () => {
    const partnerId = await aPartner(fixture.mawa);
    const refused = async (more: object) => {
      const { status, body } = await fixture.one.post(HERE, fixture.proposal(more));
      const [error] = (body as { errors: { field: string; code: string }[] }).errors;
      return [status, error!.field, error!.code];
    };
    for (const [more, field, code] of [
      [{ name: 'a' }, 'name', 'common.too_short'],
      [{ address: 'http://hooks.example.org' }, 'address', 'webhooks.address_not_https'],
      [{ address: 'https://hooks.example.org:8443' }, 'address', 'webhooks.address_not_443'],
      [{ address: 'https://10.0.0.8/x' }, 'address', 'webhooks.address_not_public'],
      [{ address: 'https://a:b@example.org' }, 'address', 'webhooks.address_credentials'],
      [{ address: 'example' }, 'address', 'webhooks.address_not_address'],
      [{ address: 7 }, 'address', 'common.not_text'],
      [{ kinds: [] }, 'kinds', 'webhooks.no_kind'],
      [{ kinds: ['report.due', 'referral.received'] }, 'kinds', 'webhooks.kind_not_heard'],
      [{ kinds: ['referral.ended'] }, 'kinds', 'webhooks.kind_not_heard'],
      [{ kinds: ['beds.freed'] }, 'kinds', 'common.not_choice'],
      [{ organisationId: 'x' }, 'organisationId', 'common.not_choice'],
      [{ organisationId: UNKNOWN }, 'organisationId', 'access.no_such_place'],
      [
        { organisationId: partnerId, kinds: ['referral.received', 'grant.confirmed'] },
        'kinds',
        'webhooks.kind_not_heard',
      ],
    ] as const)
      expect([more, ...(await refused(more))]).toEqual([more, 422, field, code]);
    const { id } = await fixture.inForce();
    for (const since of ['yesterday', '2026-02-30T10:00:00Z', 7])
      expect([since, (await fixture.one.post(`${HERE}/${id}/replays`, { since })).status]).toEqual([
        since,
        422,
      ]);
    const page = await fixture.one
      .submit('/admin/webhooks', { name: 'Agence', address: 'http://x.org', kinds: 'report.due' })
      .expect(422);
    expect(page.text).toContain('L’adresse commence par https://.');
    expect(page.text).toContain('value="Agence"');
    await fixture.one.get(`${HERE}/${id}/deliveries?before=x`).expect(422);
  });

  it('are administered on pages in the three languages', async () => {
    const made = await fixture.one
      .submit('/admin/webhooks', {
        name: 'Bureau',
        address: fixture.receiver.address,
        kinds: ['report.due', 'report.released'],
      })
      .expect(200);
    expect(made.text).toMatch(/whsec_[A-Za-z0-9+/]{43}&#x3D;/);
    expect(made.headers['cache-control']).toContain('no-store');
    const id = /\/admin\/webhooks\/([0-9a-f-]{36})/.exec(made.text)![1]!;
    await fixture.other.submit(`/admin/webhooks/${id}/confirmation`, {}).expect(303);
    await fixture.one.submit(`/admin/webhooks/${id}/tests`, {}).expect(303);
    fixture.receiver.status = 500;
    await fixture.send();
    fixture.receiver.status = 200;
    await fixture.one.submit(`/admin/webhooks/${id}/replays`, { hours: '1' }).expect(303);
    await fixture.send();
    for (const [language, words] of [
      ['fr', ['Événement d’essai', 'accepté', 'Accepté']],
      ['ar', ['حدث تجريبي', 'قُبل']],
      ['en', ['Test event', 'accepted', 'Accepted']],
    ] as const) {
      const person = await fixture.mawa.signIn('administrator', { language });
      const { text } = await person.get(`/admin/webhooks/${id}`).expect(200);
      for (const word of words) expect(text).toContain(word);
      expect(text.match(/webhook-strip__one/g)).toHaveLength(2);
      expect((await person.get('/admin/webhooks').expect(200)).text).toContain('Bureau');
      expect((await person.get('/admin').expect(200)).text).toContain('/admin/webhooks');
    }
    await fixture.one.submit(`/admin/webhooks/${id}/suspension`, {}).expect(303);
    await fixture.one.submit(`/admin/webhooks/${id}/resumption`, {}).expect(303);
    const rotated = await fixture.one.submit(`/admin/webhooks/${id}/secrets`, {}).expect(200);
    expect(rotated.text).toContain('whsec_');
    await fixture.one.submit(`/admin/webhooks/${id}/end`, {}).expect(303);
    expect(await fixture.look(id)).toMatchObject({ state: 'ended', endedWhy: 'by_hand' });
  });
});
