-- Whether the actor may read budget and ledger: finance, programme, auditor, or the system. For policies.
CREATE OR REPLACE FUNCTION mawa_reads_money() RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT mawa_has_role('finance_officer', 'programme_officer', 'auditor') OR mawa_is_system()
$$;
