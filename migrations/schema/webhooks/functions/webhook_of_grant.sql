-- Trigger on rows about a grant, with the kind of event as argument: sends the event to the agencies that have a share
-- in the grant.
CREATE OR REPLACE FUNCTION webhook_of_grant() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM webhook_event(TG_ARGV[0],
    jsonb_build_object('grantId', NEW.grant_id)
      || CASE TG_TABLE_NAME
           WHEN 'open_data_sets' THEN jsonb_build_object('setId', to_jsonb(NEW) -> 'id')
           ELSE '{}'
         END,
    ARRAY(SELECT s.organisation_id FROM grant_shares s WHERE s.grant_id = NEW.grant_id));
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION webhook_of_grant FROM PUBLIC;
