import { AnswerTheLine1700000000920 } from '../../migrations/1700000000920-AnswerTheLine';
import { CountNumbers1700000000926 } from '../../migrations/1700000000926-CountNumbers';
import { AskForHelp1700000000929 } from '../../migrations/1700000000929-AskForHelp';
import { ownerDataSource } from '../../src/database/data-source';
import { startApp, type TestApp } from '../support/app';
import { aCall, aHouse, aLine, aPrank, endCall } from './line';

const STEPS = [
  new AnswerTheLine1700000000920(),
  new CountNumbers1700000000926(),
  new AskForHelp1700000000929(),
];
const SCHEMA = `
  SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable AS what
    FROM information_schema.columns WHERE table_schema = 'public'
   UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
       WHERE connamespace = 'public'::regnamespace
   UNION ALL SELECT 'policy ' || tablename || ' ' || policyname || ' ' || cmd FROM pg_policies
   UNION ALL SELECT 'trigger ' || tgrelid::regclass || ' ' || tgname FROM pg_trigger WHERE NOT tgisinternal
   UNION ALL SELECT 'function ' || proname || ' ' || proowner::regrole FROM pg_proc WHERE pronamespace = 'public'::regnamespace
   UNION ALL SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = 'public'
   UNION ALL SELECT 'force ' || relname || ' ' || relforcerowsecurity FROM pg_class WHERE relrowsecurity
   UNION ALL SELECT 'grant ' || grantee || ' ' || table_name || ' ' || privilege_type FROM information_schema.role_table_grants
   UNION ALL SELECT 'setting ' || key FROM settings
   ORDER BY 1`;

describe('the steps that answer the line', () => {
  let mawa: TestApp;
  beforeAll(async () => {
    mawa = await startApp();
  });
  afterAll(() => mawa.stop());

  it('go down with calls in them, and up again to the same schema', async () => {
    const line = await aLine(mawa);
    await aHouse(mawa);
    const prank = await aPrank(line.operator, '0612345678');
    await line.supervisor
      .post(`/api/v1/hotline/calls/${prank}/block`, { reason: 'prank', days: 2 })
      .expect(201);
    const id = await aCall(line.operator, {
      type: 'emergency',
      note: 'mots',
      number: '0612345679',
    });
    await line.operator
      .post(`/api/v1/hotline/calls/${id}/placement`, {
        ...{ people: [{ sex: 'female' }], help: ['legal'] },
      })
      .expect(201);
    await line.operator
      .post(`/api/v1/hotline/calls/${id}/call-backs`, {
        ...{ sameNumber: true, dueAt: '2026-11-25T09:00:00Z' },
      })
      .expect(201);
    await endCall(line.operator, id, 'bed');

    const schema = async () =>
      (await mawa.admin.query<{ what: string }>(SCHEMA)).rows.map(({ what }) => what);
    const before = await schema();
    const source = await ownerDataSource(mawa.database.ownerUrl).initialize();
    const runner = source.createQueryRunner();
    await runner.startTransaction();
    for (const step of STEPS.toReversed()) await step.down(runner);
    await runner.commitTransaction();
    const ours =
      /\bcalls\b|\bcaller_|\bcall_(links|steps|back)|link_call|setting (hotline_|help_asked)|help_a(sked|nswers)|_hotline|from_the_line/;
    expect(before.filter((what) => ours.test(what)).length).toBeGreaterThan(100);
    expect((await schema()).filter((what) => ours.test(what))).toEqual([]);
    const left = await mawa.admin.query(
      `SELECT (SELECT count(*)::int FROM keys.record_keys WHERE kind IN ('call', 'call_back')) AS keys,
              (SELECT count(*)::int FROM tasks WHERE kind IN ('call_back', 'hotline_case', 'help_asked')) AS tasks,
              (SELECT count(*)::int FROM lists WHERE name = 'call_types') AS lists`,
    );
    expect(left.rows).toEqual([{ keys: 0, tasks: 0, lists: 0 }]);
    await runner.startTransaction();
    for (const step of STEPS) await step.up(runner);
    await runner.commitTransaction();
    await source.destroy();
    expect(await schema()).toEqual(before);
  });
});
