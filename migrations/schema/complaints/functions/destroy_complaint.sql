-- Destroys the text, key, links and number of a complaint; coded facts stay. By the focal point who approved
-- it (42501), once its years are over (23514 complaint_is_kept_still) and its files removed (23514
-- complaint_has_files).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION destroy_complaint(p_complaint uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT p_complaint = ANY (mawa_complaints_seen()) OR NOT EXISTS (SELECT 1 FROM complaint_destructions d
       WHERE d.complaint_id = p_complaint AND d.approved_by = mawa_actor()) THEN
    RAISE EXCEPTION 'not approved' USING ERRCODE = '42501';
  END IF;
  -- Asked for earlier, and opened again since, it is kept still.
  IF NOT EXISTS (
    SELECT 1 FROM complaints c
     WHERE c.id = p_complaint
       AND c.closed_at + make_interval(years => (mawa_setting('complaint_keep_years'))::int)
         <= mawa_now()) THEN
    RAISE EXCEPTION 'its years are not over' USING ERRCODE = '23514', CONSTRAINT = 'complaint_is_kept_still';
  END IF;
  IF EXISTS (
    SELECT 1 FROM documents d
     WHERE d.owner_kind = 'complaint' AND d.owner_id = p_complaint AND d.removed_at IS NULL) THEN
    RAISE EXCEPTION 'files are left' USING ERRCODE = '23514', CONSTRAINT = 'complaint_has_files';
  END IF;
  DELETE FROM keys.record_keys WHERE kind = 'complaint' AND record_id = p_complaint;
  DELETE FROM complaint_words WHERE complaint_id = p_complaint;
  DELETE FROM complaint_links WHERE complaint_id = p_complaint;
  DELETE FROM complaint_accused WHERE complaint_id = p_complaint AND what = 'unnamed';
  UPDATE complaint_measures SET note_sealed = NULL WHERE complaint_id = p_complaint;
  UPDATE complaint_checks SET note_sealed = NULL WHERE complaint_id = p_complaint;
  UPDATE complaints SET code_digest = NULL, destroyed_at = mawa_now() WHERE id = p_complaint;
END
$$;
REVOKE EXECUTE ON FUNCTION destroy_complaint FROM PUBLIC;
GRANT EXECUTE ON FUNCTION destroy_complaint TO mawa_app;
RESET ROLE;
