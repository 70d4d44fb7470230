import type { SignedIn } from '../support/app';
import { type FixtureIds, type RouteFixture, routeFixtures, callRoute } from './route-fixtures';
import { createHiddenPeople, type HiddenPeopleFixture } from './hidden-people';
import { asBytes, nameOf, textOf } from './route-comparison';

/**
 * GET routes that answer with a number or an id of a person and leave no row, each with its reason. The number or
 * id of all but the first was brought along by the reader.
 */
const NOT_RECORDED: Readonly<Record<string, string>> = {
  '/beds/board/parts': 'an open board drawn anew; its opening left a row',
  '/break-glass?number=<caseNumber>':
    'the form repeats the number that was typed; nothing is looked up',
  '/beds/requests/new?case=<person>':
    'the id asked for, repeated; the choices beside it leave a row',
  '/tasks/new?case=<person>': 'the form of a task; who may be given it is no reading of the file',
  '/people?after=2026-01-01_<person>': 'the address of the page itself, repeated in its links',
  '/training/capacity/learners/<person>/merges/new': 'the id asked for, repeated: no such learner',
  '/training/capacity/participants/<person>/certificate/withdrawal/new':
    'the id asked for, repeated: no such participant',
};

describe('reading a person’s file', () => {
  let fixture: HiddenPeopleFixture;
  beforeAll(async () => {
    fixture = await createHiddenPeople();
  }, 300_000);
  afterAll(() => fixture.mawa.stop());

  const audited = async (reader: SignedIn): Promise<number> => {
    const { rows } = await fixture.mawa.admin.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (
         SELECT actor_id FROM audit_log UNION ALL SELECT actor_id FROM complaint_trail) t
        WHERE actor_id = $1`,
      [reader.actor.userId],
    );
    return rows[0]!.count;
  };

  /** Routes whose answer holds a number or an id of the family, with how many audit rows each left. */
  async function readings(reader: SignedIn): Promise<Map<string, number>> {
    const asked: FixtureIds = fixture.hidden[0]!;
    const marks = [
      ...fixture.hidden.flatMap(({ person, caseNumber }) => [person, caseNumber]),
      ...fixture.also.map(({ caseNumber }) => caseNumber),
    ];
    const found = new Map<string, number>();
    const gets = routeFixtures(fixture.mawa, asked, fixture.own).filter(
      (route) => route.method === 'GET',
    );
    for (const route of gets) {
      const before = await audited(reader);
      const answer = await callRoute(reader, route).buffer(true).parse(asBytes);
      if (answer.status !== 200) continue;
      const text = await textOf(answer);
      if (!marks.some((mark) => text.includes(mark))) continue;
      found.set(nameOf(route, asked), (await audited(reader)) - before);
    }
    return found;
  }

  it.each([
    ['the officer who registered the family', () => fixture.officer],
    ['the manager of their house', () => fixture.managerOfB],
    ['the supervisor', () => fixture.supervisor],
  ])(
    'leaves an audit row on every page and list: %s',
    async (_, reader) => {
      const found = await readings(reader());
      expect(found.size).toBeGreaterThan(80);
      const unrecorded = [...found].filter(([, rows]) => rows === 0).map(([route]) => route);
      expect(unrecorded.filter((route) => !(route in NOT_RECORDED))).toEqual([]);
    },
    300_000,
  );

  it.each([
    ['/people', 'people.list'],
    ['/api/v1/people/<person>', 'people.read'],
    ['/people/<person>', 'people.read'],
    ['/hearings', 'hearings.list'],
    ['/legal/awards', 'legal.list_awards'],
    ['/people/<person>/documents', 'documents.list'],
    ['/people/<person>/assessments', 'assessments.list'],
    ['/people/<person>/links', 'links.read'],
    ['/beds', 'beds.board'],
    ['/services', 'services.list'],
  ])('names the person in the row that %s leaves', async (path, action) => {
    const { person } = fixture.hidden[0]!;
    const reader = path === '/beds' ? fixture.managerOfB : fixture.officer;
    const route: RouteFixture = { method: 'GET', path: path.replace('<person>', person) };
    const naming = async () => {
      const { rows } = await fixture.mawa.admin.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM audit_log
          WHERE actor_id = $1 AND action = $2 AND subject_kind = 'case' AND $3 = ANY (subject_ids)`,
        [reader.actor.userId, action, person],
      );
      return rows[0]!.count;
    };
    const before = await naming();
    await callRoute(reader, route).expect(200);
    expect(await naming()).toBe(before + 1);
  });

  it('shows nothing where the row cannot be written', async () => {
    const { person, caseNumber } = fixture.hidden[0]!;
    await fixture.mawa.admin.query('REVOKE INSERT ON audit_log FROM mawa_app');
    try {
      for (const path of ['/people', `/people/${person}`, '/hearings', '/services']) {
        const { status, text } = await fixture.officer.get(path);
        expect({ path, status }).toEqual({ path, status: 500 });
        expect(text).not.toContain(caseNumber);
      }
    } finally {
      await fixture.mawa.admin.query('GRANT INSERT ON audit_log TO mawa_app');
    }
  });
});
