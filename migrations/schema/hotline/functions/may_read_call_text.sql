-- Whether the actor may read what a caller said: the operator who took the call, until some hours after its
-- end (setting hotline_own_hours), and case supervisors, as far as the policy of `calls` lets them.
CREATE OR REPLACE FUNCTION may_read_call_text(p_call uuid) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (
    SELECT FROM calls c
     WHERE c.id = p_call
       AND (c.taken_by = mawa_actor()
            AND mawa_has_role('hotline_operator')
            AND (c.ended_at IS NULL
                 OR c.ended_at > mawa_now() - make_interval(hours => mawa_setting('hotline_own_hours')::int))
          OR mawa_has_role('case_supervisor')));
END
$$;
