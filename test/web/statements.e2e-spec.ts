import { DeclaredRoutes } from '../../modules/access';
import { yesTo } from '../consents/consent-answers';
import { aShelter } from '../shelter-beds/house';
import { startApp, type SignedIn, type TestApp } from '../support/app';
import { countStatements } from '../support/count-statements';

/** What one reading may send to the database: begin, context, its audit row and commit among them. */
const MOST = { list: 16, file: 41, composed: 36, home: 47 };
/** What releasing would show: all tables of the statistics, each with a statement of its own. */
const COMPOSED = /statistics\/releases/;
/** Of a reader who has all these roles: the panels of each; what one role takes stands in test/home. */
const HOME = '/';

describe('how many statements a reading takes', () => {
  let mawa: TestApp;
  let reader: SignedIn;
  let first: string;

  /** People with something on every list: a task, a service, a consent, a wait for a bed. */
  const follow = async (count: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let n = 0; n < count; n += 1) {
      const { body } = await reader
        .post('/api/v1/people', {
          people: [{ names: { given: `Prénom ${n}` }, sex: 'female', birthDate: '1994-03-08' }],
        })
        .expect(201);
      const caseId = body.cases[0].id as string;
      const service = { caseId, typeCode: 'medical_consultation', givenOn: '2026-11-24' };
      await reader.post('/api/v1/services', service).expect(201);
      await reader.post(`/api/v1/people/${caseId}/consents`, yesTo('shelter')).expect(201);
      const task = { caseId, title: 'rappeler', dueOn: '2026-11-26' };
      await reader.post('/api/v1/tasks', task).expect(201);
      const wait = { neededFrom: '2026-11-24', urgency: 'tonight', source: 'hotline' };
      await reader
        .post('/api/v1/bed-requests', { ...wait, caseIds: [caseId], basis: 'vital_interest' })
        .expect(201);
      ids.push(caseId);
    }
    return ids;
  };

  beforeAll(async () => {
    mawa = await startApp();
    const shelter = await aShelter(mawa, { A: { mix: 'women', beds: 2 } });
    reader = await mawa.signIn(
      [
        'reintegration_officer',
        'case_supervisor',
        'shelter_manager',
        'auditor',
        'programme_officer',
        'finance_officer',
        'administrator',
      ],
      { shelterIds: [shelter.id] },
    );
    [first] = (await follow(2)) as [string];
  });
  afterAll(() => mawa.stop());

  const statementsOf = (path: string): Promise<number> =>
    countStatements(mawa, async () => {
      const { status } = await reader.get(path);
      if (status >= 500) throw new Error(`${path} ${status}`);
    });

  /** Readings of the application itself; what is public asks for nobody. */
  const readings = (): string[] => [
    ...new Set(
      mawa.app
        .get(DeclaredRoutes)
        .list()
        .filter(({ method, permission }) => method === 'GET' && permission !== 'public')
        .map(({ path }) => path),
    ),
  ];

  const all = async (paths: string[]): Promise<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const path of paths) counts[path] = await statementsOf(path);
    return counts;
  };

  it('every list takes as many for thirty people as for two, and few', async () => {
    const lists = readings().filter((path) => !path.includes(':'));
    expect(lists.length).toBeGreaterThan(25);
    const few = await all(lists);
    await follow(28);
    const many = await all(lists);
    expect(Object.values(many).some((count) => count > 3)).toBe(true);
    expect(many).toEqual(few);
    const most = (path: string) =>
      path === HOME ? MOST.home : COMPOSED.test(path) ? MOST.composed : MOST.list;
    expect(Object.entries(many).filter(([path, count]) => count > most(path))).toEqual([]);
  }, 300_000);

  it('every page of a person’s file as well', async () => {
    const pages = readings()
      .filter((path) => /^\/(api\/v1\/)?people\/:id\b/.test(path))
      .map((path) => path.replace(':id', first).replaceAll(/:[A-Za-z]+/g, first));
    expect(pages.length).toBeGreaterThan(10);
    const counts = await all(pages);
    expect(Object.entries(counts).filter(([, count]) => count > MOST.file)).toEqual([]);
  });
});
