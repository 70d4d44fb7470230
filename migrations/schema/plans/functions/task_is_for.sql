-- Whether a task waits for a user with these roles: it is in their name, or for a role of theirs and not taken by
-- another. The one definition: list, day, digest, caseload.
CREATE OR REPLACE FUNCTION task_is_for(
  p_for_user uuid, p_for_role text, p_taken_by uuid, p_user uuid, p_roles text[]) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE
      WHEN p_for_user IS NOT NULL THEN p_for_user = p_user
      ELSE p_for_role = ANY (p_roles) AND (p_taken_by IS NULL OR p_taken_by = p_user)
    END
$$;
