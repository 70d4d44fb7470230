-- What a revision moves in the sense of 2 CFR 200.308: the sum of what object classes gain by it.
CREATE OR REPLACE FUNCTION revision_transfer(p_revision uuid) RETURNS numeric
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN (
    SELECT coalesce(sum(greatest(c.change, 0)), 0.00)
      FROM (SELECT sum(x.change) AS change
              FROM budget_revision_lines x JOIN budget_lines l ON l.id = x.line_id
             WHERE x.revision_id = p_revision
             GROUP BY l.object_class) c);
END
$$;
