-- Trigger of return_plan_agreements: the version is the draft, the day fits, a child does not agree alone,
-- and the plan has an item. 23514: return_plan_is_drafted, return_plan_agreed_then, return_plan_of_a_child,
-- return_plan_has_items.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_plan_is_agreed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF return_plan_draft(NEW.track_id) IS DISTINCT FROM NEW.version_id THEN
    RAISE EXCEPTION 'this version is agreed' USING ERRCODE = '23514', CONSTRAINT = 'return_plan_is_drafted';
  END IF;
  IF NEW.agreed_on > mawa_day(mawa_now())
      OR NEW.agreed_on < (
          SELECT max(a.agreed_on) FROM return_plan_agreements a WHERE a.track_id = NEW.track_id)
      OR NEW.agreed_on < (SELECT opened_on FROM return_tracks t WHERE t.id = NEW.track_id) THEN
    RAISE EXCEPTION 'not agreed then' USING ERRCODE = '23514', CONSTRAINT = 'return_plan_agreed_then';
  END IF;
  -- By the earliest day on which the person can be born: certainly a child.
  IF NEW.agreed_by = 'self'
      AND EXISTS (
          SELECT 1
            FROM cases c
           WHERE c.id = NEW.case_id
             AND coalesce(c.born_from, make_date(c.birth_year, 1, 1)) + interval '18 years'
               > NEW.agreed_on) THEN
    RAISE EXCEPTION 'a child does not agree alone'
      USING ERRCODE = '23514', CONSTRAINT = 'return_plan_of_a_child';
  END IF;
  IF NOT EXISTS (
      SELECT 1
        FROM return_plan_items i
       WHERE i.track_id = NEW.track_id
         AND NOT EXISTS (SELECT 1 FROM return_plan_ends e WHERE e.item_id = i.id)) THEN
    RAISE EXCEPTION 'a plan of nothing' USING ERRCODE = '23514', CONSTRAINT = 'return_plan_has_items';
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION return_plan_is_agreed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION return_plan_is_agreed TO mawa_owner;
RESET ROLE;
