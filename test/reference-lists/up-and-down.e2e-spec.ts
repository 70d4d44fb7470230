import { Client } from 'pg';
import { KeepLists1700000000810 } from '../../migrations/1700000000810-KeepLists';
import { ClassifyPeople1700000000811 } from '../../migrations/1700000000811-ClassifyPeople';
import { KeepReasonsWithTheirVersion1700000000812 } from '../../migrations/1700000000812-KeepReasonsWithTheirVersion';
import { OpenReturnTracks1700000001000 } from '../../migrations/1700000001000-OpenReturnTracks';
import { PrepareJourneys1700000001001 } from '../../migrations/1700000001001-PrepareJourneys';
import { HearOfArrivals1700000001002 } from '../../migrations/1700000001002-HearOfArrivals';
import { PlanReintegration1700000001020 } from '../../migrations/1700000001020-PlanReintegration';
import { PayInstalments1700000001021 } from '../../migrations/1700000001021-PayInstalments';
import { FollowLives1700000001030 } from '../../migrations/1700000001030-FollowLives';
import { AskHowLifeGoes1700000001031 } from '../../migrations/1700000001031-AskHowLifeGoes';
import { OfferTraining1700000001050 } from '../../migrations/1700000001050-OfferTraining';
import { FollowTraining1700000001051 } from '../../migrations/1700000001051-FollowTraining';
import { PayAndCertify1700000001052 } from '../../migrations/1700000001052-PayAndCertify';
import { AskPartnersOfArrivals1700000001060 } from '../../migrations/1700000001060-AskPartnersOfArrivals';
import { KeepStandards1700000001100 } from '../../migrations/1700000001100-KeepStandards';
import { RecogniseLearning1700000001101 } from '../../migrations/1700000001101-RecogniseLearning';
import { CertifyLearning1700000001102 } from '../../migrations/1700000001102-CertifyLearning';
import { VetEmployers1700000001110 } from '../../migrations/1700000001110-VetEmployers';
import { PlacePeople1700000001111 } from '../../migrations/1700000001111-PlacePeople';
import { PlanCapacity1700000001220 } from '../../migrations/1700000001220-PlanCapacity';
import { TrainOfficials1700000001221 } from '../../migrations/1700000001221-TrainOfficials';
import { CertifyOfficials1700000001222 } from '../../migrations/1700000001222-CertifyOfficials';
import { FIRST_LISTS } from '../../migrations/data/lists-1';
import { ownerDataSource } from '../../src/database/data-source';
import { freshDatabase, type TestDatabase } from '../support/database';

const STEPS = [
  new KeepLists1700000000810(),
  new ClassifyPeople1700000000811(),
  new KeepReasonsWithTheirVersion1700000000812(),
  // They let the gate read the lists.
  new OpenReturnTracks1700000001000(),
  new PrepareJourneys1700000001001(),
  new HearOfArrivals1700000001002(),
  new PlanReintegration1700000001020(),
  new PayInstalments1700000001021(),
  new FollowLives1700000001030(),
  new AskHowLifeGoes1700000001031(),
  new OfferTraining1700000001050(),
  new FollowTraining1700000001051(),
  new PayAndCertify1700000001052(),
  new AskPartnersOfArrivals1700000001060(),
  // Standards of competence, whose columns are named as those of lists.
  new KeepStandards1700000001100(),
  new RecogniseLearning1700000001101(),
  new CertifyLearning1700000001102(),
  new VetEmployers1700000001110(),
  new PlacePeople1700000001111(),
  new PlanCapacity1700000001220(),
  new TrainOfficials1700000001221(),
  new CertifyOfficials1700000001222(),
];

/** Everything of the schema that these steps could leave behind or forget. */
const SCHEMA = `
  SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS what
    FROM information_schema.columns WHERE table_schema = 'public'
   UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace
   UNION ALL SELECT 'policy ' || tablename || ' ' || policyname || ' ' || cmd FROM pg_policies WHERE schemaname = 'public'
   UNION ALL SELECT 'trigger ' || tgrelid::regclass || ' ' || tgname FROM pg_trigger WHERE NOT tgisinternal
   UNION ALL SELECT 'function ' || proname || ' ' || proowner::regrole FROM pg_proc WHERE pronamespace = 'public'::regnamespace
   UNION ALL SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = 'public'
   UNION ALL SELECT 'grant ' || grantee || ' ' || table_name || ' ' || privilege_type FROM information_schema.role_table_grants
       WHERE table_schema = 'public'
   ORDER BY 1`;

describe('the steps that keep lists and classifications', () => {
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
  const seeded = async () =>
    (
      await admin.query(
        `SELECT (SELECT count(*) FROM list_items WHERE list = ANY ($1)) AS items,
                (SELECT count(*) FROM list_crosswalk WHERE list = ANY ($1)) AS crosswalk`,
        [FIRST_LISTS.map(({ name }) => name)],
      )
    ).rows[0];

  it('go down and up again and leave the same schema and the same first edition', async () => {
    const before = await schema();
    const items = await seeded();
    const source = await ownerDataSource(database.ownerUrl).initialize();
    const runner = source.createQueryRunner();
    await runner.startTransaction();
    for (const step of STEPS.toReversed()) await step.down(runner);
    await runner.commitTransaction();
    const without = await schema();
    const ours =
      /\blist_(items|versions|writers|crosswalk|standards)\b|classification|standard_|reason_version/;
    expect(without.filter((what) => ours.test(what))).toEqual([]);
    expect(before.filter((what) => ours.test(what)).length).toBeGreaterThan(100);
    for (const step of STEPS) {
      await runner.startTransaction();
      await step.up(runner);
      await runner.commitTransaction();
    }
    await source.destroy();
    expect(await schema()).toEqual(before);
    expect(await seeded()).toEqual(items);
  });
});
