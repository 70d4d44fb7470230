import { audienceOf, may, PERMISSIONS, FIGURE_SCOPES } from '../../modules/access';
import {
  type Actor,
  type OrganisationKind,
  ROLES,
  type Role,
} from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const KINDS = ['agency', 'commission', 'partner', 'donor'] as const;
const FIGURE_ROLES: readonly Role[] = ['programme_officer', 'finance_officer', 'auditor'];
const CASE_ROLES: readonly Role[] = [
  'shelter_manager',
  'shelter_staff',
  'reintegration_officer',
  'case_supervisor',
  'legal_officer',
];

describe('who is an insider', () => {
  let mawa: TestApp;
  let admin: SignedIn;
  let second: SignedIn;
  const organisations = new Map<OrganisationKind, string>();
  beforeAll(async () => {
    mawa = await startApp();
    admin = await mawa.signIn('administrator');
    second = await mawa.signIn('administrator');
    for (const kind of KINDS) {
      const { rows } = await mawa.admin.query<{ id: string }>(
        `INSERT INTO organisations (code, kind, name, created_at) VALUES ($1, $2, $1, $3) RETURNING id`,
        [kind.toUpperCase(), kind, mawa.clock.now()],
      );
      organisations.set(kind, rows[0]!.id);
    }
  });
  afterAll(() => mawa.stop());

  const account = async (kind: OrganisationKind | null) => {
    const organisationId = kind === null ? null : organisations.get(kind)!;
    const { rows } = await mawa.admin.query<{ id: string }>(
      `INSERT INTO users (email, name, organisation_id, created_at) VALUES ($1, 'Une personne', $2, $3) RETURNING id`,
      [`audience${Math.random()}@example.org`, organisationId, mawa.clock.now()],
    );
    return rows[0]!.id;
  };
  const suits = async (role: Role, kind: OrganisationKind | null) =>
    (
      await mawa.admin.query<{ suits: boolean }>(
        'SELECT role_suits_organisation($1, $2) AS suits',
        [role, kind],
      )
    ).rows[0]!.suits;

  it('a role that the database lets an account hold makes no outsider an insider', async () => {
    for (const kind of [...KINDS, null]) {
      for (const role of ROLES) {
        const audience = audienceOf({ roles: [role], organisationKind: kind, system: false });
        const expected = {
          roles: FIGURE_ROLES.includes(role) && !['agency', null].includes(kind),
          cases: CASE_ROLES.includes(role) && ['commission', 'donor'].includes(kind ?? ''),
          commission: role === 'commission_officer' && kind !== 'commission',
          donor: role === 'donor_viewer' && kind !== 'donor',
          partner: role === 'partner_viewer' && ['commission', 'donor'].includes(kind ?? ''),
        };
        expect([role, kind, await suits(role, kind)]).toEqual([
          role,
          kind,
          Object.values(expected).every((refused) => !refused),
        ]);
        if (await suits(role, kind)) {
          const outside = kind === null || kind === 'agency' ? null : kind;
          if (outside) expect([role, audience]).toEqual([role, outside]);
        }
      }
    }
  });

  it('an administrator cannot give a role of the programme to a member of the commission', async () => {
    const userId = await account('commission');
    const path = `/api/v1/users/${userId}/roles`;
    for (const role of [...FIGURE_ROLES, ...CASE_ROLES]) {
      const refused = await admin.post(path, { role });
      expect([role, refused.status, refused.body.code]).toEqual([role, 409, 'access.role_outside']);
    }
    const { body } = await admin.post(path, { role: 'commission_officer' }).expect(201);
    await admin.post(`/api/v1/roles/${body.id}/confirmation`).expect(403);
    await second.post(`/api/v1/roles/${body.id}/confirmation`).expect(204);
  });

  it.each([
    ['commission_officer', 'commission'],
    ['donor_viewer', 'donor'],
  ] as const)(
    '%s waits for a second person, and is for members of a %s alone',
    async (role, own) => {
      const of = async (kind: OrganisationKind | null) =>
        admin.post(`/api/v1/users/${await account(kind)}/roles`, { role });
      expect((await of(own)).status).toBe(201);
      const { rows } = await mawa.admin.query<{ needs_second: boolean }>(
        'SELECT DISTINCT needs_second FROM user_roles WHERE role = $1',
        [role],
      );
      expect(rows).toEqual([{ needs_second: true }]);
      for (const kind of [...KINDS, null].filter((one) => one !== own)) {
        const refused = await of(kind);
        expect([kind, refused.status, refused.body.code]).toEqual([
          kind,
          409,
          'access.role_outside',
        ]);
      }
    },
  );

  it('a reader of a partner is of no commission and no donor', async () => {
    for (const kind of ['commission', 'donor'] as const) {
      const path = `/api/v1/users/${await account(kind)}/roles`;
      await admin.post(path, { role: 'partner_viewer' }).expect(409);
    }
  });

  it('an officer of the programme cannot be moved to the commission, nor an organisation be made one', async () => {
    const officer = await mawa.signIn('programme_officer', {
      organisationId: organisations.get('agency')!,
    });
    // As the superuser of a test: whoever may write there, the triggers ask.
    await expect(
      mawa.admin.query('UPDATE users SET organisation_id = $2 WHERE id = $1', [
        officer.actor.userId,
        organisations.get('commission'),
      ]),
    ).rejects.toThrow(/not for members/);
    await expect(
      mawa.admin.query(`UPDATE organisations SET kind = 'commission' WHERE id = $1`, [
        organisations.get('agency'),
      ]),
    ).rejects.toThrow(/kind of an organisation stays/);
  });

  it('whatever role an account of the commission, a donor or a partner holds, it has no right to a figure of the whole programme', () => {
    const whole = PERMISSIONS.filter((permission) => FIGURE_SCOPES[permission] === 'every');
    expect(whole.length).toBeGreaterThan(40);
    for (const organisationKind of ['commission', 'donor', 'partner'] as const) {
      const actor: Actor = { ...admin.actor, roles: [...ROLES], organisationKind };
      expect(whole.filter((permission) => may(actor, permission))).toEqual([]);
    }
    const insider: Actor = { ...admin.actor, roles: ['programme_officer'] };
    expect(whole.filter((permission) => may(insider, permission)).length).toBeGreaterThan(30);
  });

  it('each permission that shows figures is one of the policy', () => {
    const known: readonly string[] = PERMISSIONS;
    expect(Object.keys(FIGURE_SCOPES).filter((one) => !known.includes(one))).toEqual([]);
  });

  describe('a commission officer', () => {
    let commission: SignedIn;
    beforeAll(async () => {
      commission = await mawa.signIn('commission_officer');
    });

    it('opens the statistics, the reports published to the commission, the lists and the own account', async () => {
      for (const path of ['/', '/statistics', '/reports', '/lists', '/account', '/public/fr']) {
        await commission.get(path).expect(200);
      }
      const { text } = await commission.get('/').expect(200);
      expect(text).toContain('href="/statistics"');
      expect(text).not.toContain('href="/indicators"');
    });

    it('makes no commitment, agrees to no money and sets no threshold, whatever the form says', async () => {
      const nothing = '00000000-0000-4000-8000-0000000000aa';
      const threshold = { value: 9, from: '2027-01-01', source: 'une décision' };
      for (const [path, body] of [
        ['/api/v1/settings/threshold_commission/proposals', threshold],
        ['/api/v1/settings/threshold_commission/proposals', {}],
        ['/api/v1/commitments', {}],
        [`/api/v1/commitments/${nothing}/decisions`, { decision: 'approved' }],
        ['/api/v1/reports', {}],
        ['/api/v1/revisions', {}],
      ] as const) {
        expect([path, (await commission.post(path, body)).status]).toEqual([path, 403]);
      }
      for (const path of [
        `/api/v1/reports/${nothing}/versions`,
        `/reports/${nothing}/versions`,
        '/api/v1/legal-figures',
        '/legal/figures',
        '/indicators',
        '/analyses',
        '/budget',
        '/costs',
        '/api/v1/report-audiences',
        '/house-figures',
      ]) {
        const { status } = await commission.get(path);
        expect([path, [403, 404].includes(status)]).toEqual([path, true]);
      }
    });
  });
});
