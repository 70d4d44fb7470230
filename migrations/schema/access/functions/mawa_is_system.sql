-- Whether the actor is a system user (night closing, jobs, command line).
CREATE OR REPLACE FUNCTION mawa_is_system() RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM users WHERE id = mawa_actor() AND system AND active);
END
$$;
REVOKE EXECUTE ON FUNCTION mawa_is_system FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mawa_is_system TO mawa_app, mawa_figures, mawa_blind, mawa_gate;
