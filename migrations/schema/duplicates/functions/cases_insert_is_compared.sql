-- Trigger on cases: new people wait for the search for duplicates.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION cases_insert_is_compared() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO duplicate_waiting (case_id) SELECT DISTINCT * FROM (SELECT id FROM now_there) marked
  ON CONFLICT (case_id) DO UPDATE SET mark = gen_random_uuid();
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION cases_insert_is_compared FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_insert_is_compared TO mawa_owner;
RESET ROLE;
