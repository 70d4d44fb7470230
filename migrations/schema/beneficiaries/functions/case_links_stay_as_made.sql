-- Trigger on case_links: the application does not end a link that has ended. 23514 case_links_stay_as_made.
CREATE OR REPLACE FUNCTION case_links_stay_as_made() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.ended_at IS NOT NULL AND current_user = 'mawa_app' THEN
    RAISE EXCEPTION 'this link has ended' USING ERRCODE = '23514', CONSTRAINT = 'case_links_stay_as_made';
  END IF;
  RETURN NEW;
END
$$;
