-- The second factor of the actor's own account, confirmed or begun, and how many recovery codes are left. `synthetic`: the
-- mark of the database, where the code may be shown.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION own_second_factor() RETURNS TABLE(
  factor_id uuid,
  secret bytea,
  wrapped bytea,
  made_at timestamptz,
  confirmed_at timestamptz,
  last_step bigint,
  begun_in bytea,
  codes_left integer,
  synthetic boolean
)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN QUERY
    SELECT f.id, f.secret, k.wrapped, f.made_at, f.confirmed_at, f.last_step, f.begun_in,
           (SELECT count(*)::int FROM recovery_codes c WHERE c.user_id = f.user_id AND c.used_at IS NULL),
           coalesce((SELECT i.synthetic FROM installation i), false)
      FROM second_factors f JOIN keys.record_keys k ON k.kind = 'second_factor' AND k.record_id = f.id
     WHERE f.user_id = mawa_actor();
END
$$;
REVOKE EXECUTE ON FUNCTION own_second_factor FROM PUBLIC;
GRANT EXECUTE ON FUNCTION own_second_factor TO mawa_app;
RESET ROLE;
