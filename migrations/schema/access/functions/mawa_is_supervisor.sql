-- Whether this user holds the confirmed role case_supervisor. Called inside functions of mawa_gate.
CREATE OR REPLACE FUNCTION mawa_is_supervisor(p_user uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM current_roles r
      JOIN users u ON u.id = r.user_id AND u.active AND NOT u.system
     WHERE r.user_id = p_user
       AND r.role = 'case_supervisor'
       AND r.confirmed_by IS NOT NULL
       AND r.ended_at IS NULL);
END
$$;
