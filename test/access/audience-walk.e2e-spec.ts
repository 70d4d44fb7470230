import { DeclaredRoutes, FIGURE_SCOPES, rolesThatMay } from '../../modules/access';
import { JobRunner } from '../../modules/platform/queue';
import type { Role } from '../../modules/platform/shared/actor';
import { startApp, type TestApp } from '../support/app';
import { audienceFixture, type AudienceFixture, NOW } from '../support/audience-fixture';
import { type FoundValue, numbersIn, probeRoutes } from '../support/audience-walk';

const OUTSIDE: readonly Role[] = ['commission_officer', 'donor_viewer', 'partner_viewer'];

describe('every route of figures, asked as each audience', () => {
  let mawa: TestApp;
  let base: string;
  let fixture: AudienceFixture & { readonly figures: readonly string[] };
  const account = async (role: string, organisationId: string) => {
    const { headers } = await mawa.signIn(role as Role, { organisationId });
    return { ...headers };
  };
  beforeAll(async () => {
    mawa = await startApp({ at: NOW });
    base = await mawa.app.getUrl();
    const answer = (kind: string, jobId: string) =>
      mawa.app.get(JobRunner).handle(kind as 'draft-report', jobId);
    const made = await audienceFixture({ base, admin: mawa.admin, account, answer });
    fixture = { ...made, figures: ['how-purposes~sexual~people', 'people-by-age~total~male'] };
  }, 400_000);
  afterAll(() => mawa.stop());

  /** Of figures, or open to the readers outside, or to everybody; the counts of requests apart. */
  const routes = () =>
    mawa.app
      .get(DeclaredRoutes)
      .list()
      .filter(({ method }) => method === 'GET')
      .filter(({ permission, path }) =>
        permission === 'public'
          ? path !== '/metrics' && !path.startsWith('/calendar')
          : permission in FIGURE_SCOPES ||
            rolesThatMay(permission as never).some((role) => OUTSIDE.includes(role)),
      );
  const walked = async (
    role: string,
    organisationId: string,
    which: (route: { path: string; permission: string }) => boolean = () => true,
  ) =>
    probeRoutes({
      base,
      routes: routes().filter(which),
      fixture,
      headers: await account(role, organisationId),
    });
  const places = (found: readonly FoundValue[]) =>
    found.map(({ address, values }) => `${address}: ${values.join(', ')}`);

  it('the values that are looked for are hidden from every reader outside, and recognised in each format', async () => {
    expect(fixture.hidden).toEqual(['41', '43', '53']);
    const html = '<p title="41 personnes">le 2041-06-43</p><td>43</td><a href="/53">12,53</a>';
    expect(await numbersIn('text/html', Buffer.from(html))).toEqual(['43', '41']);
    expect(await numbersIn('text/csv', Buffer.from('a;53;41,5\r\n'))).toEqual(['53']);
    expect(await numbersIn('application/json', Buffer.from('{"a":[{"b":41,"c":"0.43"}]}'))).toEqual(
      ['41'],
    );
  });

  it.each([
    ['a commission officer', 'commission_officer', 'commission'],
    ['a reader of the donor', 'donor_viewer', 'donor'],
    ['a reader of a partner', 'partner_viewer', 'partner'],
    ['a shelter manager of a partner', 'shelter_manager', 'partner'],
  ] as const)(
    '%s finds no value that is hidden, in no answer of any route',
    async (_, role, kind) => {
      const { asked, found, statuses } = await walked(role, fixture.organisations[kind]);
      expect(places(found)).toEqual([]);
      expect(asked).toBeGreaterThan(150);
      expect(statuses[200]).toBeGreaterThan(3);
    },
  );

  it('insiders find the values in reports and statistics, so that the requests can find them', async () => {
    const seen = async (role: string) =>
      new Set(
        (
          await walked(role, fixture.organisations.agency, ({ path }) =>
            /statistics$|:id\/(versions|figures)/.test(path),
          )
        ).found.map(({ route }) => route.path),
      );
    const officer = await seen('programme_officer');
    for (const path of ['/statistics', '/api/v1/statistics', '/reports/:id/versions'])
      expect([path, officer.has(path)]).toEqual([path, true]);
    for (const role of ['finance_officer', 'auditor'])
      expect([role, (await seen(role)).has('/api/v1/reports/:id/versions')]).toEqual([role, true]);
  });

  it('with the rule switched off for one permission a programme officer of the commission finds them again', async () => {
    await mawa.admin.query('ALTER TABLE user_roles DISABLE TRIGGER user_roles_suit');
    const { commission } = fixture.organisations;
    const seen = async () =>
      places(
        (
          await walked(
            'programme_officer',
            commission,
            ({ permission }) => permission === 'reports:read',
          )
        ).found,
      );
    expect(await seen()).toEqual([]);
    const scopes = FIGURE_SCOPES as Record<string, string>;
    scopes['reports:read'] = 'version';
    try {
      expect((await seen()).join('\n')).toMatch(/\/reports\/[^/]+\/versions: 41, 43, 53/);
    } finally {
      scopes['reports:read'] = 'every';
    }
  });
});
