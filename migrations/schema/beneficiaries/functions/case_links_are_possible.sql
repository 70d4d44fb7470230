-- Trigger on case_links: refuses a circle of parents (case_links_no_circle), a child not younger than its
-- parent by years that are known (case_links_child_is_younger) and a guardian under 18
-- (case_links_guardian_is_adult), all 23514. Runs as mawa_gate, since the chain of parents may pass through
-- cases that the actor may not see.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION case_links_are_possible() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_from smallint := (
    SELECT birth_year FROM cases WHERE id = NEW.from_case AND age_certainty NOT IN ('estimated', 'unknown'));
  v_to smallint := (
    SELECT birth_year FROM cases WHERE id = NEW.to_case AND age_certainty NOT IN ('estimated', 'unknown'));
BEGIN
  IF NEW.kind = 'parent_of' THEN
    -- Two who add a parent at once wait for each other: a circle is closed by the second.
    PERFORM pg_advisory_xact_lock(hashtextextended('case_links/parents', 0));
    IF EXISTS (
      WITH RECURSIVE below (id) AS (
        SELECT NEW.to_case
        UNION SELECT mawa_person(l.to_case)
          FROM case_links l
          JOIN below b ON l.from_case IN (SELECT mawa_files(b.id))
         WHERE l.kind = 'parent_of' AND l.ended_at IS NULL)
      SELECT 1 FROM below WHERE id = NEW.from_case) THEN
      RAISE EXCEPTION 'nobody is their own ancestor'
        USING ERRCODE = '23514', CONSTRAINT = 'case_links_no_circle';
    END IF;
    IF v_to <= v_from THEN
      RAISE EXCEPTION 'a child is younger than its parent'
        USING ERRCODE = '23514', CONSTRAINT = 'case_links_child_is_younger';
    END IF;
  END IF;
  IF NEW.kind = 'guardian_of' AND extract(year FROM mawa_day(mawa_now())) - v_from < 18 THEN
    RAISE EXCEPTION 'a guardian is of age'
      USING ERRCODE = '23514', CONSTRAINT = 'case_links_guardian_is_adult';
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION case_links_are_possible FROM PUBLIC;
GRANT EXECUTE ON FUNCTION case_links_are_possible TO mawa_owner;
RESET ROLE;
