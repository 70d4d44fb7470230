-- Whether the actor makes reports: programme officer, finance officer, auditor, or the system. For policies.
CREATE OR REPLACE FUNCTION mawa_makes_reports() RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT mawa_has_role('programme_officer', 'finance_officer', 'auditor') OR mawa_is_system()
$$;
