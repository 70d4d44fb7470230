-- Gives keys of people and records a new wrapping by p_master, each where it is still the one that was read; how many.
-- For the owner of the database alone (mawa keys rewrap).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION rewrap_keys(p_master text, p_kinds text[], p_ids uuid[], p_old bytea[], p_new bytea[])
RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH rewrapped AS (
    SELECT * FROM unnest(p_kinds, p_ids, p_old, p_new) AS r (kind, id, old, new)
  ), people AS (
    UPDATE keys.case_keys AS k SET wrapped = r.new, master_key = p_master
      FROM rewrapped AS r WHERE r.kind = 'case' AND k.case_id = r.id AND k.wrapped = r.old
    RETURNING 1
  ), records AS (
    UPDATE keys.record_keys AS k SET wrapped = r.new, master_key = p_master
      FROM rewrapped AS r WHERE k.kind = r.kind AND k.record_id = r.id AND k.wrapped = r.old
    RETURNING 1
  )
  SELECT ((SELECT count(*) FROM people) + (SELECT count(*) FROM records))::int
$$;
REVOKE EXECUTE ON FUNCTION rewrap_keys FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rewrap_keys TO mawa_owner;
RESET ROLE;
