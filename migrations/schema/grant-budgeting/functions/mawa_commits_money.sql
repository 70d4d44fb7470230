-- Whether the actor may spend, approve and enter money: finance, programme, or the system. For policies.
CREATE OR REPLACE FUNCTION mawa_commits_money() RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT mawa_has_role('finance_officer', 'programme_officer') OR mawa_is_system()
$$;
