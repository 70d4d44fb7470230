import { randomUUID } from 'node:crypto';
import { createConnection, type AddressInfo } from 'node:net';
import { DeclaredRoutes, type DeclaredRoute } from '../../modules/access';
import { People } from '../../modules/beneficiaries';
import { ROLES } from '../../modules/platform/shared/actor';
import { aShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { type Headers, wrongHeaders } from './wrong-headers';

/** What everybody may read, and whoever likes may keep. */
const FOR_EVERYBODY = /^\/(public|api\/v1\/public|assets)(\/|$)/;
/** These would end the session that asks. */
const ENDS_SESSION = /(sign-out|quick-exit|session|sessions(\/:id\/end)?|password)$/;

interface Answer {
  readonly what: string;
  readonly status: number;
  readonly headers: Headers;
}

describe('every answer, behind TLS', () => {
  let mawa: TestApp;
  let base: string;
  let reader: SignedIn;
  let caseId: string;
  let shelterId: string;
  beforeAll(async () => {
    mawa = await startApp({ env: { MAWA_TLS: 'true', TRUST_PROXY: '127.0.0.1' } });
    base = await mawa.app.getUrl();
    shelterId = (await aShelter(mawa, { A: { beds: 2 } })).id;
    const roles = ROLES.filter((role) => !['commission_officer', 'donor_viewer'].includes(role));
    reader = await mawa.signIn(roles, { shelterIds: [shelterId] });
    const people = [{ names: { given: 'Prénom' }, sex: 'female', birthYear: 1994 }];
    const { body } = await reader.post('/api/v1/people', { people }).expect(201);
    caseId = body.cases[0].id as string;
  });
  afterAll(() => mawa.stop());

  let addresses = 0;
  /** Its head alone: a stream of news has no end. Each call comes from an address of its own, for what is limited by it. */
  async function ask(
    method: string,
    path: string,
    headers: object = {},
    body?: string,
  ): Promise<Answer> {
    const ends = new AbortController();
    const from = `203.0.113.${(addresses = (addresses + 1) % 250)}`;
    const answer = await fetch(base + path, {
      method,
      redirect: 'manual',
      signal: ends.signal,
      headers: { 'x-forwarded-for': from, ...headers },
      ...(body !== undefined && { body }),
    });
    ends.abort();
    const { status } = answer;
    return {
      what: `${method} ${path} ${status}`,
      status,
      headers: Object.fromEntries(answer.headers),
    };
  }

  const wrongOf = ({ what, headers }: Answer): string[] => {
    const path = what.split(' ')[1]!;
    const control = headers['cache-control'] ?? '';
    const isKept = control !== 'no-store' && !FOR_EVERYBODY.test(path);
    return [...wrongHeaders(headers), ...(isKept ? [`cache-control ${control}`] : [])].map(
      (wrong) => `${what}: ${wrong}`,
    );
  };

  const addressOf = ({ path }: DeclaredRoute): string => {
    const id = /\/houses?\/|\/shelters\//.test(path) ? shelterId : caseId;
    return path.replace(/:[A-Za-z]+/, id).replaceAll(/:[A-Za-z]+/g, randomUUID());
  };

  it('of every declared route has the whole set of headers, for who may, for strangers and with a broken body', async () => {
    const routes = mawa.app.get(DeclaredRoutes).list();
    const signed = { ...reader.headers };
    const statuses: Record<number, number> = {};
    const wrong: string[] = [];
    const look = (answer: Answer) => {
      statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
      wrong.push(...wrongOf(answer));
    };
    for (const route of routes) {
      const { method, path } = route;
      const address = addressOf(route);
      const type = { 'content-type': 'application/json' };
      if (method === 'GET') look(await ask(method, address, signed));
      else if (!ENDS_SESSION.test(path))
        look(await ask(method, address, { ...signed, ...type }, '[1'));
      look(await ask(method, address));
    }
    expect(wrong).toEqual([]);
    expect(routes.length).toBeGreaterThan(1_000);
    for (const status of [200, 303, 401, 403, 404, 422])
      expect([status, (statuses[status] ?? 0) > 5]).toEqual([status, true]);
  }, 600_000);

  it('that refuses or fails has it too, as has a file of an older build', async () => {
    const signed = { ...reader.headers };
    const json = { ...signed, 'content-type': 'application/json' };
    const find = jest.spyOn(mawa.app.get(People), 'register').mockImplementation(() => {
      throw new Error('out of order');
    });
    const failed = [await ask('POST', '/api/v1/people', json, '{"people":[{}]}')];
    find.mockRestore();
    const answers = [
      ...failed,
      await ask('POST', '/api/v1/people', json, '{"people":'),
      await ask('POST', '/api/v1/people', { ...json, 'content-type': 'text/x-unknown' }, 'x'),
      await ask('POST', '/api/v1/people', json, `"${'a'.repeat(1_200_000)}"`),
      await ask('PATCH', '/people', json, '{}'),
      await ask('OPTIONS', '/people'),
      await ask('GET', '/api/v1/people'),
      await ask('HEAD', '/people', signed),
      await ask('GET', `/people/%E0%A4%A`, signed),
      await ask('GET', `/people?a=${'a'.repeat(9_000)}`, signed),
      await ask('GET', '/assets/old/pages.css'),
      await ask('GET', '/assets/old/no.css'),
      await ask('GET', '/readyz'),
      await ask('GET', '/healthz'),
    ];
    expect(answers.flatMap(wrongOf)).toEqual([]);
    const seen = new Set(answers.map(({ status }) => status));
    const missing = [200, 400, 401, 404, 413, 415, 422, 500].filter((one) => !seen.has(one));
    expect(missing).toEqual([]);
  });

  it('to what is no request says no more than that, and runs nothing', async () => {
    const { port } = mawa.app.getHttpServer().address() as AddressInfo;
    const said = (text: string) =>
      new Promise<string>((resolve, reject) => {
        const socket = createConnection(port, '127.0.0.1');
        let answer = '';
        socket.setTimeout(5_000, () => socket.destroy());
        socket.on('data', (piece) => (answer += piece.toString('latin1')));
        socket.on('error', reject).on('close', () => resolve(answer));
        socket.write(text);
      });
    for (const text of [
      '<script>canary()</script>\r\n\r\n',
      `GET /<script>canary()</script> HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n`,
      `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'a'.repeat(40_000)}\r\n\r\n`,
    ]) {
      const answer = await said(text);
      expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
      expect(answer).not.toContain('canary');
      expect(answer).toMatch(/\r\nX-Content-Type-Options: nosniff\r\n/i);
      expect(answer).toMatch(
        /\r\nContent-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n/i,
      );
      expect(answer).toMatch(/\r\nCache-Control: no-store\r\n/i);
    }
  });
});
