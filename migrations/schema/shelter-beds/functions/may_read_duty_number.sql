-- Whether the actor may read the duty number of this shelter: managers and staff who work there, and an operator
-- while a bed there is held for a call of theirs. No token reads it.
CREATE OR REPLACE FUNCTION may_read_duty_number(p_shelter uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT mawa_token() IS NULL
     AND (mawa_has_role('shelter_manager', 'shelter_staff') AND p_shelter = ANY ((actor_reach()).principals)
          OR bed_held_for_call(p_shelter))
$$;
