import { DeclaredRoutes, type Permission } from '../../modules/access';
import { type Role, ROLES } from '../../modules/platform/shared/actor';
import { enrol } from '../support/second-factor';
import { recordProbeCount, isCompared } from './route-comparison';
import { openIdFixture, type OpenIdFixture, type Visitor } from './openid-fixture';

/** What tells of the session itself, or grows with each call. */
const OF_THE_SESSION =
  /^(\/api\/v1)?\/(account|audit|session|sign-|admin\/health|health|admin\/jobs|jobs)/;
/** Roles of people of a donor or of the commission have providers of their own, as one organisation has one. */
const OUTSIDE: readonly Role[] = ['commission_officer', 'donor_viewer'];

describe('a session through a provider', () => {
  let fixture: OpenIdFixture;
  beforeAll(async () => (fixture = await openIdFixture()));
  afterAll(() => fixture.stop());

  it('sees what a session by the password of the same account sees, at every page and list of each role', async () => {
    const provider = await fixture.inForce({ organisationId: undefined, factorAmr: ['mfa'] });
    const routes = fixture.mawa.app
      .get(DeclaredRoutes)
      .list()
      .filter(({ method, permission }) => method === 'GET' && permission !== 'public')
      .filter(({ path }) => !OF_THE_SESSION.test(path))
      .map(({ path, permission }) => ({
        path: path.replaceAll(/:[A-Za-z]+/g, '00000000-0000-4000-8000-0000000000aa'),
        permission: permission as Permission,
      }));
    const seen = async (visitor: Visitor, path: string) => {
      const { status, text = '', headers } = await visitor.get(path);
      // A workbook holds the instant at which it was packed.
      const isArchive = text.startsWith('PK');
      return { status, to: headers.location, text: isArchive ? 'archive' : plain(text) };
    };
    const differing: string[] = [];
    let [opened, probes] = [0, 0];
    for (const role of ROLES.filter((one) => !OUTSIDE.includes(one))) {
      const person = await fixture.mawa.signIn(role);
      const byPassword = await fixture.visitor().arrive();
      const { app } = await enrol(fixture.mawa, person.actor);
      expect((await byPassword.signIn(person.email, app.next())).status).toBe(201);
      const linked = await byPassword.link(provider, { sub: role, amr: ['mfa'] });
      expect([role, linked.flash]).toEqual([role, 'access:openid.linked']);
      await byPassword.get('/account');
      const through = fixture.visitor();
      expect((await through.signInThrough(provider, { sub: role, amr: ['mfa'] })).location).toBe(
        '/',
      );
      for (const [place, { path, permission }] of routes.entries()) {
        if (!isCompared(place, role, permission)) continue;
        const first = await seen(byPassword, path);
        const second = await seen(through, path);
        probes += 1;
        if (first.status === 200) opened += 1;
        if (JSON.stringify(first) !== JSON.stringify(second))
          differing.push(differenceOf(role, path, first, second));
      }
    }
    recordProbeCount('openid', probes);
    expect(differing).toEqual([]);
    expect(opened).toBeGreaterThan(250);
  }, 400_000);
});

const differenceOf = (role: Role, path: string, ...answers: { status: number; text: string }[]) => {
  const [one, two] = answers as [(typeof answers)[0], (typeof answers)[0]];
  const at = [...one.text].findIndex((letter, place) => letter !== two.text[place]);
  const near = (text: string) => text.slice(Math.max(0, at - 60), at + 60);
  return `${role} ${path}: ${one.status} ${near(one.text)} | ${two.status} ${near(two.text)}`;
};

const MARKS =
  /(name="(?:csrf-token|_csrf|page-stamp|_page|_request|ticket)" (?:value|content)=")[^"]*/g;

/** Without the marks of each answer: its form token, its page, its request and its trace. */
const plain = (text: string): string =>
  text
    .replaceAll(MARKS, '$1')
    .replaceAll(/ data-session-seconds="\d+"/g, '')
    .replaceAll(/"instance":"[0-9a-f]{32}"/g, '')
    .replaceAll(/<code[^>]*>[0-9a-f]{32}<\/code>/g, '')
    .replaceAll(/grants\/drafts\/[0-9a-f-]{36}/g, 'DRAFT');
