-- Trigger: no file is brought or taken back in a month that is signed. 23514 agency_month_is_open.
CREATE OR REPLACE FUNCTION agency_file_month_is_open() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
      SELECT 1
        FROM agency_files f
       WHERE f.id = coalesce(to_jsonb(NEW)->>'file_id', to_jsonb(NEW)->>'id')::uuid
         AND f.month <= agency_locked_until(f.grant_id, f.organisation_id)) THEN
    PERFORM refuse('agency_month_is_open');
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION agency_file_month_is_open FROM PUBLIC;
