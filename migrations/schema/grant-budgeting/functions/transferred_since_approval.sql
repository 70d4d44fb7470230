-- What revisions moved since the budget that the donor last approved (see revision_transfer).
CREATE OR REPLACE FUNCTION transferred_since_approval(p_grant uuid) RETURNS numeric
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (
    SELECT coalesce(sum(revision_transfer(v.revision_id)), 0.00)
      FROM budget_versions v
     WHERE v.grant_id = p_grant
       AND v.version > (
           SELECT max(a.version) FROM budget_versions a WHERE a.grant_id = p_grant AND a.is_approved));
END
$$;
