import { Client } from 'pg';
import { DateTheHouses1700000000890 } from '../../migrations/1700000000890-DateTheHouses';
import { TakeBedsBack1700000000933 } from '../../migrations/1700000000933-TakeBedsBack';
import { ownerDataSource } from '../../src/database/data-source';
import { freshDatabase, type TestDatabase } from '../support/database';

/** All that the step makes or touches: columns, constraints, policies, triggers, functions, rights. */
const SCHEMA = `
  SELECT 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) AS what FROM pg_constraint WHERE conrelid = to_regclass('shelter_facts')
   UNION ALL SELECT 'policy ' || policyname || ' ' || cmd FROM pg_policies WHERE tablename = 'shelter_facts'
   UNION ALL SELECT 'trigger ' || tgrelid::regclass || ' ' || tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid IN ('shelters'::regclass, to_regclass('shelter_facts'))
   UNION ALL SELECT 'function ' || proname || ' ' || proowner::regrole FROM pg_proc WHERE pronamespace = 'public'::regnamespace
   UNION ALL SELECT 'right ' || grantee || ' ' || column_name || ' ' || privilege_type FROM information_schema.column_privileges
       WHERE table_name IN ('shelters', 'shelter_facts')
   ORDER BY 1`;

describe('the step that dates the houses', () => {
  let database: TestDatabase;
  let admin: Client;
  beforeAll(async () => {
    database = await freshDatabase();
    admin = new Client({ connectionString: database.adminUrl });
    await admin.connect();
  });
  afterAll(async () => {
    await admin.end();
    await database.drop();
  });
  const schema = async () =>
    (await admin.query<{ what: string }>(SCHEMA)).rows.map(({ what }) => what);

  it('goes down and up again, and gives each house that is there its first row', async () => {
    const before = await schema();
    await admin.query(
      `SELECT set_config('mawa.now', '2026-11-24T20:00:00Z', false), set_config('mawa.tonight', '2026-11-24', false)`,
    );
    await admin.query(
      `INSERT INTO shelters (code_name, region, kind, receives, languages) VALUES ('Maison', '04', 'temporary', '{man,boy}', '{fra}')`,
    );
    const source = await ownerDataSource(database.ownerUrl).initialize();
    const runner = source.createQueryRunner();
    const step = new DateTheHouses1700000000890();
    // It builds on the step: it goes first, and comes back last.
    const later = new TakeBedsBack1700000000933();
    await runner.startTransaction();
    await later.down(runner);
    await step.down(runner);
    await runner.commitTransaction();
    expect(
      (await schema()).filter((what) => /shelter_facts|mawa_clock|arrivals_expected/.test(what)),
    ).toEqual([]);
    await runner.startTransaction();
    await step.up(runner);
    await later.up(runner);
    await runner.commitTransaction();
    await source.destroy();
    expect(await schema()).toEqual(before);
    const { rows } = await admin.query(
      'SELECT during::text, kind, receives, languages, doors_close, night_staff, set_by FROM shelter_facts',
    );
    expect(rows).toEqual([
      {
        ...{ during: '[2000-01-01,)', kind: 'temporary', receives: ['man', 'boy'] },
        ...{ languages: ['fra'], doors_close: null, night_staff: null, set_by: null },
      },
    ]);
  });
});
