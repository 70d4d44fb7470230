-- Trigger of report_links: the report is frozen and published to the organisation, and the link ends within
-- report_link_days_most. 23514: report_links_published, report_links_end_in_time.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION report_link_opens() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
      SELECT 1
        FROM report_publications p JOIN reports r ON r.id = p.report_id
       WHERE p.id = NEW.publication_id
         AND p.report_id = NEW.report_id
         AND p.live
         AND r.state = 'frozen') THEN
    RAISE EXCEPTION 'not published to them' USING ERRCODE = '23514', CONSTRAINT = 'report_links_published';
  END IF;
  IF NEW.expires_at > mawa_now() + make_interval(days => mawa_setting('report_link_days_most')::int) THEN
    RAISE EXCEPTION 'a link ends sooner' USING ERRCODE = '23514', CONSTRAINT = 'report_links_end_in_time';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION report_link_opens FROM PUBLIC;
GRANT EXECUTE ON FUNCTION report_link_opens TO mawa_owner;
RESET ROLE;
