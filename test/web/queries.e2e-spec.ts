import type { SignedIn } from '../support/app';
import { queryRoutes, type QueryRoute } from '../support/query-fields';
import { routeFixtures } from '../access/route-fixtures';
import { type HiddenPeopleFixture, createHiddenPeople } from '../access/hidden-people';
import { ROLES as EVERY_ROLE } from '../../modules/platform/shared/actor';

/** What people leave in an address, and what nobody would. */
const EXTREMES = [
  '9999-12-31',
  '0001-01-01',
  '0000-00-00',
  '2026-02-30',
  '-0001-12-31',
  '9999-12',
  '9999-Q4',
  '0000-Q1',
  '-1',
  '0',
  '2147483648',
  '9223372036854775808',
  '1e308',
  'NaN',
  '00000000-0000-0000-0000-000000000000',
  "'",
  '%',
  'a'.repeat(3_000),
];
/** Every field gets its share of them, in turn: all of them at every field are six thousand calls. */
const EACH = 2;
/** Names at which a route that reads its address itself may look for a day, a number or a list. */
const LIKELY = /^(from|until|on|day|month|quarter|year|after|page|night|nights|only|rows|version)$/;

describe('questions in an address', () => {
  let fixture: HiddenPeopleFixture;
  let reader: SignedIn;
  let routes: QueryRoute[];
  const addresses = new Map<string, string>();
  beforeAll(async () => {
    fixture = await createHiddenPeople();
    const { mawa, a, b, hidden, own } = fixture;
    const outside = ['partner_viewer', 'commission_officer', 'donor_viewer'];
    const roles = EVERY_ROLE.filter((role) => !outside.includes(role));
    reader = await mawa.signIn(roles, { shelterIds: [a.id, b.id] });
    routes = queryRoutes(mawa);
    const filled = routeFixtures(mawa, hidden[0]!, own, 0).filter(({ method }) => method === 'GET');
    for (const { path } of routes) {
      const pattern = new RegExp(`^${path.replaceAll(/:[A-Za-z]+/g, '[^/]+')}$`);
      const fixture = filled.find((one) => pattern.test(one.path));
      if (fixture) addresses.set(path, fixture.path);
    }
  }, 300_000);
  afterAll(() => fixture.mawa.stop());

  const ask = async (path: string, query: string): Promise<number> =>
    (await reader.get(`${path}?${query}`)).status;

  it('are known of most routes', () => {
    expect(routes.length).toBeGreaterThan(100);
    expect([...addresses.keys()].length).toBeGreaterThan(80);
  });

  it('that are left empty ask for nothing', async () => {
    const wrong: string[] = [];
    for (const { path, fields, isUntyped } of routes) {
      const address = addresses.get(path);
      if (!address || isUntyped) continue;
      const without = (await reader.get(address)).status;
      for (const field of fields) {
        const status = await ask(address, `${field}=`);
        if (status !== without) wrong.push(`${path}?${field}= ${status}, without ${without}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 300_000);

  it('may name the last day there is', async () => {
    expect(await ask('/services', 'until=9999-12-31')).toBe(200);
    expect(await ask('/people', 'year=&stage=&sex=&waiting=')).toBe(200);
  });

  it('are answered or refused, and never break an answer', async () => {
    const broken: string[] = [];
    let place = 0;
    for (const { path, fields, isUntyped } of routes) {
      const address = addresses.get(path);
      if (!address) continue;
      for (const field of fields.filter((name) => !isUntyped || LIKELY.test(name))) {
        for (let turn = 0; turn < EACH; turn += 1) {
          const value = EXTREMES[(place += 1) % EXTREMES.length]!;
          const query = `${field}=${encodeURIComponent(value)}`;
          const status = await ask(address, query);
          if (status >= 500) broken.push(`${path}?${query.slice(0, 80)} ${status}`);
        }
        const twice = await ask(address, `${field}=1&${field}=2`);
        if (twice >= 500) broken.push(`${path}?${field} twice ${twice}`);
      }
    }
    expect(broken).toEqual([]);
  }, 600_000);
});
