-- Whether the actor, an account of the partner, or the holder of the link in the session reads what was shared with this
-- referral: while its share is open, whether the job that closes it ran or not. No program does: one administrator alone
-- makes the tokens of its account. Policy referral_sheets_read.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION partner_reads_sheet(p_referral uuid) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM referrals r JOIN shares s ON s.id = r.share_id
     WHERE r.id = p_referral
       AND s.closed_at IS NULL
       AND s.until_at > mawa_now()
       AND (r.id = mawa_linked('referral')
            OR r.partner_id = mawa_partner_organisation()
               AND NOT EXISTS (SELECT FROM users u WHERE u.id = mawa_actor() AND u.service)));
END
$$;
REVOKE EXECUTE ON FUNCTION partner_reads_sheet FROM PUBLIC;
GRANT EXECUTE ON FUNCTION partner_reads_sheet TO mawa_app;
RESET ROLE;
