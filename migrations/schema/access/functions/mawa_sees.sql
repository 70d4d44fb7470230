-- Whether the actor may read this part of this case (may_read_case), for functions and statements outside
-- policies.
CREATE OR REPLACE FUNCTION mawa_sees(p_case uuid, p_part text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN may_read_case(p_case, p_part, actor_reach());
END
$$;
