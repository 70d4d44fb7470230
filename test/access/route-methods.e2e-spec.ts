import { randomUUID } from 'node:crypto';
import { DeclaredRoutes } from '../../modules/access';
import { ROLES } from '../../modules/platform/shared/actor';
import { aShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';

/** Written by reading, with the reason. */
const WRITTEN_BY_READING: Readonly<Record<string, string>> = {
  arrivals_seen: 'that somebody has looked at what arrived for them',
  audit_log: 'who read what',
  rate_limits: 'how often numbers of links were tried without an account',
};

describe('routes that read', () => {
  let mawa: TestApp;
  let reader: SignedIn;
  let caseId: string;
  let shelterId: string;
  beforeAll(async () => {
    mawa = await startApp();
    shelterId = (await aShelter(mawa, { A: { beds: 2 } })).id;
    const roles = ROLES.filter((role) => !['commission_officer', 'donor_viewer'].includes(role));
    reader = await mawa.signIn(roles, { shelterIds: [shelterId] });
    const people = [{ names: { given: 'Prénom' }, sex: 'female', birthYear: 1994 }];
    const { body } = await reader.post('/api/v1/people', { people }).expect(201);
    caseId = body.cases[0].id;
  });
  afterAll(() => mawa.stop());

  /** What each table holds, as a digest. */
  const contents = async (): Promise<Map<string, string>> => {
    const { rows: tables } = await mawa.admin.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
        WHERE schemaname IN ('public', 'keys') ORDER BY 1`,
    );
    const parts = tables.map(
      ({ name }) =>
        `SELECT '${name}' AS name, md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) AS held FROM ${name} t`,
    );
    const { rows } = await mawa.admin.query<{ name: string; held: string }>(
      parts.join(' UNION ALL '),
    );
    return new Map(rows.map(({ name, held }) => [name.replace(/^public\./, ''), held]));
  };
  const changed = (before: Map<string, string>, after: Map<string, string>): string[] =>
    [...after].filter(([name, held]) => before.get(name) !== held).map(([name]) => name);

  it('change nothing by GET: every route that reads is asked, and no table but logs has another row', async () => {
    const before = await contents();
    expect(before.size).toBeGreaterThan(300);
    const routes = mawa.app.get(DeclaredRoutes).list();
    const reading = routes.filter(
      ({ method, path }) => method === 'GET' && !path.endsWith('/live'),
    );
    let answered = 0;
    for (const { path } of reading) {
      const id = /\/houses?\/|\/shelters\//.test(path) ? shelterId : caseId;
      const address = path.replace(/:[A-Za-z]+/, id).replaceAll(/:[A-Za-z]+/g, randomUUID());
      const { status } = await reader.get(address);
      if (status === 200) answered += 1;
    }
    expect(answered).toBeGreaterThan(200);
    expect(changed(before, await contents()).sort()).toEqual(Object.keys(WRITTEN_BY_READING));
  }, 600_000);

  it('would be noticed where one wrote', async () => {
    const before = await contents();
    await mawa.admin.query(`UPDATE shelters SET id = id`);
    expect(changed(before, await contents())).toEqual([]);
    await reader.post('/api/v1/people', { people: [{}] }).expect(201);
    expect(changed(before, await contents())).toEqual(expect.arrayContaining(['cases']));
  });
});
