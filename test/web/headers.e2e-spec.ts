import { randomUUID } from 'node:crypto';
import { get } from 'node:http';
import { DataSource } from 'typeorm';
import { serveMetrics } from '../../modules/platform/metrics';
import { JobQueue } from '../../modules/platform/queue';
import { ASSETS, assetPath } from '../../modules/platform/web/assets';
import { DeclaredRoutes } from '../../modules/access';
import { ROLES } from '../../modules/platform/shared/actor';
import { aShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const TOKEN = 'un-jeton-pour-les-mesures';
/** Kept by whoever likes, and asked about each time: what everybody may read. */
const FOR_EVERYBODY = /^\/public(\/|$)/;

describe('answers', () => {
  let mawa: TestApp;
  let reader: SignedIn;
  let caseId: string;
  let shelterId: string;
  beforeAll(async () => {
    mawa = await startApp({
      env: { MAWA_METRICS_TOKEN: TOKEN, MAWA_SECURITY_CONTACT: 'mailto:securite@example.org' },
    });
    shelterId = (await aShelter(mawa, { A: { beds: 2 } })).id;
    // Nobody of the programme is of the commission or of a donor.
    const roles = ROLES.filter((role) => !['commission_officer', 'donor_viewer'].includes(role));
    reader = await mawa.signIn(roles, { shelterIds: [shelterId] });
    const people = [{ names: { given: 'Prénom' }, sex: 'female', birthYear: 1994 }];
    const { body } = await reader.post('/api/v1/people', { people }).expect(201);
    caseId = body.cases[0].id;
  });
  afterAll(() => mawa.stop());

  it('that are no public asset are kept by nobody, whatever they are and whatever they say', async () => {
    const seen = new Map<string, number>();
    const kept: string[] = [];
    const look = (what: string, { status, headers }: { status: number; headers: object }) => {
      const { 'content-type': type = '', 'cache-control': control } = headers as Record<
        string,
        string
      >;
      const kind = `${status} ${type.split(';')[0]}`;
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
      if (control !== 'no-store') kept.push(`${what} ${kind}: ${control}`);
    };
    const routes = mawa.app.get(DeclaredRoutes).list();
    for (const { path } of routes.filter(({ method }) => method === 'GET')) {
      if (FOR_EVERYBODY.test(path) || path.endsWith('/live')) continue;
      const id = /\/houses?\/|\/shelters\//.test(path) ? shelterId : caseId;
      const address = path.replace(/:[A-Za-z]+/, id).replaceAll(/:[A-Za-z]+/g, randomUUID());
      look(`GET ${address}`, await reader.get(address));
    }
    look('a stranger', await mawa.http().get('/api/v1/people'));
    look('a refusal', await reader.post('/api/v1/people', { people: 'x' }));
    const viewer = await mawa.signIn('finance_officer');
    look('a 403', await viewer.get('/api/v1/people'));
    look('a 404', await viewer.get('/api/v1/no/such/thing'));
    look('a page of 404', await viewer.get('/no/such/page'));
    look('a 413', await viewer.send('POST', '/api/v1/people', `"${'a'.repeat(1_200_000)}"`));
    look('a redirect', await mawa.http().get('/people'));
    expect(kept).toEqual([]);
    const kinds = ['200 application/json', '200 text/html', '404 text/html', '303 '];
    for (const status of [401, 403, 404, 413, 422])
      kinds.push(`${status} application/problem+json`);
    expect([...seen.keys()]).toEqual(expect.arrayContaining(kinds));
    expect(seen.get('200 application/json')).toBeGreaterThan(50);
  }, 120_000);

  it('that are assets of this build are kept for a year', async () => {
    const { headers } = await mawa
      .http()
      .get(assetPath([...ASSETS.keys()][0]!))
      .expect(200);
    expect(headers['cache-control']).toMatch(/^public, max-age=31536000, immutable$/);
  });

  it('are packed where they are large and the browser can unpack them', async () => {
    const packed = await reader.get('/people').set('accept-encoding', 'gzip').expect(200);
    expect(packed.headers['content-encoding']).toBe('gzip');
    const plain = await reader.get('/people').expect(200);
    expect(plain.headers['content-encoding']).toBeUndefined();
    const title = (text: string) => /<title>.*<\/title>/.exec(text)?.[0];
    expect(title(packed.text)).toBe(title(plain.text));
    expect(title(plain.text)).toContain('Mawa');
  });

  it('about how often which route is used are for whoever has the token', async () => {
    const ask = (authorization?: string) => {
      const call = mawa.http().get('/metrics');
      return authorization ? call.set('authorization', authorization) : call;
    };
    for (const wrong of [undefined, 'Bearer', `Bearer ${TOKEN}x`, TOKEN]) {
      const { status, text } = await ask(wrong);
      expect([wrong, status, text.includes('mawa_http')]).toEqual([wrong, 404, false]);
    }
    expect((await ask(`Bearer ${TOKEN}`).expect(200)).text).toContain('mawa_http_request_seconds');
    expect((await reader.get('/metrics')).status).toBe(404);
  });

  it('about how often which route is used have a port of their own, on this machine', async () => {
    const server = await serveMetrics({ MAWA_METRICS_HOST: '127.0.0.1', MAWA_METRICS_PORT: 0 });
    const ask = (path: string): Promise<string> =>
      new Promise((done, fail) =>
        get({ host: '127.0.0.1', port: server!.port, path, agent: false }, (answer) => {
          let text = `${answer.statusCode} `;
          answer.on('data', (part: Buffer) => (text += part.toString()));
          answer.on('end', () => done(text));
        }).on('error', fail),
      );
    try {
      expect(await ask('/metrics')).toMatch(/^200 [\s\S]*mawa_database_up/);
      expect(await ask('/healthz')).toBe('200 {"status":"live"}');
      expect(await ask('/people')).toBe('404 ');
    } finally {
      await server!.close();
    }
    expect(mawa.env.MAWA_METRICS_PORT).toBeUndefined();
    expect(await serveMetrics(mawa.env)).toBeNull();
  });

  it('about readiness ask the database once a second, whoever asks', async () => {
    const asked = jest.spyOn(mawa.app.get(DataSource), 'query');
    const queue = jest.spyOn(mawa.app.get(JobQueue), 'health');
    for (let n = 0; n < 20; n += 1) await mawa.http().get('/readyz').expect(200);
    expect(asked.mock.calls.filter(([sql]) => sql === 'SELECT 1').length).toBeLessThan(4);
    expect(queue.mock.calls.length).toBeLessThan(4);
    asked.mockRestore();
    queue.mockRestore();
  });

  it('tell search engines of the public page alone, and whoever found a weakness whom to tell', async () => {
    const robots = await mawa.http().get('/robots.txt').expect(200);
    expect(robots.text).toBe('User-agent: *\nAllow: /public\nDisallow: /\n');
    const { text, headers } = await mawa.http().get('/.well-known/security.txt').expect(200);
    expect(headers['content-type']).toBe('text/plain; charset=utf-8');
    // The clock of the test is at 24 November 2026.
    expect(text).toBe(
      'Contact: mailto:securite@example.org\nExpires: 2027-05-23T00:00:00.000Z\nPreferred-Languages: fr, ar, en\n',
    );
    mawa.env.MAWA_SECURITY_CONTACT = undefined;
    await mawa.http().get('/.well-known/security.txt').expect(404);
  });

  it('with a link for a password follow the configured address and no Host header', async () => {
    const administrator = await mawa.signIn('administrator');
    const colleague = await mawa.signIn('auditor');
    const another = await mawa.signIn('administrator');
    const { body: link } = await administrator
      .post(`/api/v1/users/${colleague.actor.userId}/password-links`)
      .expect(201);
    const { text } = await another
      .submit(`/admin/password-links/${link.id}/confirmation`, {})
      .set('host', 'evil.example');
    expect(text).toMatch(/http:\/\/127\.0\.0\.1:\d+\/password\//);
    expect(text).not.toContain('evil.example');
  });
});
