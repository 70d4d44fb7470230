-- Trigger of referral_steps: tasks about waiting are done; an end gives the place back, destroys the
-- partner's copy and closes the share, a revocation or lapse also ends the link; the sender is notified, also of a
-- question.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION referral_step_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_referral referrals;
  v_tomorrow timestamptz := mawa_now() + interval '1 day';
BEGIN
  IF NEW.asks THEN
    PERFORM notify_referral_sender('referral_question', NEW.referral_id, v_tomorrow);
    RETURN NULL;
  END IF;
  IF NEW.to_state IN ('sent', 'seen') THEN RETURN NULL; END IF;
  SELECT * INTO v_referral FROM referrals WHERE id = NEW.referral_id;
  UPDATE tasks
     SET done_at = mawa_now(), done_by = mawa_somebody()
   WHERE subject_id = NEW.referral_id
     AND done_at IS NULL
     AND kind IN ('referral_overdue', 'referral_late', 'referral_no_news');
  IF v_referral.live IS NULL THEN
    UPDATE partner_places SET taken = greatest(taken - 1, 0) WHERE id = v_referral.places_id;
    DELETE FROM referral_sheets WHERE referral_id = NEW.referral_id;
    UPDATE shares
       SET closed_at = mawa_now(), closed_by = mawa_somebody(),
           closed_why = CASE NEW.to_state WHEN 'expired' THEN 'expired' ELSE 'ended' END
     WHERE id = v_referral.share_id AND closed_at IS NULL;
  END IF;
  IF NEW.to_state IN ('revoked', 'expired') THEN
    UPDATE partner_links
       SET ended_at = mawa_now()
     WHERE kind = 'referral' AND subject_id = NEW.referral_id AND ended_at IS NULL;
  END IF;
  IF NEW.to_state IN ('accepted', 'declined') THEN
    PERFORM notify_referral_sender('referral_answered', NEW.referral_id, v_tomorrow);
  ELSIF NEW.to_state IN ('in_progress', 'closed') THEN
    PERFORM notify_referral_sender('referral_news', NEW.referral_id, v_tomorrow);
  ELSE
    PERFORM notify_referral_sender('referral_ended', NEW.referral_id, v_tomorrow);
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION referral_step_follows FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referral_step_follows TO mawa_owner;
RESET ROLE;
