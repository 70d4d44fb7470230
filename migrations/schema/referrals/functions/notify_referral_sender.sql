-- Opens a task about a referral for its sender, unless they did it themselves; where they may no longer read
-- the care of the case, for whoever holds it; where it was erased, for nobody.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION notify_referral_sender(p_kind text, p_referral uuid, p_due timestamptz)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_case uuid;
  v_sender uuid;
BEGIN
  SELECT case_id, sent_by INTO v_case, v_sender FROM referrals WHERE id = p_referral;
  IF v_sender = mawa_actor() THEN RETURN; END IF;
  IF EXISTS (
      SELECT 1
        FROM case_access a
       WHERE a.case_id = v_case
         AND a.parts @> ARRAY['care']
         AND a.from_at <= mawa_now()
         AND (a.until_at IS NULL OR a.until_at > mawa_now())
         AND (a.principal_id = v_sender
              OR a.principal_id IN (
                  SELECT m.principal_id
                    FROM memberships m
                   WHERE m.user_id = v_sender
                     AND m.from_at <= mawa_now()
                     AND (m.until_at IS NULL OR m.until_at > mawa_now())))) THEN
    PERFORM open_task(p_kind, v_case, p_referral, NULL, v_sender, p_due);
  ELSIF EXISTS (SELECT 1 FROM case_access a WHERE a.case_id = v_case) THEN
    PERFORM notify_case_holders(p_kind, v_case, p_referral, p_due);
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION notify_referral_sender FROM PUBLIC;
RESET ROLE;
