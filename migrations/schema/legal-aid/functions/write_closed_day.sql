-- Called by setting_is_decided(): closes courts on a day, or removes a closed day, once another person has confirmed it.
-- Refused: a day that is closed already (23514 setting_day_is_taken), a closed day that was removed meanwhile
-- (setting_is_removed).
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION write_closed_day(p setting_proposals) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
  v jsonb := p.value;
BEGIN
  IF v ->> 'removes' IS NOT NULL THEN
    UPDATE court_closed_days
       SET removed_at = mawa_now(), removed_by = p.proposed_by
     WHERE id = (v ->> 'removes')::uuid AND removed_at IS NULL;
    IF NOT FOUND THEN PERFORM refuse('setting_is_removed'); END IF;
    RETURN;
  END IF;
  INSERT INTO court_closed_days (court_id, day, yearly, fr, ar, en, added_by)
  VALUES ((v ->> 'courtId')::uuid, p.from_day, (v ->> 'yearly')::boolean, v ->> 'fr', v ->> 'ar', v ->> 'en', p.proposed_by)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN PERFORM refuse('setting_day_is_taken'); END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION write_closed_day FROM PUBLIC;
RESET ROLE;
