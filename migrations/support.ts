import type { QueryRunner } from 'typeorm';

/**
 * Words that several migrations share. `visible` is the one sentence of row level security: the
 * reader holds, at this instant, access to this case that covers this part of it.
 */
export type CasePart =
  | 'placement' // what choosing a bed needs: sex, age range, access, language
  | 'facts' // the case number and the coded facts
  | 'identity'
  | 'contact'
  | 'safe_contact'
  | 'story'
  | 'health'
  | 'legal'
  | 'care' // services, consents, plans
  | 'money';

export const visible = (caseColumn: string, part: CasePart): string => `EXISTS (
    SELECT 1 FROM case_access a
     WHERE a.case_id = ${caseColumn}
       AND a.principal_id = ANY ((SELECT mawa_principals())::uuid[])
       AND a.parts @> ARRAY['${part}']
       AND a.from_at <= (SELECT mawa_now())
       AND (a.until_at IS NULL OR a.until_at > (SELECT mawa_now())))`;

/** Row level security on a table of case data: reading, writing and changing follow the same rule. */
export const caseTable = (table: string, part: CasePart, caseColumn = 'case_id'): string => `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY ${table.replace('.', '_')}_by_access ON ${table} TO mawa_app
    USING (${visible(`${table}.${caseColumn}`, part)})
    WITH CHECK (${visible(`${table}.${caseColumn}`, part)});`;

/** Writing is a right of its own: the reader's access must come from a reason that writes this part. */
export const writable = (caseColumn: string, part: CasePart): string => `EXISTS (
    SELECT 1 FROM case_access a
     WHERE a.case_id = ${caseColumn}
       AND a.principal_id = ANY ((SELECT mawa_principals())::uuid[])
       AND a.reason = ANY (ARRAY(SELECT r.reason FROM access_reasons r WHERE r.writes @> ARRAY['${part}']))
       AND a.from_at <= (SELECT mawa_now())
       AND (a.until_at IS NULL OR a.until_at > (SELECT mawa_now())))`;

interface TwoRights {
  readonly caseColumn?: string;
  /** The part that whoever writes must hold, where it is another than the one that reads. */
  readonly writes?: CasePart;
}

/**
 * In place of the one policy of `caseTable`: read with the part, written only for a reason that
 * writes it (`access_reasons.writes`). For tables made after this one is there as well.
 */
export const twoRights = (
  table: string,
  part: CasePart,
  { caseColumn = 'case_id', writes = part }: TwoRights = {},
): string => {
  const name = table.replace('.', '_');
  const mayWrite = writable(`${table}.${caseColumn}`, writes);
  return `
  DROP POLICY IF EXISTS ${name}_by_access ON ${table};
  CREATE POLICY ${name}_read ON ${table} FOR SELECT TO mawa_app
    USING (${visible(`${table}.${caseColumn}`, part)});
  CREATE POLICY ${name}_add ON ${table} FOR INSERT TO mawa_app WITH CHECK (${mayWrite});
  CREATE POLICY ${name}_change ON ${table} FOR UPDATE TO mawa_app USING (${mayWrite}) WITH CHECK (${mayWrite});
  CREATE POLICY ${name}_remove ON ${table} FOR DELETE TO mawa_app USING (${mayWrite});`;
};

/**
 * Row level security on a table whose rows say themselves, in the columns `case_id` and `part`, which
 * part of which case they belong to: read by who sees the part, written for a reason that writes it.
 */
export const partTable = (table: string): string => {
  const holds = (more: string): string => `EXISTS (SELECT 1 FROM case_access a
      WHERE a.case_id = ${table}.case_id
        AND a.principal_id = ANY ((SELECT mawa_principals())::uuid[])
        AND ${more}
        AND a.from_at <= (SELECT mawa_now()) AND (a.until_at IS NULL OR a.until_at > (SELECT mawa_now())))`;
  const reads = holds(`a.parts @> ARRAY[${table}.part]`);
  const writes = holds(
    `EXISTS (SELECT 1 FROM access_reasons r WHERE r.reason = a.reason AND r.writes @> ARRAY[${table}.part])`,
  );
  return `
  ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
  ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
  CREATE POLICY ${table}_read ON ${table} FOR SELECT TO mawa_app USING (${reads});
  CREATE POLICY ${table}_add ON ${table} FOR INSERT TO mawa_app WITH CHECK (${writes});
  CREATE POLICY ${table}_change ON ${table} FOR UPDATE TO mawa_app USING (${writes}) WITH CHECK (${writes});
  CREATE POLICY ${table}_remove ON ${table} FOR DELETE TO mawa_app USING (${writes});`;
};

/** One thing that a function of the gate says is said otherwise; the rest of it stays. Throws where the words are not there. */
export const reword = (signature: string, from: string, to: string): string => `
      SET LOCAL ROLE mawa_gate;
      DO $reword$
      DECLARE v_text text := pg_get_functiondef('${signature}'::regprocedure);
      BEGIN
        IF strpos(v_text, $w$${from}$w$) = 0 THEN RAISE EXCEPTION 'these words are not in ${signature}'; END IF;
        EXECUTE replace(v_text, $w$${from}$w$, $w$${to}$w$);
      END $reword$;
      RESET ROLE;`;

/** Runs with the owner's eyes on tables whose row level security is forced, and forces it again where it was. */
export async function withoutForce(
  queryRunner: QueryRunner,
  tables: readonly string[],
  work: () => Promise<unknown>,
): Promise<void> {
  const rows = (await queryRunner.query(
    'SELECT relname AS name FROM pg_class WHERE oid = ANY ($1::regclass[]) AND relforcerowsecurity',
    [tables],
  )) as { name: string }[];
  for (const { name } of rows)
    await queryRunner.query(`ALTER TABLE ${name} NO FORCE ROW LEVEL SECURITY`);
  await work();
  for (const { name } of rows)
    await queryRunner.query(`ALTER TABLE ${name} FORCE ROW LEVEL SECURITY`);
}
