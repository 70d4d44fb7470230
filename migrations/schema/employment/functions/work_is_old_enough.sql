-- Trigger of work_placements: nobody who may be younger than work_least_age on the first day, by the lowest
-- age that any of their files allows. 23514 work_is_old_enough.
CREATE OR REPLACE FUNCTION work_is_old_enough() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
      SELECT 1
        FROM cases c
       WHERE c.id = ANY (ARRAY(SELECT mawa_files(NEW.case_id)) || NEW.case_id)
         AND least(extract(year FROM age(NEW.starts_on, c.born_until))::int,
           extract(year FROM NEW.starts_on)::int - c.birth_year - 1,
           c.age_at_registration + (NEW.starts_on - c.registered_on::date) / 366)
           < (mawa_setting('work_least_age'))::text::int) THEN
    RAISE EXCEPTION 'too young to be placed' USING ERRCODE = '23514', CONSTRAINT = 'work_is_old_enough';
  END IF;
  RETURN NEW;
END
$$;
