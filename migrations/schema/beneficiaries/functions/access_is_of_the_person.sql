-- Trigger on case_access: a row for one file of a joined person is copied onto the person's other files
-- (mirror_of) and ends on all of them together.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION access_is_of_the_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO case_access (
      case_id, principal_kind, principal_id, reason, parts, source_id, from_at, until_at, given_by, mirror_of)
    SELECT f, NEW.principal_kind, NEW.principal_id, NEW.reason, NEW.parts, NEW.source_id, NEW.from_at,
      NEW.until_at, NEW.given_by, NEW.id
      FROM mawa_files(NEW.case_id) f
     WHERE f <> NEW.case_id;
  ELSE
    UPDATE case_access SET until_at = NEW.until_at
     WHERE mirror_of = NEW.id AND until_at IS DISTINCT FROM NEW.until_at;
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION access_is_of_the_person FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_is_of_the_person TO mawa_owner;
RESET ROLE;
