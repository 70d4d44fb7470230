-- Whether the actor may read the key of a sealed record: as far as they see the record itself. The branches run with
-- the rights of whoever asks, so that the policies of the tables named here decide.
CREATE OR REPLACE FUNCTION may_read_record_key(p_kind text, p_record uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  CASE p_kind
    WHEN 'complaint' THEN
      RETURN p_record = ANY (mawa_complaints_seen()) OR p_record = mawa_complaint_by_number();
    WHEN 'intake' THEN RETURN EXISTS (SELECT FROM intakes i WHERE i.id = p_record AND i.ended_at IS NULL);
    WHEN 'network' THEN RETURN mawa_reads_network(p_record);
    WHEN 'incident' THEN RETURN EXISTS (SELECT FROM incidents i WHERE i.id = p_record);
    WHEN 'handover' THEN RETURN EXISTS (SELECT FROM handover_notes n WHERE n.id = p_record);
    WHEN 'visit' THEN RETURN EXISTS (SELECT FROM house_visits v WHERE v.id = p_record);
    WHEN 'referral' THEN
      RETURN EXISTS (SELECT FROM referrals r WHERE r.id = p_record)
          OR EXISTS (SELECT FROM referral_sheets s WHERE s.referral_id = p_record);
    WHEN 'call' THEN RETURN may_read_call_text(p_record);
    WHEN 'call_back' THEN RETURN EXISTS (SELECT FROM call_backs b WHERE b.id = p_record);
    WHEN 'import' THEN
      RETURN EXISTS (SELECT FROM import_runs r
                      WHERE r.id = p_record AND r.state = 'open' AND r.made_by = mawa_actor());
    WHEN 'import_mappings' THEN
      RETURN p_record = (SELECT coalesce(u.organisation_id, u.id) FROM users u WHERE u.id = mawa_actor());
    WHEN 'learner', 'capacity_training' THEN
      RETURN mawa_has_role('programme_officer', 'case_supervisor') OR mawa_is_system();
    WHEN 'webhook_endpoint' THEN RETURN mawa_manages_accounts();
    WHEN 'duty_number' THEN RETURN may_read_duty_number(p_record);
    WHEN 'breach' THEN
      RETURN EXISTS (SELECT FROM breaches b WHERE b.id = p_record
                      AND (b.reported_by = mawa_actor() OR handles_breach(b.id)));
    WHEN 'second_factor' THEN RETURN false;
    ELSE RETURN true;
  END CASE;
END
$$;
