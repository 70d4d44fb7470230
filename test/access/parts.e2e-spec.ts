import { ACCESS_REASONS } from '../../migrations/data/access-reasons';
import { startApp, type TestApp } from '../support/app';

describe('the parts of a case that a reason opens', () => {
  let mawa: TestApp;
  beforeAll(async () => (mawa = await startApp()));
  afterAll(() => mawa.stop());

  it('are the same in code and in the database', async () => {
    const { rows } = await mawa.admin.query<{ reason: string; parts: string[]; writes: string[] }>(
      'SELECT reason, parts, writes FROM access_reasons',
    );
    const inDatabase = rows.map(
      ({ reason, parts, writes }) => [reason, { parts, writes }] as const,
    );
    expect(Object.fromEntries(inDatabase)).toEqual(ACCESS_REASONS);
  });

  it('every table with a case column is under row level security with FORCE', async () => {
    const { rows } = await mawa.admin.query<{ name: string }>(
      `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname IN ('public', 'keys') AND c.relkind = 'r'
          AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
          AND (c.relname = 'cases' OR EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid
                AND a.attname IN ('case_id', 'from_case_id') AND NOT a.attisdropped))`,
    );
    expect(rows).toEqual([]);
  });

  it('no function that bypasses row level security is open to everybody', async () => {
    const { rows } = await mawa.admin.query<{ name: string }>(
      `SELECT p.proname AS name FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
        WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef AND p.prorettype <> 'trigger'::regtype
          AND r.rolname IN ('mawa_gate', 'mawa_blind') AND has_function_privilege('public', p.oid, 'EXECUTE')`,
    );
    expect(rows).toEqual([]);
  });

  it('the runtime role cannot write access rows, the ledger again, or the audit again', async () => {
    const { rows } = await mawa.admin.query<{ what: string; allowed: boolean }>(
      `SELECT t || ' ' || p AS what, has_table_privilege('mawa_app', t, p) AS allowed
         FROM (VALUES ('case_access','INSERT'),('case_access','UPDATE'),('case_access','DELETE'),
                      ('ledger_entries','UPDATE'),('ledger_entries','DELETE'),('ledger_transactions','UPDATE'),
                      ('audit_log','UPDATE'),('audit_log','DELETE'),('closed_nights','DELETE'),
                      ('report_files','UPDATE'),('report_documents','UPDATE')) AS v (t, p)`,
    );
    expect(rows.filter(({ allowed }) => allowed)).toEqual([]);
  });
});
