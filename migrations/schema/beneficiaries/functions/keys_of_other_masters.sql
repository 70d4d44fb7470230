-- Keys of people and records that another master key wraps than p_master, p_many of them after one of them, in order of
-- kind and id. For the owner of the database alone (mawa keys rewrap).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION keys_of_other_masters(p_master text, p_after_kind text, p_after_id uuid, p_many int)
RETURNS TABLE (kind text, id uuid, wrapped bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT k.kind, k.id, k.wrapped
    FROM (SELECT 'case' AS kind, case_id AS id, wrapped, master_key FROM keys.case_keys
           UNION ALL
          SELECT kind, record_id, wrapped, master_key FROM keys.record_keys) AS k
   WHERE k.master_key <> p_master
     AND (p_after_kind IS NULL OR (k.kind, k.id) > (p_after_kind, p_after_id))
   ORDER BY k.kind, k.id
   LIMIT p_many
$$;
REVOKE EXECUTE ON FUNCTION keys_of_other_masters FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keys_of_other_masters TO mawa_owner;
RESET ROLE;
