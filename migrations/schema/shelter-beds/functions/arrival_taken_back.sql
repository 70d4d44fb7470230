-- Trigger on booking_people: a check-in taken back closes the tasks about that arrival.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION arrival_taken_back() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor(), ended_by = 'arrival_taken_back'
   WHERE kind IN ('person_arrived', 'arrival_review') AND subject_id = NEW.booking_id AND done_at IS NULL;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION arrival_taken_back FROM PUBLIC;
GRANT EXECUTE ON FUNCTION arrival_taken_back TO mawa_owner;
RESET ROLE;
