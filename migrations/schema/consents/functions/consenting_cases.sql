-- All files of people whose latest answer to this purpose and recipient is a yes that still counts, whichever
-- of their joined files it was given on. Runs with the caller's rights. Used by exports through the port
-- Agreements.
CREATE OR REPLACE FUNCTION consenting_cases(p_purpose text, p_recipient uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
  SELECT f.id FROM (
      SELECT DISTINCT ON (coalesce(c.merged_into, c.id)) coalesce(c.merged_into, c.id) AS person,
             s.given AND (s.until_at IS NULL OR s.until_at > mawa_now()) AS agreed
        FROM consent_standing s JOIN cases c ON c.id = s.case_id
       WHERE s.purpose = p_purpose AND s.recipient_id IS NOT DISTINCT FROM p_recipient
       ORDER BY coalesce(c.merged_into, c.id), s.at DESC, s.given) p
    JOIN cases f ON coalesce(f.merged_into, f.id) = p.person
   WHERE p.agreed
$$;
GRANT EXECUTE ON FUNCTION consenting_cases TO mawa_app, mawa_figures;
