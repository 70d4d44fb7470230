import { randomUUID } from 'node:crypto';
import { DeclaredRoutes } from '../../modules/access';
import { startApp, type SignedIn, type TestApp } from '../support/app';

const FORM = 'application/x-www-form-urlencoded';
const PROBLEM = 'application/problem+json; charset=utf-8';
let addresses = 0;
/** A caller nobody has seen yet, as the proxy in front names it. */
const newAddress = (): string => `203.0.${113 + (addresses >> 8)}.${(addresses += 1) & 255}`;

const manyNames = (count: number) => Array.from({ length: count }, (_, place) => `q${place}`);
const asForm = (names: string[]): string => names.map((name) => `${name}=1`).join('&');
const asJson = (names: string[]): string =>
  JSON.stringify(Object.fromEntries(names.map((name) => [name, 1])));

describe('what a request may carry', () => {
  let mawa: TestApp;
  let officer: SignedIn;
  beforeAll(async () => {
    mawa = await startApp({ env: { TRUST_PROXY: '127.0.0.1' } });
    officer = await mawa.signIn('reintegration_officer');
  });
  afterAll(() => mawa.stop());

  const withoutAccount = () =>
    mawa.app
      .get(DeclaredRoutes)
      .list()
      .filter(({ method, permission }) => permission === 'public' && method !== 'GET');
  const send = (path: string, text: string, type: string, from = newAddress()) =>
    mawa
      .http()
      .post(path.replaceAll(/:[A-Za-z]+/g, randomUUID()))
      .set({ 'x-forwarded-for': from, 'content-type': type })
      .send(text);

  it('is at most 300 names and 64 kB on every route without an account', async () => {
    const routes = withoutAccount();
    expect(routes.length).toBeGreaterThan(25);
    for (const { path } of routes) {
      const bodies: [string, string, string][] = [
        ['a form of 5,000 names', asForm(manyNames(5_000)), FORM],
        ['an object of 5,000 names', asJson(manyNames(5_000)), 'application/json'],
        ['a form of 70 kB', `text=${'a'.repeat(70_000)}`, FORM],
        ['a text of 70 kB', JSON.stringify({ text: 'a'.repeat(70_000) }), 'application/json'],
      ];
      for (const [what, text, type] of bodies) {
        const { status } = await send(path, text, type);
        expect([path, what, status]).toEqual([path, what, 413]);
      }
    }
  });

  it('may be a complaint of 10,000 Arabic letters', async () => {
    const text = encodeURIComponent('ا'.repeat(9_900));
    const { status } = await send('/mot/new', `text=${text}`, FORM);
    expect(status).not.toBe(413);
  });

  it('is counted by address: after twenty refused bodies only small ones are read', async () => {
    const noisy = newAddress();
    const large = asForm(manyNames(5_000));
    const statuses: number[] = [];
    for (let sent = 0; sent < 23; sent += 1) {
      statuses.push((await send('/verify', large, FORM, noisy)).status);
    }
    expect(statuses).toEqual([...Array<number>(21).fill(413), 429, 429]);
    // A whole house may be behind that address: it still signs in, and those who are in go on.
    const first = await mawa.http().get('/api/v1/session').set('x-forwarded-for', noisy);
    await mawa
      .http()
      .post('/api/v1/session')
      .set('x-forwarded-for', noisy)
      .set('cookie', first.headers['set-cookie']![0]!.split(';')[0]!)
      .set('x-csrf-token', first.body.csrfToken)
      .send({ email: officer.email, password: 'un mot de passe long' })
      .expect(201);
    const reason = 'a'.repeat(20_000);
    const { status } = await officer
      .post('/api/v1/break-glass', { reason })
      .set('x-forwarded-for', noisy);
    expect(status).toBe(422);
    // Another address is not concerned.
    expect((await send('/verify', `code=${'a'.repeat(20_000)}`, FORM)).status).toBe(422);
  });

  it('counts a whole IPv6 network as one address', async () => {
    const large = asForm(manyNames(5_000));
    const from = (host: number) => `2001:db8:7:9::${host.toString(16)}`;
    for (let sent = 1; sent <= 21; sent += 1) await send('/verify', large, FORM, from(sent));
    expect((await send('/verify', large, FORM, from(99))).status).toBe(429);
    expect((await send('/verify', large, FORM, '2001:db8:7:a::1')).status).toBe(413);
  });

  it('is not read where an account is needed and nobody is signed in', async () => {
    const { status, headers } = await send(
      '/api/v1/people',
      JSON.stringify({ text: 'a'.repeat(70_000) }),
      'application/json',
    );
    expect([status, headers['content-type']]).toEqual([401, PROBLEM]);
  });

  it('is at most 300 names an object and 5,000 values for colleagues too', async () => {
    const names = await officer.send('POST', '/api/v1/people', asJson(manyNames(301)));
    expect([names.status, names.body.code]).toEqual([413, 'common.too_large']);
    const people = Array.from({ length: 1_500 }, () => ({ sex: 'female', languages: ['fra'] }));
    expect((await officer.post('/api/v1/people', { people })).status).toBe(413);
    expect((await officer.form('/people/new', asForm(manyNames(301)))).status).toBe(413);
  });

  it('is answered with twenty mistakes at most', async () => {
    const { status, body } = await officer.send('POST', '/api/v1/people', asJson(manyNames(290)));
    expect([status, body.code]).toEqual([422, 'common.fields']);
    expect(body.errors).toHaveLength(20);
    expect(body.errors[0]).toMatchObject({ field: 'q0', code: 'common.unknown_field' });
    const people = Array.from({ length: 20 }, () => ({ sex: 'x', birthYear: 'y', aName: 1 }));
    const nested = await officer.post('/api/v1/people', { people }).expect(422);
    expect(nested.body.errors).toHaveLength(20);
    const page = await officer.form('/break-glass', asForm(manyNames(290)));
    expect([page.status, page.text.match(/q\d+/g)!.length < 60]).toEqual([422, true]);
  });

  it('may be a long list of rows where the work needs one', async () => {
    const finance = await mawa.signIn('finance_officer');
    const rows = Array.from({ length: 2_000 }, () => ({
      lineId: randomUUID(),
      amount: '12.50',
      month: '2026-10',
      document: 'F-1',
    }));
    const path = `/api/v1/partner-agreements/${randomUUID()}/returns`;
    expect((await finance.post(path, { rows })).status).toBe(404);
    const manager = await mawa.signIn('programme_officer');
    const register = asForm(manyNames(800).map(() => `who.${randomUUID()}`));
    const marked = await manager.form(
      `/training/capacity/trainings/${randomUUID()}/register/2026-11-20`,
      register,
    );
    expect(marked.status).not.toBe(413);
  });
});
