-- Whether the actor may add the key of a sealed record: as far as they may read it, but narrower for a complaint
-- (its own number was just made), a referral (its sender), a call to be made back (an operator) and a duty number (a
-- manager of the shelter).
CREATE OR REPLACE FUNCTION may_add_record_key(p_kind text, p_record uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  CASE p_kind
    WHEN 'complaint' THEN RETURN p_record = mawa_complaint_by_number();
    WHEN 'referral' THEN
      RETURN EXISTS (SELECT FROM referrals r WHERE r.id = p_record AND r.sent_by = mawa_actor());
    WHEN 'call_back' THEN RETURN mawa_has_role('hotline_operator');
    WHEN 'duty_number' THEN RETURN mawa_manages_shelter(p_record);
    -- Anybody reports a breach; its key is made before its row.
    WHEN 'breach' THEN RETURN true;
    WHEN 'identity_provider' THEN RETURN mawa_manages_accounts();
    ELSE RETURN may_read_record_key(p_kind, p_record);
  END CASE;
END
$$;
