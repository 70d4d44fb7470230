-- Trigger of work_placements: an employer vetted today and on the first day (under the lock of the employer),
-- the accepted application of the same case, a first day within half a year, and no wage under the minimum.
-- 23514: work_employer_is_vetted, work_placement_of_its_application, work_starts_soon, work_floor_is_known,
-- work_wage_is_enough.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION work_placement_is_lawful() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_floor numeric;
BEGIN
  IF NEW.kind = 'self' THEN RETURN NEW; END IF;
  -- Whoever strikes this employer and whoever places somebody there wait for each other.
  PERFORM 1 FROM work_employers WHERE id = NEW.employer_id FOR NO KEY UPDATE;
  IF NOT (work_vetted(NEW.employer_id, mawa_day(mawa_now()))
          AND work_vetted(NEW.employer_id, NEW.starts_on)) THEN
    RAISE EXCEPTION 'nobody vetted this employer'
      USING ERRCODE = '23514', CONSTRAINT = 'work_employer_is_vetted';
  END IF;
  IF NEW.application_id IS NOT NULL THEN
    PERFORM 1 FROM work_applications a WHERE a.id = NEW.application_id FOR NO KEY UPDATE;
    IF NOT EXISTS (
        SELECT 1
          FROM work_applications a JOIN work_offers o ON o.id = a.offer_id
         WHERE a.id = NEW.application_id
           AND a.case_id = NEW.case_id
           AND a.state = 'accepted'
           AND o.employer_id = NEW.employer_id) THEN
      RAISE EXCEPTION 'not of that offer'
        USING ERRCODE = '23514', CONSTRAINT = 'work_placement_of_its_application';
    END IF;
  END IF;
  IF NEW.starts_on > mawa_day(mawa_now()) + 180 THEN
    RAISE EXCEPTION 'too far ahead' USING ERRCODE = '23514', CONSTRAINT = 'work_starts_soon';
  END IF;
  -- An apprenticeship is not measured with the floor: it is written, which a check holds.
  IF NEW.contract_kind <> 'apprenticeship' THEN
    v_floor := work_floor(NEW.floor_kind, NEW.starts_on);
    IF v_floor IS NULL THEN
      RAISE EXCEPTION 'no floor is known' USING ERRCODE = '23514', CONSTRAINT = 'work_floor_is_known';
    END IF;
    IF NEW.wage < work_least_wage(NEW.floor_kind, v_floor, NEW.wage_period, NEW.hours_a_week,
      NEW.days_a_week) THEN
      RAISE EXCEPTION 'under the floor' USING ERRCODE = '23514', CONSTRAINT = 'work_wage_is_enough';
    END IF;
  END IF;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION work_placement_is_lawful FROM PUBLIC;
GRANT EXECUTE ON FUNCTION work_placement_is_lawful TO mawa_owner;
RESET ROLE;
