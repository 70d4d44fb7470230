-- Trigger of partner_steps: moves the state of the submission, its last step and the step that agreed to it.
CREATE OR REPLACE FUNCTION partner_state_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE partner_paper_states s
     SET state = (
             SELECT t.to_state
               FROM partner_transitions t JOIN partner_papers p ON p.kind = t.kind
              WHERE p.id = NEW.paper_id AND t.from_state = s.state AND t.step = NEW.step),
         agreed_by_step = CASE
                            WHEN NEW.step IN ('authorised', 'accepted') THEN NEW.id
                            WHEN NEW.step = 'undone' AND s.agreed_by_step = NEW.undoes THEN NULL
                            WHEN NEW.step IN ('withdrawn', 'refused', 'returned') THEN NULL
                            ELSE s.agreed_by_step
                          END,
         -- Back at what stood before: a payment that is undone leaves what was agreed.
         step_id = CASE
                     WHEN NEW.step <> 'undone' THEN NEW.id
                     WHEN s.agreed_by_step <> NEW.undoes THEN s.agreed_by_step
                     ELSE NULL
                   END
   WHERE s.paper_id = NEW.paper_id;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION partner_state_follows FROM PUBLIC;
