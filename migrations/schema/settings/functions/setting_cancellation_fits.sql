-- Trigger on setting_proposals: what a cancellation takes back is a confirmed value of this setting that waits for its
-- day; it has its value and its day. 23514 setting_is_removed, setting_is_in_force; setting_cancels_a_plan where it is
-- no such value.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION setting_cancellation_fits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_plan setting_proposals;
  v_decision setting_decisions;
BEGIN
  SELECT * INTO v_plan FROM setting_proposals WHERE id = NEW.cancels;
  SELECT * INTO v_decision FROM setting_decisions WHERE proposal_id = NEW.cancels;
  IF v_plan.key IS DISTINCT FROM NEW.key
    OR v_plan.cancels IS NOT NULL
    OR v_decision.decision IS DISTINCT FROM 'confirmed'
    OR NOT EXISTS (SELECT 1 FROM setting_definitions WHERE key = NEW.key AND kind IN ('value', 'dated_rows'))
  THEN
    PERFORM refuse('setting_cancels_a_plan');
  END IF;
  IF v_decision.cancelled_by IS NOT NULL THEN PERFORM refuse('setting_is_removed'); END IF;
  IF v_decision.in_force_from <= mawa_now() THEN PERFORM refuse('setting_is_in_force'); END IF;
  NEW.value := v_plan.value;
  NEW.from_day := v_plan.from_day;
  RETURN NEW;
END
$$;
REVOKE EXECUTE ON FUNCTION setting_cancellation_fits FROM PUBLIC;
GRANT EXECUTE ON FUNCTION setting_cancellation_fits TO mawa_owner;
RESET ROLE;
