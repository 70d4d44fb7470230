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
