-- Whether the actor is a manager of this shelter: works there and holds the role.
CREATE OR REPLACE FUNCTION mawa_manages_shelter(p_shelter uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT mawa_has_role('shelter_manager') AND p_shelter = ANY ((actor_reach()).principals)
$$;
