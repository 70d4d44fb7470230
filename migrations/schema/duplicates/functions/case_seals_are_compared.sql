-- Trigger on case_seals: people with new or changed names wait for the search for duplicates.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION case_seals_are_compared() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO duplicate_waiting (case_id)
  SELECT DISTINCT *
    FROM (SELECT case_id FROM now_there WHERE field = 'names') marked
  ON CONFLICT (case_id) DO UPDATE
     SET mark = gen_random_uuid();
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION case_seals_are_compared FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_seals_are_compared TO mawa_owner;
RESET ROLE;
