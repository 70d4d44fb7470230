-- Trigger of partner_papers: makes the row of its state.
CREATE OR REPLACE FUNCTION partner_paper_has_a_state() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO partner_paper_states (paper_id) VALUES (NEW.id);
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION partner_paper_has_a_state FROM PUBLIC;
