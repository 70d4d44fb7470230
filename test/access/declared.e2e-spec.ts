import { DeclaredRoutes, PERMISSIONS, rolesThatMay } from '../../modules/access';
import { ROLES, type Role } from '../../modules/platform/shared/actor';
import { startApp, type SignedIn, type TestApp } from '../support/app';

describe('the declaration of every route', () => {
  let mawa: TestApp;
  beforeAll(async () => (mawa = await startApp()));
  afterAll(() => mawa.stop());

  const routes = () => mawa.app.get(DeclaredRoutes).list();
  const addressOf = (path: string) =>
    path.replaceAll(/:[A-Za-z]+/g, '00000000-0000-4000-8000-0000000000aa');

  it('only these are open to everybody', () => {
    const open = routes().filter(({ permission }) => permission === 'public');
    expect(open.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      'GET /.well-known/security.txt',
      'GET /MOT',
      'GET /Mot',
      'GET /api/v1/mot',
      'GET /api/v1/public-figures',
      'GET /api/v1/session',
      'GET /api/v1/session/passkey',
      'GET /calendar/:secret',
      'GET /d/:number',
      'GET /healthz',
      'GET /metrics',
      'GET /mot',
      'GET /mot/new',
      'GET /mot/read',
      'GET /password/:token',
      'GET /public',
      'GET /public/:language',
      'GET /public/:language/:slug',
      'GET /public/:language/:slug/:format',
      'GET /r/:number',
      'GET /readyz',
      'GET /reset-password',
      'GET /reset-password/:token',
      'GET /robots.txt',
      'GET /session',
      'GET /setup',
      'GET /sign-in',
      'GET /sign-in/code',
      'GET /sign-in/providers/:id',
      'GET /sign-in/providers/:id/answer',
      'GET /sign-out/providers/:id',
      'GET /verify',
      'POST /api/v1/identity-providers/:id/logout-tokens',
      'POST /api/v1/mot',
      'POST /api/v1/mot/another',
      'POST /api/v1/mot/more',
      'POST /api/v1/mot/opinion',
      'POST /api/v1/mot/read',
      'POST /api/v1/partner-links/answer',
      'POST /api/v1/partner-links/facts',
      'POST /api/v1/partner-links/news',
      'POST /api/v1/partner-links/question',
      'POST /api/v1/partner-links/read',
      'POST /api/v1/password',
      'POST /api/v1/password-resets',
      'POST /api/v1/report-links/file',
      'POST /api/v1/report-links/open',
      'POST /api/v1/session',
      'POST /api/v1/session/passkey',
      'POST /api/v1/setup',
      'POST /api/v1/verify',
      'POST /d/:number',
      'POST /d/:number/file',
      'POST /language',
      'POST /mot/another',
      'POST /mot/more',
      'POST /mot/new',
      'POST /mot/opinion',
      'POST /mot/read',
      'POST /password/:token',
      'POST /password/:token/providers/:id',
      'POST /quick-exit',
      'POST /r/:number',
      'POST /r/:number/answer',
      'POST /r/:number/facts',
      'POST /r/:number/news',
      'POST /r/:number/question',
      'POST /reset-password',
      'POST /reset-password/:token',
      'POST /session',
      'POST /setup',
      'POST /sign-in',
      'POST /sign-in/code',
      'POST /sign-in/passkey',
      'POST /sign-out',
      'POST /verify',
    ]);
  });

  it('every permission is used by a route', () => {
    const used = new Set(routes().map(({ permission }) => permission));
    expect(PERMISSIONS.filter((permission) => !used.has(permission))).toEqual([]);
  });

  /** Each role at each permission that it lacks, and each route at some role: what is judged is the permission. */
  it('each route answers 403 to who may not use it, each permission to every role without it', async () => {
    const people = new Map<Role, SignedIn>();
    for (const role of ROLES) people.set(role, await mawa.signIn(role));
    const tried = new Set<string>();
    for (const [place, { method, path, permission }] of routes().entries()) {
      if (permission === 'public' || method === 'PUT' || method === 'PATCH') continue;
      const without = ROLES.filter((role) => !rolesThatMay(permission as never).includes(role));
      const fresh = without.filter((role) => !tried.has(`${permission} ${role}`));
      const one = without.slice(place % Math.max(1, without.length)).slice(0, 1);
      for (const role of fresh.length > 0 ? fresh : one) {
        tried.add(`${permission} ${role}`);
        const person = people.get(role)!;
        const verb = method === 'GET' ? 'get' : method === 'DELETE' ? 'delete' : 'post';
        const { status } = await person[verb](addressOf(path));
        expect([role, method, path, status]).toEqual([role, method, path, 403]);
      }
    }
    const lacking = PERMISSIONS.flatMap((one) =>
      ROLES.filter((role) => !rolesThatMay(one).includes(role)).map((role) => `${one} ${role}`),
    );
    expect(lacking.filter((pair) => !tried.has(pair))).toEqual([]);
  }, 180_000);

  it('a stranger gets nothing but the sign-in', async () => {
    for (const { method, path, permission } of routes()) {
      if (permission === 'public' || method !== 'GET') continue;
      const { status } = await mawa.http().get(addressOf(path));
      expect([path, [302, 303, 401].includes(status)]).toEqual([path, true]);
    }
  });
});
