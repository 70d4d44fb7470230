-- Trigger on booking_people: the shelter's access to the case follows the bed. A hold or promise opens it
-- (reason hold, until hold_until), a stay widens it (reason stay), an exit ends it after
-- access_after_exit_days, anything else at once.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION access_follows_the_bed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_shelter uuid := (SELECT shelter_id FROM bookings WHERE id = NEW.booking_id);
  v_reason text := CASE
    WHEN NEW.state IN ('hold', 'promised') THEN 'hold'
    WHEN NEW.state = 'stay' THEN 'stay'
  END;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.state = OLD.state THEN
    RETURN NULL;
  END IF;
  UPDATE case_access
     SET until_at = least(coalesce(until_at, 'infinity'), mawa_now() + CASE WHEN NEW.state = 'ended'
       OR NEW.state = 'void' AND (SELECT outcome FROM bookings WHERE id = NEW.booking_id) = 'day_visit'
       THEN make_interval(days => (mawa_setting('access_after_exit_days'))::int) ELSE interval '0' END)
   WHERE case_id = NEW.case_id AND source_id = NEW.booking_id AND (until_at IS NULL OR until_at > mawa_now())
     AND reason IS DISTINCT FROM v_reason;
  IF v_reason IS NOT NULL THEN
    -- A hold opens the person until its time and not a minute longer, whether a job runs or not.
    INSERT INTO case_access (
      case_id, principal_kind, principal_id, reason, parts, source_id, until_at, given_by)
    SELECT NEW.case_id, 'shelter', v_shelter, r.reason, r.parts, NEW.booking_id,
      CASE NEW.state WHEN 'hold' THEN (SELECT hold_until FROM bookings WHERE id = NEW.booking_id) END,
      mawa_actor()
      FROM access_reasons r
     WHERE r.reason = v_reason
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION access_follows_the_bed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION access_follows_the_bed TO mawa_owner;
RESET ROLE;
