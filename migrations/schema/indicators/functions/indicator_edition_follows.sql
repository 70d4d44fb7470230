-- Trigger of indicators, one at a time for an indicator: editions are numbered without gaps, and keep
-- framework, code and unit. 23514: indicator_edition_in_turn, indicator_stays_itself.
CREATE OR REPLACE FUNCTION indicator_edition_follows() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_last indicators;
BEGIN
  IF NEW.edition = 1 THEN RETURN NEW; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.root_id::text, 12));
  SELECT * INTO v_last FROM indicators WHERE root_id = NEW.root_id ORDER BY edition DESC LIMIT 1;
  IF v_last.edition IS DISTINCT FROM NEW.edition - 1 THEN
    PERFORM refuse('indicator_edition_in_turn');
  END IF;
  IF (v_last.framework, v_last.code, v_last.unit) IS DISTINCT FROM (NEW.framework, NEW.code, NEW.unit) THEN
    PERFORM refuse('indicator_stays_itself');
  END IF;
  RETURN NEW;
END
$$;
