-- Trigger of referrals: the share is open, of this case, for this partner and made for this referral; the
-- partner has a known place, which is taken. Fills in what follows from them. 23514:
-- referrals_need_an_open_share, referrals_need_known_places, referrals_need_a_place.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION referral_begins() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_share shares;
  v_places partner_places;
BEGIN
  SELECT * INTO v_share
    FROM shares
   WHERE id = NEW.share_id
     AND case_id = NEW.case_id
     AND recipient_id = NEW.partner_id
     AND source_kind = 'referral'
     AND source_id = NEW.id
     AND closed_at IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'no open share for this referral'
      USING ERRCODE = '23514', CONSTRAINT = 'referrals_need_an_open_share';
  END IF;
  -- The last word of the partner; two at once for one place take turns on its row.
  SELECT * INTO v_places
    FROM partner_places p
   WHERE p.organisation_id = NEW.partner_id AND p.service = NEW.service
   ORDER BY p.place DESC LIMIT 1 FOR UPDATE;
  IF NOT FOUND
      OR v_places.noted_at
        <= mawa_now() - make_interval(days => mawa_setting('partner_places_days')::int) THEN
    RAISE EXCEPTION 'nobody knows of places'
      USING ERRCODE = '23514', CONSTRAINT = 'referrals_need_known_places';
  END IF;
  IF v_places.taken >= v_places.places THEN
    RAISE EXCEPTION 'no place is left' USING ERRCODE = '23514', CONSTRAINT = 'referrals_need_a_place';
  END IF;
  UPDATE partner_places SET taken = taken + 1 WHERE id = v_places.id;
  NEW.places_id := v_places.id;
  NEW.reference := v_share.reference;
  NEW.parts := v_share.what;
  NEW.state := 'sent';
  NEW.answered_at := NULL;
  NEW.ended_at := NULL;
  NEW.outcome := NULL;
  NEW.sent_at := mawa_now();
  NEW.due_at := mawa_now()
      + make_interval(days => (mawa_setting('referral_answer_days') ->> NEW.urgency)::int);
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION referral_begins FROM PUBLIC;
GRANT EXECUTE ON FUNCTION referral_begins TO mawa_owner;
RESET ROLE;
