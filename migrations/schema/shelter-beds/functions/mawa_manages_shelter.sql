-- Whether the actor is a manager of this shelter, in person: works there, holds the role and comes without a token.
CREATE OR REPLACE FUNCTION mawa_manages_shelter(p_shelter uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT mawa_token() IS NULL
     AND mawa_has_role('shelter_manager')
     AND p_shelter = ANY ((actor_reach()).principals)
$$;
