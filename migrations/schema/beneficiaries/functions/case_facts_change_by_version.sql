-- Trigger on cases: whoever changes facts raises `version` by exactly one (mawa_gate excepted, which takes
-- joins back), and the day of registration never changes. 23514.
CREATE OR REPLACE FUNCTION case_facts_change_by_version() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF current_user <> 'mawa_gate' AND NEW.version <> OLD.version + 1 THEN
    RAISE EXCEPTION 'facts change by one version at a time' USING ERRCODE = '23514';
  END IF;
  IF NEW.registered_on <> OLD.registered_on THEN
    RAISE EXCEPTION 'the day of registration stays' USING ERRCODE = '23514';
  END IF;
  RETURN NEW;
END
$$;
