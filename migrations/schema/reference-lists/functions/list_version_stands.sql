-- Trigger on list_versions: only a draft changes (23514 list_is_a_draft). It is approved by the actor, who
-- wrote nothing of it (list_versions_second_person), for a day not in the past and not before the last
-- version's (list_versions_hold_forward), with every earlier code (list_codes_stay) and an answer to every
-- standard (list_crosswalk_is_whole).
CREATE OR REPLACE FUNCTION list_version_stands() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_before record;
BEGIN
  IF OLD.state <> 'draft' OR (OLD.list, OLD.version, OLD.drafted_by, OLD.drafted_at)
       IS DISTINCT FROM (NEW.list, NEW.version, NEW.drafted_by, NEW.drafted_at) THEN
    RAISE EXCEPTION 'only a draft changes' USING ERRCODE = '23514', CONSTRAINT = 'list_is_a_draft';
  END IF;
  IF NEW.state <> 'approved' THEN RETURN NEW; END IF;
  IF NEW.approved_by IS DISTINCT FROM mawa_actor() OR EXISTS (SELECT 1 FROM list_writers w
       WHERE w.list = NEW.list AND w.version = NEW.version AND w.user_id = NEW.approved_by) THEN
    RAISE EXCEPTION 'who wrote it does not approve it'
      USING ERRCODE = '23514', CONSTRAINT = 'list_versions_second_person';
  END IF;
  SELECT * INTO v_before FROM list_versions
   WHERE list = NEW.list AND state = 'approved' ORDER BY version DESC LIMIT 1;
  IF NEW.holds_from < mawa_day(mawa_now()) OR NEW.holds_from < v_before.holds_from THEN
    RAISE EXCEPTION 'it holds from its approval on'
      USING ERRCODE = '23514', CONSTRAINT = 'list_versions_hold_forward';
  END IF;
  IF EXISTS (
    SELECT 1 FROM list_items i
     WHERE i.list = NEW.list
       AND i.version = v_before.version
       AND NOT EXISTS (
         SELECT 1 FROM list_items n
          WHERE n.list = NEW.list AND n.version = NEW.version AND n.code = i.code)) THEN
    RAISE EXCEPTION 'a code is retired, not taken out'
      USING ERRCODE = '23514', CONSTRAINT = 'list_codes_stay';
  END IF;
  IF EXISTS (
    SELECT 1 FROM list_items i
      CROSS JOIN standards s
     WHERE i.list = NEW.list
       AND i.version = NEW.version
       AND NOT EXISTS (
         SELECT 1 FROM list_crosswalk c
          WHERE c.list = i.list AND c.version = i.version AND c.code = i.code AND c.standard = s.name)) THEN
    RAISE EXCEPTION 'each code says what the standards call it'
      USING ERRCODE = '23514', CONSTRAINT = 'list_crosswalk_is_whole';
  END IF;
  RETURN NEW;
END
$$;
