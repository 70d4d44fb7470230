-- Whether this user may answer for cases: a person's account in use, with a confirmed role that opens cases.
-- Called inside functions of mawa_gate.
CREATE OR REPLACE FUNCTION mawa_can_hold(p_user uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT 1 FROM users u JOIN current_roles r ON r.user_id = u.id
    WHERE u.id = p_user AND u.active AND NOT u.system AND NOT u.service AND r.opens_cases
      AND r.confirmed_by IS NOT NULL AND r.ended_at IS NULL);
END
$$;
