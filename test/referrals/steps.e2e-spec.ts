import { Client } from 'pg';
import { KnowPartners1700000000910 } from '../../migrations/1700000000910-KnowPartners';
import { ReferPeople1700000000911 } from '../../migrations/1700000000911-ReferPeople';
import { FollowReferrals1700000000912 } from '../../migrations/1700000000912-FollowReferrals';
import { AskForHelp1700000000929 } from '../../migrations/1700000000929-AskForHelp';
import { AskPartnersOfArrivals1700000001060 } from '../../migrations/1700000001060-AskPartnersOfArrivals';
import { ownerDataSource } from '../../src/database/data-source';
import { freshDatabase, type TestDatabase } from '../support/database';

const STEPS = [
  new KnowPartners1700000000910(),
  new ReferPeople1700000000911(),
  new FollowReferrals1700000000912(),
  new AskForHelp1700000000929(),
  // What is asked of partners about a return rests on their links.
  new AskPartnersOfArrivals1700000001060(),
];
/** All that the steps make or touch: constraints, policies, triggers, functions with their text, rights. */
const SCHEMA = `
  SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) AS what FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace
   UNION ALL SELECT 'policy ' || schemaname || '.' || tablename || ' ' || policyname || ' ' || cmd FROM pg_policies
   UNION ALL SELECT 'trigger ' || tgrelid::regclass || ' ' || tgname FROM pg_trigger WHERE NOT tgisinternal
   UNION ALL SELECT 'function ' || proname || ' ' || proowner::regrole || ' ' || md5(prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
   UNION ALL SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = 'public'
   UNION ALL SELECT 'setting ' || key FROM settings
   UNION ALL SELECT 'item ' || list || ' ' || code FROM list_items
   UNION ALL SELECT 'right ' || grantee || ' ' || table_name || ' ' || column_name || ' ' || privilege_type
     FROM information_schema.column_privileges WHERE table_schema = 'public'
   ORDER BY 1`;

describe('the steps that refer people', () => {
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

  it('go down and up again and leave what there was', async () => {
    const before = await schema();
    const source = await ownerDataSource(database.ownerUrl).initialize();
    const runner = source.createQueryRunner();
    await runner.startTransaction();
    for (const step of STEPS.toReversed()) await step.down(runner);
    await runner.commitTransaction();
    expect(
      (await schema()).filter((what) =>
        /referrals|referral_|partner_(links|places|step\b)/.test(what),
      ),
    ).toEqual([]);
    await runner.startTransaction();
    for (const step of STEPS) await step.up(runner);
    await runner.commitTransaction();
    await source.destroy();
    expect(await schema()).toEqual(before);
  });
});
