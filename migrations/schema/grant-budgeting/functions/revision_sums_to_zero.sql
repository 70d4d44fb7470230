-- Deferred trigger of revisions and their lines: all announced lines are there, and the changes sum to zero.
-- 23514 revision_sums_to_zero.
CREATE OR REPLACE FUNCTION revision_sums_to_zero() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_id uuid := coalesce(to_jsonb(NEW)->>'revision_id', to_jsonb(NEW)->>'id')::uuid;
  v_sum numeric;
  v_count integer;
BEGIN
  SELECT coalesce(sum(change), 0), count(*) INTO v_sum, v_count
    FROM budget_revision_lines
   WHERE revision_id = v_id;
  IF v_sum <> 0 OR v_count <> (SELECT line_count FROM budget_revisions WHERE id = v_id) THEN
    RAISE EXCEPTION 'the changes of a revision sum to zero'
      USING ERRCODE = '23514', CONSTRAINT = 'revision_sums_to_zero';
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION revision_sums_to_zero FROM PUBLIC;
