-- Trigger of grant_proposals: a change keeps the grant as it is now, which a confirmation compares.
CREATE OR REPLACE FUNCTION grant_proposal_has_its_base() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  NEW.based_on := grant_definition(NEW.grant_id);
  NEW.code := coalesce(NEW.based_on ->> 'code', NEW.code);
  RETURN NEW;
END
$$;
