-- Whether this account signs in through the identity provider of its organisation only, so that its password is not accepted:
-- neither an administrator nor an account that may always sign in with its password (local_sign_ins). Where no
-- edition is in force, the one that was confirmed last decides: one administrator who ends it does not accept passwords again. p_now: the instant, which
-- outside a transaction of the application only the caller knows.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION password_refused(p_user uuid, p_now timestamptz) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM users u CROSS JOIN LATERAL (
        SELECT e.only_way FROM identity_provider_editions e
         WHERE e.organisation_id = u.organisation_id AND e.confirmed_at IS NOT NULL
         ORDER BY e.ended_at IS NULL DESC, e.ended_at IS NULL AND e.only_way DESC, e.confirmed_at DESC LIMIT 1
      ) AS latest
     WHERE u.id = p_user AND latest.only_way)
    AND NOT EXISTS (
      SELECT 1 FROM local_sign_ins s WHERE s.user_id = p_user AND s.confirmed_at IS NOT NULL AND s.ended_at IS NULL)
    AND NOT EXISTS (
      SELECT 1 FROM user_roles r
       WHERE r.user_id = p_user AND r.role = 'administrator' AND r.ended_at IS NULL AND r.confirmed_at IS NOT NULL
         AND (r.last_day IS NULL OR r.last_day >= mawa_day(p_now)));
END
$$;
REVOKE EXECUTE ON FUNCTION password_refused FROM PUBLIC;
GRANT EXECUTE ON FUNCTION password_refused TO mawa_app;
RESET ROLE;
