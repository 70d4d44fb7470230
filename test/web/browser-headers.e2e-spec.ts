import { createConnection, type AddressInfo } from 'node:net';
import { ASSETS, assetPath } from '../../modules/platform/web/assets';
import { apiDocument } from '../support/api-document';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { type Headers, wrongHeaders } from './wrong-headers';

/** JSON is always UTF-8 (RFC 8259); other texts say it. */
const NAMED = /^(application\/([\w.-]+\+)?json|(text\/|application\/(.*\+)?xml).*charset=utf-8)/i;

describe('what a browser is told with each answer, behind TLS', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let caseId: string;
  const asset = assetPath([...ASSETS.keys()][0]!);
  beforeAll(async () => {
    await apiDocument();
    mawa = await startApp({ env: { MAWA_TLS: 'true' } });
    officer = await mawa.signIn('reintegration_officer');
    const { body } = await officer.post('/api/v1/people', { people: [{}] }).expect(201);
    caseId = body.cases[0].id;
  }, 300_000);
  afterAll(() => mawa.stop());

  const answers = async () => {
    const http = () => mawa.http();
    const file = `/api/v1/people/${caseId}/rights/file`;
    const list = { list: 'people', format: 'csv', why: 'case_work' };
    return [
      { what: 'a page', answer: await officer.get('/people').expect(200) },
      { what: 'the sign-in', answer: await http().get('/sign-in').expect(200) },
      { what: 'an asset', answer: await http().get(asset).expect(200) },
      { what: 'the API', answer: await officer.get(`/api/v1/people/${caseId}`).expect(200) },
      {
        what: 'the document of the API',
        answer: await http().get('/api/openapi.json').expect(200),
      },
      { what: 'the public page', answer: await http().get('/public/fr').expect(200) },
      { what: 'the form of complaints', answer: await http().get('/mot?l=fr').expect(200) },
      { what: 'a whole file', answer: await officer.post(`${file}.json`, {}).expect(200) },
      { what: 'a PDF', answer: await officer.post(`${file}.pdf`, { language: 'fr' }).expect(200) },
      { what: 'a list', answer: await officer.post('/api/v1/exports', list).expect(200) },
      { what: 'a redirect', answer: await http().get('/people').expect(303) },
      { what: 'a page of 404', answer: await officer.get('/no/such/page').expect(404) },
      { what: 'a 404 of the API', answer: await officer.get('/api/v1/no').expect(404) },
      { what: 'a 401', answer: await http().get('/api/v1/people').expect(401) },
      { what: 'a 403', answer: await officer.get('/api/v1/users').expect(403) },
      { what: 'a 422', answer: await officer.post('/api/v1/people', { people: 1 }).expect(422) },
      { what: 'readiness', answer: await http().get('/readyz').expect(200) },
      { what: 'security.txt', answer: await http().get('/.well-known/security.txt').expect(404) },
      { what: 'robots.txt', answer: await http().get('/robots.txt').expect(200) },
    ];
  };

  it('runs, frames, sniffs, refers and shares nothing that is not ours, on every kind of answer', async () => {
    const wrong = (await answers()).map(({ what, answer }) => ({
      what,
      wrong: wrongHeaders(answer.headers as Headers),
    }));
    expect(wrong.filter((one) => one.wrong.length > 0)).toEqual([]);
  });

  it('would be noticed where one of these headers were missing or weaker', async () => {
    const { headers } = await officer.get('/people').expect(200);
    const policy = headers['content-security-policy']!;
    const weaker: [string, Headers][] = [
      ['object-src', { 'content-security-policy': policy.replace("object-src 'none'", '') }],
      [
        'frame-ancestors',
        { 'content-security-policy': policy.replace(/frame-ancestors[^;]*/, '') },
      ],
      [
        'script-src',
        { 'content-security-policy': policy.replace("script-src 'self'", 'script-src *') },
      ],
      [
        'trusted types',
        { 'content-security-policy': policy.replace(/trusted-types [^;']*;?/, '') },
      ],
      ['hsts', { 'strict-transport-security': 'max-age=31536000' }],
      ['nosniff', { 'x-content-type-options': undefined }],
      ['no cors', { 'access-control-allow-origin': '*' }],
    ];
    for (const [name, changed] of weaker)
      expect(wrongHeaders({ ...(headers as Headers), ...changed })).toEqual([name]);
  });

  it('names its kind and its letters with every text', async () => {
    const unnamed = (await answers())
      .filter(({ answer }) => answer.text)
      .map(({ what, answer }) => ({ what, type: String(answer.headers['content-type']) }))
      .filter(({ type }) => !NAMED.test(type));
    expect(unnamed).toEqual([]);
  });

  it('gives every cookie the prefix __Host-, Secure, HttpOnly and SameSite', async () => {
    const set: string[] = [];
    const look = ({ headers }: { headers: object }) =>
      set.push(...((headers as { 'set-cookie'?: string[] })['set-cookie'] ?? []));
    look(await mawa.http().get('/sign-in'));
    look(await officer.submit('/people/search', { q: 'Mahjouba' }));
    look(await officer.submit('/language', { language: 'fr', back: '/people' }));
    look(await officer.get(`/people?_draft=00000000-0000-4000-8000-000000000000`));
    look(await officer.submit('/sign-out', {}));
    const names = set.map((cookie) => cookie.split('=')[0]);
    expect(names).toEqual(
      expect.arrayContaining([
        '__Host-_csrf',
        '__Host-mawa_words',
        '__Host-mawa_language',
        '__Host-mawa_flash',
        '__Host-mawa_session',
        '__Host-mawa_draft',
      ]),
    );
    const attributes = [/^__Host-/, /; Path=\/(;|$)/, /; HttpOnly/, /; Secure/, /; SameSite=Lax/];
    expect(set.filter((cookie) => attributes.some((one) => !one.test(cookie)))).toEqual([]);
    expect(set.filter((cookie) => /domain=/i.test(cookie))).toEqual([]);
  });

  it('empties what the browser kept when somebody signs out, on the page and through the API', async () => {
    const first = await mawa.signIn('auditor');
    const page = await first.submit('/sign-out', {}).expect(303);
    expect(page.headers['clear-site-data']).toBe('"cache"');
    const second = await mawa.signIn('auditor');
    const call = await second.delete('/api/v1/session').expect(204);
    expect(call.headers['clear-site-data']).toBe('"cache"');
  });

  it('answers TRACE, CONNECT and methods that are none with no echo and no data', async () => {
    const { port } = mawa.app.getHttpServer().address() as AddressInfo;
    const said = (method: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = createConnection(port, '127.0.0.1');
        let text = '';
        socket.setTimeout(5_000, () => socket.destroy());
        socket.on('data', (piece) => (text += piece.toString('latin1')));
        socket.on('error', reject).on('close', () => resolve(text));
        socket.write(
          `${method} /people HTTP/1.1\r\nHost: localhost\r\nX-Echo: un-secret\r\nConnection: close\r\n\r\n`,
        );
      });
    for (const method of ['TRACE', 'CONNECT', 'PROPFIND', 'NONSENSE']) {
      const answer = await said(method);
      expect([method, answer.includes('un-secret')]).toEqual([method, false]);
      expect([method, /^HTTP\/1\.1 (2|3)/.test(answer)]).toEqual([method, false]);
    }
  });

  it('lists no folder and serves no file of the source', async () => {
    const folder = asset.slice(0, asset.lastIndexOf('/'));
    const paths = [
      `${folder}/`,
      folder,
      '/assets/',
      '/public/../package.json',
      `${folder}/../package.json`,
      '/.git/config',
      '/.git/HEAD',
      '/package.json',
      '/.env',
      '/src/main.ts',
      '/.mawa/',
      `${folder}/..%2fpackage.json`,
      `${folder}/%2e%2e/package.json`,
      '/node_modules/',
    ];
    for (const path of paths) {
      const { status, text = '' } = await mawa
        .http()
        .get(path)
        .ok(() => true);
      expect([path, status === 404 || status === 303 || status === 400]).toEqual([path, true]);
      expect([path, /"dependencies"|\[core\]|ref: refs/.test(text)]).toEqual([path, false]);
    }
  });
});

describe('without TLS', () => {
  it('promises none to the browser, and marks no cookie Secure', async () => {
    const mawa = await startApp();
    try {
      const { headers } = await mawa.http().get('/sign-in').expect(200);
      expect(headers['strict-transport-security']).toBeUndefined();
      expect(String(headers['set-cookie'])).toMatch(/^_csrf=/);
      expect(String(headers['set-cookie'])).not.toMatch(/Secure/);
    } finally {
      await mawa.stop();
    }
  });
});
