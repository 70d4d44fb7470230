/** Every route of the API by a session and by a token whose scope is whole, and by tokens with less. */
import type supertest from 'supertest';
import {
  DeclaredRoutes,
  isForTokens,
  may,
  type Permission,
  TOKEN_PERMISSIONS,
} from '../../modules/access';
import { ROLES, type Role } from '../../modules/platform/shared/actor';
import { answerObservers, type SignedIn } from '../support/app';
import { apiDocument } from '../support/api-document';
import { type AnsweredCall, DocumentCheck } from '../support/document-check';
import { aProgramOf, type Program } from '../support/tokens';
import { type FixtureIds, type RouteFixture, callRoute, routeFixtures } from './route-fixtures';
import { type HiddenPeopleFixture, createHiddenPeople } from './hidden-people';
import { recordProbeCount, isCompared, unknownIds } from './route-comparison';

/** Ends the session itself, and lists of the account: what a token never does. */
const isOfTheApi = ({ path, permission }: RouteFixture) =>
  path.startsWith('/api/v1/') && permission !== undefined && (permission as string) !== 'public';

const IN_PERSON =
  /\/(lists\/[^/]+\/draft|consent-texts\/[^/]+|survey-weights\/[^/]+)\/approval$|\/appeal\/decision$|\/beds\/board\/changes$/;

describe('routes by token compared with the same by session', () => {
  let fixture: HiddenPeopleFixture;
  let people: Map<Role, { person: SignedIn; program: Program }>;
  let described: DocumentCheck;
  let all = 0;
  const observer = (call: AnsweredCall) => described.check(call);

  beforeAll(async () => {
    described = new DocumentCheck(await apiDocument());
    answerObservers.add(observer);
    fixture = await createHiddenPeople();
    people = new Map();
    for (const role of ROLES) {
      const person =
        role === 'shelter_manager'
          ? fixture.managerOfB
          : role === 'reintegration_officer'
            ? fixture.officer
            : role === 'case_supervisor'
              ? fixture.supervisor
              : await fixture.mawa.signIn(role);
      await fixture.mawa.admin.query(
        `INSERT INTO second_factors (id, user_id, secret, made_at, confirmed_at, last_step)
         VALUES (gen_random_uuid(), $1, '\\x00', $2, $2, 1) ON CONFLICT DO NOTHING`,
        [person.actor.userId, fixture.mawa.clock.now()],
      );
      people.set(role, { person, program: await aProgramOf(fixture.mawa, person) });
    }
    await fixture.mawa.admin.query(
      `UPDATE settings SET value = '6000' WHERE key = 'token_requests_per_minute'`,
    );
  }, 300_000);
  afterAll(() => {
    answerObservers.delete(observer);
    return fixture.mawa.stop();
  });

  /** Reads with the ids of people whom some of them follow, and of nobody; writes with nobody's, so that both find the same. */
  const routesOf = (turn: number): RouteFixture[] => {
    const own = routeFixtures(fixture.mawa, fixture.hidden[0]!, fixture.own, turn);
    const random = routeFixtures(fixture.mawa, unknownIds() as FixtureIds, fixture.own, turn);
    return [...own.filter(({ method }) => method === 'GET'), ...random].filter(isOfTheApi);
  };
  const statusOf = (call: supertest.Test): Promise<number> =>
    call
      .buffer(true)
      .parse((response, done) => {
        response.on('data', () => undefined);
        response.on('end', () => done(null, null));
      })
      .then(({ status }) => status);

  it.each(ROLES)(
    '0 different for what a token may hold, 403 for what it may not: %s',
    async (role) => {
      const { person, program } = people.get(role)!;
      const wrong: string[] = [];
      let compared = 0;
      for (const [place, route] of routesOf(ROLES.indexOf(role)).entries()) {
        const permission = route.permission!;
        if (!isCompared(place, role, permission)) continue;
        const bySession = await statusOf(callRoute(person, route));
        const byToken = await statusOf(callRoute(program, route));
        const held = isForTokens(permission) && !IN_PERSON.test(route.path);
        compared += 1;
        if (byToken !== (held ? bySession : 403))
          wrong.push(`${route.method} ${route.path} ${permission}: ${bySession} ${byToken}`);
      }
      recordProbeCount('token', compared);
      all += compared;
      expect(wrong).toEqual([]);
    },
    300_000,
  );

  it.each(ROLES)(
    'a token with half of it opens no other half: %s',
    async (role) => {
      const { person } = people.get(role)!;
      const held = TOKEN_PERMISSIONS.filter((one) => may(person.actor, one));
      const half = held.filter((_, place) => place % 2 === 0);
      const program = await aProgramOf(fixture.mawa, person, { permissions: half as Permission[] });
      const wrong: string[] = [];
      for (const route of routesOf(0)) {
        if (!held.includes(route.permission!) || half.includes(route.permission!)) continue;
        const status = await statusOf(callRoute(program, route));
        if (status !== 403) wrong.push(`${route.method} ${route.path} ${status}`);
      }
      expect(wrong).toEqual([]);
    },
    300_000,
  );

  it('0 answers of these and of what was written before are otherwise than the document says', () => {
    expect(all).toBeGreaterThan(1_500);
    expect(Object.fromEntries(described.deviations)).toEqual({});
    expect(described.answered.size).toBeGreaterThan(200);
    expect(described.refused.size).toBeGreaterThan(500);
  });

  it('each route on which somebody decides about another’s act is for people alone', () => {
    const deciding = fixture.mawa.app
      .get(DeclaredRoutes)
      .list()
      .filter(
        ({ method, path, permission }) =>
          method !== 'GET' &&
          permission !== 'public' &&
          path.startsWith('/api/v1/') &&
          /\/(approval|confirmation|confirmations|decision|decisions)$/.test(path),
      );
    const byToken = deciding.filter(
      ({ path, permission }) =>
        isForTokens(permission as Permission) &&
        !IN_PERSON.test(path.replaceAll(/:[A-Za-z]+/g, 'x')),
    );
    // What was decided elsewhere, and is written down here: by a conference of the case, and by the person who returns.
    expect(byToken.map(({ path }) => path)).toEqual([
      '/api/v1/people/:id/assessments/:assessmentId/decisions',
      '/api/v1/people/:id/returns/:trackId/decisions',
    ]);
    expect(deciding.length).toBeGreaterThan(20);
  });
});
