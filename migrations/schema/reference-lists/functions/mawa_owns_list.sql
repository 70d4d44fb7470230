-- Whether the actor writes this list: its owner's role, and its owner's kind of organisation where it names
-- one.
CREATE OR REPLACE FUNCTION mawa_owns_list(p_list text) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM lists l
     WHERE l.name = p_list
       AND mawa_has_role(l.owner_role)
       AND (l.owner_kind IS NULL
            OR EXISTS (
              SELECT 1 FROM users u
                JOIN organisations o ON o.id = u.organisation_id
               WHERE u.id = mawa_actor() AND o.active AND o.kind = l.owner_kind)));
END
$$;
