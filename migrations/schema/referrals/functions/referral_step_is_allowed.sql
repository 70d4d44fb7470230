-- Trigger of referral_steps, under the locks of share and referral: the step is one that this side may take
-- now; sets the state of the referral. A step that leaves the state is further news, or a question with words.
-- 42501 where the case is another; 23514 referral_steps_by_the_table, referral_steps_enough after fifty of these.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION referral_step_is_allowed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_referral referrals;
BEGIN
  -- The share first, as a withdrawal does: the two take turns.
  PERFORM 1
    FROM shares s
   WHERE s.id = (SELECT r.share_id FROM referrals r WHERE r.id = NEW.referral_id)
   FOR UPDATE;
  SELECT * INTO v_referral FROM referrals WHERE id = NEW.referral_id FOR UPDATE;
  IF NOT FOUND OR v_referral.case_id <> NEW.case_id THEN
    RAISE EXCEPTION 'no such referral' USING ERRCODE = '42501';
  END IF;
  NEW.at := mawa_now();
  IF NEW.to_state = 'sent' AND v_referral.state = 'sent' AND NOT NEW.asks THEN
    NEW.from_state := NULL; -- the first row, once (an index)
    RETURN NEW;
  END IF;
  NEW.from_state := v_referral.state;
  IF NOT EXISTS (
      SELECT 1
        FROM referral_transitions t
       WHERE t.from_state = NEW.from_state AND t.to_state = NEW.to_state AND NEW.side = ANY (t.sides))
      OR (NEW.asks AND NEW.note IS NULL)
      OR (NEW.from_state = NEW.to_state AND NEW.to_state <> 'in_progress' AND NOT NEW.asks) THEN
    RAISE EXCEPTION 'no step from % to %', NEW.from_state, NEW.to_state
      USING ERRCODE = '23514', CONSTRAINT = 'referral_steps_by_the_table';
  END IF;
  IF NEW.from_state = NEW.to_state
      AND (SELECT count(*) FROM referral_steps s
            WHERE s.referral_id = NEW.referral_id AND s.from_state = s.to_state) >= 50 THEN
    RAISE EXCEPTION 'enough was said' USING ERRCODE = '23514', CONSTRAINT = 'referral_steps_enough';
  END IF;
  UPDATE referrals
     SET state = NEW.to_state,
         answered_at = CASE
                         WHEN NEW.to_state IN ('accepted', 'declined') AND NOT NEW.asks THEN mawa_now()
                         ELSE answered_at
                       END,
         ended_at = CASE
                      WHEN NEW.to_state IN ('declined', 'closed', 'revoked', 'expired') THEN mawa_now()
                    END, outcome = NEW.outcome
   WHERE id = NEW.referral_id;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION referral_step_is_allowed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referral_step_is_allowed TO mawa_owner;
RESET ROLE;
