-- Whether the person said no to this purpose and recipient on none of their joined files since: the last answer
-- counts, on whichever file it was given (consenting_cases says the same of all people at once). Runs with the
-- caller's rights. Used by share_needs_consent and modules/consents/consents.queries.ts.
CREATE OR REPLACE FUNCTION no_later_refusal(p_case uuid, p_purpose text, p_recipient uuid, p_at timestamptz)
RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT NOT EXISTS (
    SELECT 1 FROM consent_standing s
     WHERE s.case_id IN (SELECT mawa_files(p_case)) AND s.purpose = p_purpose
       AND s.recipient_id IS NOT DISTINCT FROM p_recipient AND NOT s.given AND s.at > p_at)
$$;
GRANT EXECUTE ON FUNCTION no_later_refusal TO mawa_app, mawa_gate;
