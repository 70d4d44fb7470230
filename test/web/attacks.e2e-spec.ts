import { createConnection, type AddressInfo } from 'node:net';
import { startApp, type SignedIn, type TestApp } from '../support/app';

/** Text that means something to an interpreter behind or beside Mawa; here it is text. */
const MEANINGFUL = [
  `'; DROP TABLE cases; --`,
  `' OR '1'='1`,
  `" OR 1=1 --`,
  `$1); DELETE FROM users; --`,
  `\\'; SELECT pg_sleep(5); --`,
  `%27 OR %61`,
  `{{7*7}}\${7*7}#{7*7}<%= 7*7 %>`,
  `$(id) \`id\` | id ; id && id`,
  `*)(uid=*))(|(uid=*`,
  `../../etc/passwd`,
];

describe('what is sent to Mawa', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  let administrator: SignedIn;
  beforeAll(async () => {
    mawa = await startApp();
    officer = await mawa.signIn('reintegration_officer');
    administrator = await mawa.signIn('administrator');
  });
  afterAll(() => mawa.stop());

  const register = async (given: string) => {
    const { body } = await officer.post('/api/v1/people', { people: [{ names: { given } }] });
    if (!body.cases) throw new Error(JSON.stringify(body));
    return body.cases[0].id as string;
  };
  const count = async (table: string) =>
    Number((await mawa.admin.query(`SELECT count(*) AS n FROM ${table}`)).rows[0].n);

  it('stays text where an interpreter would act on it, in a name, a search and an address', async () => {
    const users = await count('users');
    for (const text of MEANINGFUL) {
      const cases = await count('cases');
      const name = `Amina ${text}`;
      const id = await register(name);
      expect([text, typeof id, await count('cases')]).toEqual([text, 'string', cases + 1]);
      const { body } = await officer.post(`/api/v1/people/${id}/identity`, {}).expect(200);
      expect(body.names.given).toBe(name);
      const found = await officer.search(text);
      expect([text, found.status < 500, found.text.includes('>49<')]).toEqual([text, true, false]);
      for (const path of ['/people', '/services', '/api/v1/people', '/api/v1/services']) {
        const answer = await officer.get(`${path}?kind=${encodeURIComponent(text)}`);
        expect([path, text, answer.status < 500]).toEqual([path, text, true]);
      }
    }
    expect(await count('users')).toBe(users);
  }, 120_000);

  it('is decoded once: what was encoded twice stays encoded', async () => {
    const id = await register('Amina %41 &amp;');
    const { body } = await officer.post(`/api/v1/people/${id}/identity`, {}).expect(200);
    expect(body.names.given).toBe('Amina %41 &amp;');
    const page = await officer.form('/people/search', 'q=Amina%20%2541');
    const shown = await officer
      .get('/people/search')
      .set(
        'cookie',
        `${officer.headers.cookie}; ${String(page.headers['set-cookie']).split(';')[0]}`,
      );
    expect(shown.text).toContain('value="Amina %41"');
    for (const path of ['/%2570eople', '/api/v1/%2570eople', '/people%252F..%252Fusers'])
      expect([path, (await officer.get(path)).status]).toEqual([path, 404]);
  });

  it('may name a parameter once: of two values none wins in silence', async () => {
    const twice = await officer.get('/api/v1/people?stage=registered&stage=closed');
    expect(twice.status).toBe(422);
    const body = await officer.form('/people/search', 'q=un&q=deux');
    expect(body.status).toBe(422);
    const address = await officer.send(
      'POST',
      '/api/v1/people?sex=male',
      '{"people":[{"sex":"female"}]}',
    );
    if (address.status === 201) {
      const id = address.body.cases[0].id as string;
      const { rows } = await mawa.admin.query('SELECT sex FROM cases WHERE id = $1', [id]);
      expect(rows[0].sex).toBe('female');
    } else expect(address.status).toBe(422);
  });

  it('puts no line of its own into a head or a mail', async () => {
    const lines = 'x\r\nSet-Cookie: stolen=1\r\nBcc: other@example.org';
    const led = await officer.submit('/language', { language: 'fr', back: `/people?a=${lines}` });
    expect(led.headers.location ?? '').not.toMatch(/[\r\n]/);
    expect(String(led.headers['set-cookie'])).not.toMatch(/stolen=/);
    for (const email of [
      `a@example.org\r\nBcc: b@example.org`,
      'a@example.org, b@example.org',
      '"a\nb"@example.org',
    ]) {
      const account = { name: 'Samira', email, language: 'fr' };
      const { status, body } = await administrator.post('/api/v1/users', account);
      expect([email, status, body.errors?.[0]?.field]).toEqual([email, 422, 'email']);
    }
    expect(
      (
        await administrator.post('/api/v1/users', {
          name: 'Samira',
          email: 'samira@example.org',
          language: 'fr',
        })
      ).status,
    ).toBe(201);
  });

  it('says its length in one way: a request with two is refused and its connection ends', async () => {
    const { port } = mawa.app.getHttpServer().address() as AddressInfo;
    const said = (head: string, body: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = createConnection(port, '127.0.0.1');
        let text = '';
        socket.setTimeout(5_000, () => socket.destroy());
        socket.on('data', (piece) => (text += piece.toString('latin1')));
        socket.on('error', reject).on('close', () => resolve(text));
        socket.write(`POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\n${head}\r\n\r\n${body}`);
      });
    const smuggled = 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n';
    const heads = [
      'Content-Length: 5\r\nTransfer-Encoding: chunked',
      'Content-Length: 5\r\nContent-Length: 6',
      'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity',
      'Transfer-Encoding : chunked',
    ];
    for (const head of heads) {
      const answer = await said(head, `0\r\n\r\n${smuggled}`);
      const statuses = answer.match(/^HTTP\/1\.1 \d+/gm) ?? [];
      expect([head, statuses]).toEqual([head, ['HTTP/1.1 400']]);
    }
  });
});
