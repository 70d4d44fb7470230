-- Takes a step as the partner, by account or link; false where the referral is not theirs. To `question`: the note is
-- one, and the state stays. To `seen`: null, and nothing done, where it is not new any more. The trigger referral_step_is_allowed decides whether it is legal.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION partner_step(
  p_step uuid,
  p_referral uuid,
  p_to text,
  p_reason text,
  p_version integer,
  p_outcome text,
  p_times integer,
  p_note bytea
) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_case uuid;
  v_state text;
BEGIN
  SELECT r.case_id, r.state INTO v_case, v_state
    FROM referrals r
   WHERE r.id = p_referral
     AND (r.partner_id = (SELECT mawa_partner_organisation()) OR r.id = (SELECT mawa_linked('referral')));
  IF v_case IS NULL THEN RETURN false; END IF;
  IF p_to = 'seen' THEN
    -- The share first, as referral_step_is_allowed does: two that open it at once take turns.
    PERFORM 1
      FROM shares s
     WHERE s.id = (SELECT r.share_id FROM referrals r WHERE r.id = p_referral)
     FOR UPDATE;
    IF (SELECT r.state FROM referrals r WHERE r.id = p_referral) <> 'sent' THEN RETURN NULL; END IF;
  END IF;
  INSERT INTO referral_steps (id, referral_id, case_id, to_state, side, how, by, reason, list_version,
    outcome, times, note, asks)
  SELECT p_step, p_referral, v_case, CASE WHEN p_to = 'question' THEN v_state ELSE p_to END, 'partner', CASE WHEN linked THEN 'link' ELSE 'account' END,
         CASE WHEN NOT linked THEN mawa_actor() END, p_reason, p_version, p_outcome, p_times, p_note,
         p_to = 'question'
    FROM (SELECT p_referral IS NOT DISTINCT FROM mawa_linked('referral')) x (linked);
  RETURN true;
END
$$;
REVOKE EXECUTE ON FUNCTION partner_step FROM PUBLIC;
GRANT EXECUTE ON FUNCTION partner_step TO mawa_app;
RESET ROLE;
