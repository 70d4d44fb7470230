import { PermissionGuard } from '../../modules/access';
import type { FixtureIds } from './route-fixtures';
import {
  NO_FINDINGS,
  readerOf,
  ROLES,
  rowsOf,
  type HiddenPeopleFixture,
  createHiddenPeople,
  WORDS,
} from './hidden-people';
import { compareRoutesAs } from './route-comparison';

describe('row level security around the people of another shelter, with the permission checks off', () => {
  let fixture: HiddenPeopleFixture;
  let before: Record<string, string>;
  beforeAll(async () => {
    fixture = await createHiddenPeople();
    before = await rowsOf(fixture);
  }, 300_000);
  afterAll(() => fixture.mawa.stop());

  it.each(ROLES)(
    'nothing of them comes through any route with the application’s policy switched off, row level security being left alone: %s',
    async (role) => {
      const allows = jest
        .spyOn(PermissionGuard.prototype as never, 'allows' as never)
        .mockReturnValue(true as never);
      try {
        const findings = await compareRoutesAs(fixture, await readerOf(fixture, role), 4);
        expect({ ...findings, answers: undefined }).toEqual({ ...NO_FINDINGS, answers: undefined });
        expect(allows).toHaveBeenCalled();
      } finally {
        allows.mockRestore();
      }
    },
    300_000,
  );

  it('nothing of them was changed by all this', async () => {
    expect(await rowsOf(fixture)).toEqual(before);
  });

  // The last test: from here on the rows of all tables are open.
  it('without row level security the same requests do find them, so that the test can be believed', async () => {
    const { rows } = await fixture.mawa.admin.query<{ name: string }>(
      `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relrowsecurity AND n.nspname IN ('public', 'keys')`,
    );
    for (const { name } of rows) {
      await fixture.mawa.admin.query(`ALTER TABLE ${name} DISABLE ROW LEVEL SECURITY`);
    }
    const { leaks, differences } = await compareRoutesAs(fixture, fixture.managerOfA, 2);
    const [mother] = fixture.hidden as [FixtureIds];
    for (const secret of [mother.caseNumber, 'Mahjouba', WORDS[0]!, WORDS[2]!]) {
      expect([secret, leaks.filter((leak) => leak.endsWith(secret)).length > 0]).toEqual([
        secret,
        true,
      ]);
    }
    expect(differences.length).toBeGreaterThan(20);
  }, 300_000);
});
