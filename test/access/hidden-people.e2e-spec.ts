import { SETUP_ACTOR } from '../../modules/platform/shared/actor';
import { bedFigures } from '../../modules/shelter-beds';
import type { FixtureIds } from './route-fixtures';
import { routeFixtures } from './route-fixtures';
import { QUIET, readerOf, ROLES, rowsOf, type Scene, setScene } from './hidden-people';
import { compareRoutesAs } from './route-walk';

describe('access to the people of another shelter, by permission and by row level security', () => {
  let scene: Scene;
  let before: Record<string, string>;
  beforeAll(async () => {
    scene = await setScene();
    before = await rowsOf(scene);
  }, 300_000);
  afterAll(() => scene.mawa.stop());

  it('the scene is worth looking at: B’s manager sees her people', async () => {
    const [mother] = scene.hidden as [FixtureIds];
    const { text } = await scene.managerOfB.get(`/people/${mother.person}`).expect(200);
    expect(text).toContain(mother.caseNumber);
    const empty = Object.entries(before).filter(([, digest]) => digest.startsWith('0 '));
    expect(empty).toEqual([]);
    expect(routeFixtures(scene.mawa, mother, scene.own).length).toBeGreaterThan(200);
  });

  it.each(ROLES)(
    'nothing of them comes through any route to this role: %s',
    async (role) => {
      const { answers, ...found } = await compareRoutesAs(scene, await readerOf(scene, role), 2);
      expect(found).toEqual(QUIET);
      expect(answers).toBeGreaterThan(200);
    },
    300_000,
  );

  it('nothing of them was changed by all this', async () => {
    expect(await rowsOf(scene)).toEqual(before);
  });

  it('yet the calendar shows A’s manager the beds of B as occupied, and by nobody', async () => {
    const { body } = await scene.managerOfA.get('/api/v1/beds/board').expect(200);
    const theirs = body.shelters.find(({ id }: { id: string }) => id === scene.b.id);
    expect(theirs.occupancy).toEqual({ used: 2, available: 3 });
    const bars = theirs.rooms[0].beds.map((bed: { bars: object[] }) => bed.bars);
    const occupied = { kind: 'stay', caseNumber: null, family: null, own: false, openEnd: true };
    expect(bars).toEqual([
      [expect.objectContaining({ ...occupied, sign: 'woman' })],
      [expect.objectContaining({ ...occupied, sign: 'girl' })],
      [],
    ]);
    const { text } = await scene.managerOfA.get('/beds').expect(200);
    expect(text).not.toContain(scene.hidden[0]!.caseNumber);
  });

  it('and the programme’s figures are complete, whoever reads them', async () => {
    await scene.mawa.admin.query(
      `INSERT INTO closed_nights (night, closed_by) VALUES ('2026-11-24', $1)`,
      [SETUP_ACTOR.userId],
    );
    for (const role of ['programme_officer', 'shelter_manager'] as const) {
      const reader = await readerOf(scene, role);
      const figures = await scene.mawa.transactions.run(reader.actor, (tx) =>
        bedFigures(tx, { from: '2026-11-01', until: '2026-12-01' }),
      );
      expect(figures.total).toEqual({ used: 2, available: 6 });
    }
  });
});
