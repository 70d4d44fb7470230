-- Trigger on cases: people whose sex, age or nationality changed wait for the search for duplicates.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION cases_update_is_compared() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO duplicate_waiting (case_id)
  SELECT DISTINCT *
    FROM (
      SELECT n.id FROM now_there n
        JOIN was_there o ON o.id = n.id
       WHERE (o.sex, o.birth_year, o.age_at_registration, o.age_certainty, o.nationality) IS DISTINCT FROM (
         n.sex, n.birth_year, n.age_at_registration, n.age_certainty, n.nationality)) marked
  ON CONFLICT (case_id) DO UPDATE
     SET mark = gen_random_uuid();
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION cases_update_is_compared FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cases_update_is_compared TO mawa_owner;
RESET ROLE;
