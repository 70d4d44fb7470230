-- For the duplicate finder alone (42501 otherwise): coded facts, sealed names and keys of all people, if
-- somebody waits to be compared or p_all; an audit row.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION people_to_compare(p_all boolean)
RETURNS TABLE(
  id uuid,
  sex text,
  birth_year integer,
  age_at_registration integer,
  age_certainty text,
  registered_in integer,
  nationality text,
  families uuid[],
  mark uuid,
  sealed bytea,
  wrapped bytea
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_waiting integer := (SELECT count(*) FROM duplicate_waiting);
BEGIN
  IF mawa_actor() IS DISTINCT FROM '00000000-0000-4000-8000-00000000000d'::uuid THEN
    RAISE EXCEPTION 'only the duplicate finder asks this' USING ERRCODE = '42501';
  END IF;
  IF v_waiting = 0 AND NOT p_all THEN RETURN; END IF;
  INSERT INTO audit_log (lane, actor_id, action, subject_kind, fields, body)
  VALUES (0, mawa_actor(), 'blind.duplicates', 'case', ARRAY['names', 'facts'],
    json_build_object('question', 'duplicates', 'all', p_all, 'waiting', v_waiting,
      'people', (SELECT count(*) FROM cases c WHERE c.erased_at IS NULL))::text);
  RETURN QUERY
    SELECT c.id, c.sex, c.birth_year::integer, c.age_at_registration::integer, c.age_certainty,
           extract(year FROM c.registered_on)::integer, c.nationality::text,
           ARRAY(SELECT f.family_id FROM family_members f WHERE f.case_id = c.id), w.mark, s.sealed, k.wrapped
      FROM cases c
      LEFT JOIN case_seals s ON s.case_id = c.id AND s.field = 'names'
      LEFT JOIN keys.case_keys k ON k.case_id = c.id
      LEFT JOIN duplicate_waiting w ON w.case_id = c.id
     WHERE c.erased_at IS NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION people_to_compare FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_to_compare TO mawa_app;
RESET ROLE;
