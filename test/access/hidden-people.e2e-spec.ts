import { SETUP_ACTOR } from '../../modules/platform/shared/actor';
import { bedFigures } from '../../modules/shelter-beds';
import type { FixtureIds } from './route-fixtures';
import { routeFixtures } from './route-fixtures';
import {
  NO_FINDINGS,
  readerOf,
  ROLES,
  rowsOf,
  type HiddenPeopleFixture,
  createHiddenPeople,
} from './hidden-people';
import { compareRoutesAs } from './route-comparison';

describe('access to the people of another shelter, by permission and by row level security', () => {
  let fixture: HiddenPeopleFixture;
  let before: Record<string, string>;
  beforeAll(async () => {
    fixture = await createHiddenPeople();
    before = await rowsOf(fixture);
  }, 300_000);
  afterAll(() => fixture.mawa.stop());

  it('the fixture has what is looked for: B’s manager sees her people', async () => {
    const [mother] = fixture.hidden as [FixtureIds];
    const { text } = await fixture.managerOfB.get(`/people/${mother.person}`).expect(200);
    expect(text).toContain(mother.caseNumber);
    const empty = Object.entries(before).filter(([, digest]) => digest.startsWith('0 '));
    expect(empty).toEqual([]);
    expect(routeFixtures(fixture.mawa, mother, fixture.own).length).toBeGreaterThan(200);
  });

  // A quarter that row-level-security.e2e-spec.ts leaves out: what comes through no route with the permission checks
  // off comes through none with them.
  it.each(ROLES)(
    'nothing of them comes through any route to this role: %s',
    async (role) => {
      const reader = await readerOf(fixture, role);
      const { answers, ...found } = await compareRoutesAs(fixture, reader, 4, 2);
      expect(found).toEqual(NO_FINDINGS);
      expect(answers).toBeGreaterThan(200);
    },
    300_000,
  );

  it('nothing of them was changed by all this', async () => {
    expect(await rowsOf(fixture)).toEqual(before);
  });

  it('yet the calendar shows A’s manager the beds of B as occupied, and by nobody', async () => {
    const { body } = await fixture.managerOfA.get('/api/v1/beds/board').expect(200);
    const theirs = body.shelters.find(({ id }: { id: string }) => id === fixture.b.id);
    expect(theirs.occupancy).toEqual({ used: 2, available: 3 });
    const bars = theirs.rooms[0].beds.map((bed: { bars: object[] }) => bed.bars);
    const occupied = { kind: 'stay', caseNumber: null, family: null, own: false, openEnd: true };
    expect(bars).toEqual([
      [expect.objectContaining({ ...occupied, sign: 'woman' })],
      [expect.objectContaining({ ...occupied, sign: 'girl' })],
      [],
    ]);
    const { text } = await fixture.managerOfA.get('/beds').expect(200);
    expect(text).not.toContain(fixture.hidden[0]!.caseNumber);
  });

  it('and the programme’s figures are complete, whoever reads them', async () => {
    await fixture.mawa.admin.query(
      `INSERT INTO closed_nights (night, closed_by) VALUES ('2026-11-24', $1)`,
      [SETUP_ACTOR.userId],
    );
    for (const role of ['programme_officer', 'shelter_manager'] as const) {
      const reader = await readerOf(fixture, role);
      const figures = await fixture.mawa.transactions.run(reader.actor, (tx) =>
        bedFigures(tx, { from: '2026-11-01', until: '2026-12-01' }),
      );
      expect(figures.total).toEqual({ used: 2, available: 6 });
    }
  });
});
