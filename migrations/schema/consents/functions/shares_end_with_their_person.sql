SET LOCAL ROLE mawa_gate;
CREATE FUNCTION shares_end_with_their_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE shares SET closed_at = mawa_now(), closed_by = mawa_actor(), closed_why = 'ended'
   WHERE case_id = OLD.id AND closed_at IS NULL;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION shares_end_with_their_person FROM PUBLIC;
GRANT EXECUTE ON FUNCTION shares_end_with_their_person TO mawa_owner;
RESET ROLE;
