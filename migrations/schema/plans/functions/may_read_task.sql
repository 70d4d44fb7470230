-- Whether a task is the actor's business: of a case, as far as they have its care (or its facts, where the task is
-- addressed to them); addressed to a person, theirs; of an overdue stay or a bed to prepare, in a house of theirs; else by role.
CREATE OR REPLACE FUNCTION may_read_task(
  p_kind text, p_case uuid, p_user uuid, p_role text, p_subject uuid,
  p_roles text[], p_reach reach)
RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF p_case IS NOT NULL THEN
    RETURN may_read_case(p_case, 'care', p_reach)
        OR coalesce(p_user = mawa_actor(), false) AND may_read_case(p_case, 'facts', p_reach);
  END IF;
  IF p_user IS NOT NULL THEN RETURN p_user = mawa_actor(); END IF;
  RETURN p_role = ANY (p_roles)
    AND (p_kind <> 'overdue_stay' OR EXISTS (
      SELECT FROM bookings b WHERE b.id = p_subject AND b.shelter_id = ANY (p_reach.principals)))
    AND (p_kind <> 'bed_to_prepare' OR p_subject = ANY (p_reach.principals));
END
$$;
