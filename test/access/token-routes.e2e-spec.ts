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
import { type Scene, setScene } from './hidden-people';
import { countProbes, isCompared, nobody } from './route-walk';

/** Ends the session itself, and lists of the account: what a token never does. */
const isOfTheApi = ({ path, permission }: RouteFixture) =>
  path.startsWith('/api/v1/') && permission !== undefined && (permission as string) !== 'public';

const IN_PERSON =
  /\/(lists\/[^/]+\/draft|consent-texts\/[^/]+|survey-weights\/[^/]+)\/approval$|\/appeal\/decision$|\/beds\/board\/changes$/;

describe('routes by token compared with the same by session', () => {
  let scene: Scene;
  let people: Map<Role, { person: SignedIn; program: Program }>;
  let described: DocumentCheck;
  let all = 0;
  const observer = (call: AnsweredCall) => described.check(call);

  beforeAll(async () => {
    described = new DocumentCheck(await apiDocument());
    answerObservers.add(observer);
    scene = await setScene();
    people = new Map();
    for (const role of ROLES) {
      const person =
        role === 'shelter_manager'
          ? scene.managerOfB
          : role === 'reintegration_officer'
            ? scene.officer
            : role === 'case_supervisor'
              ? scene.supervisor
              : await scene.mawa.signIn(role);
      await scene.mawa.admin.query(
        `INSERT INTO second_factors (id, user_id, secret, made_at, confirmed_at, last_step)
         VALUES (gen_random_uuid(), $1, '\\x00', $2, $2, 1) ON CONFLICT DO NOTHING`,
        [person.actor.userId, scene.mawa.clock.now()],
      );
      people.set(role, { person, program: await aProgramOf(scene.mawa, person) });
    }
    await scene.mawa.admin.query(
      `UPDATE settings SET value = '6000' WHERE key = 'token_requests_per_minute'`,
    );
  }, 300_000);
  afterAll(() => {
    answerObservers.delete(observer);
    return scene.mawa.stop();
  });

  /** Reads with the ids of people whom some of them follow, and of nobody; writes with nobody's, so that both find the same. */
  const doors = (turn: number): RouteFixture[] => {
    const own = routeFixtures(scene.mawa, scene.hidden[0]!, scene.own, turn);
    const random = routeFixtures(scene.mawa, nobody() as FixtureIds, scene.own, turn);
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
      for (const [place, door] of doors(ROLES.indexOf(role)).entries()) {
        const permission = door.permission!;
        if (!isCompared(place, role, permission)) continue;
        const bySession = await statusOf(callRoute(person, door));
        const byToken = await statusOf(callRoute(program, door));
        const held = isForTokens(permission) && !IN_PERSON.test(door.path);
        compared += 1;
        if (byToken !== (held ? bySession : 403))
          wrong.push(`${door.method} ${door.path} ${permission}: ${bySession} ${byToken}`);
      }
      countProbes('token', compared);
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
      const program = await aProgramOf(scene.mawa, person, { permissions: half as Permission[] });
      const wrong: string[] = [];
      for (const door of doors(0)) {
        if (!held.includes(door.permission!) || half.includes(door.permission!)) continue;
        const status = await statusOf(callRoute(program, door));
        if (status !== 403) wrong.push(`${door.method} ${door.path} ${status}`);
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
    const deciding = scene.mawa.app
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
