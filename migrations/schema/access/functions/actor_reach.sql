-- What the actor may reach: the principals whose access rows count for them, and the cases that are hidden from
-- them. Computed from the rows once a transaction and kept in the setting `mawa.reach`, signed (reach_signature);
-- a value that somebody else wrote, or of another actor, instant or transaction, is not believed but computed anew.
-- Triggers `reset_reach` empty the setting when rows change that it is computed from.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION actor_reach() RETURNS reach
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  v_kept text := current_setting('mawa.reach', true);
  v_reach reach;
BEGIN
  IF v_kept <> '' AND left(v_kept, 64) = reach_signature(substr(v_kept, 65)) THEN
    RETURN substr(v_kept, 65)::reach;
  END IF;
  v_reach := ROW (mawa_principals(), mawa_hidden_cases());
  PERFORM set_config('mawa.reach', reach_signature(v_reach::text) || v_reach::text, true);
  RETURN v_reach;
END
$$;
REVOKE EXECUTE ON FUNCTION actor_reach FROM PUBLIC;
GRANT EXECUTE ON FUNCTION actor_reach TO mawa_app, mawa_figures, mawa_blind, mawa_owner;
RESET ROLE;
