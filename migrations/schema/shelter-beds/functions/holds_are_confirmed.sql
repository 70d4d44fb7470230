-- Trigger on booking_people and arrival_agreements: closes the tasks that ask to confirm a hold once it is
-- over or agreed.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION holds_are_confirmed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor(),
         ended_by = CASE to_jsonb(NEW) ->> 'state' WHEN 'void' THEN 'booking_ended' ELSE 'its_act' END
   WHERE kind = 'confirm_hold' AND subject_id = NEW.booking_id AND done_at IS NULL;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION holds_are_confirmed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION holds_are_confirmed TO mawa_owner;
RESET ROLE;
