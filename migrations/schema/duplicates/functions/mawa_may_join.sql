-- Raises 42501 unless the actor, a reintegration officer or case supervisor, answers for both files; 23514
-- joined_while_erased while an erasure of one of them is asked for or approved.
CREATE OR REPLACE FUNCTION mawa_may_join(p_one uuid, p_other uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT mawa_has_role('reintegration_officer', 'case_supervisor')
     OR NOT mawa_holds_fully(p_one)
     OR NOT mawa_holds_fully(p_other) THEN
    RAISE EXCEPTION 'this actor does not answer for both files' USING ERRCODE = '42501';
  END IF;
  IF EXISTS (
    SELECT 1 FROM erasures
     WHERE case_id IN (SELECT mawa_files(p_one) UNION SELECT mawa_files(p_other))
       AND done_at IS NULL
       AND decision IS DISTINCT FROM 'refused') THEN
    RAISE EXCEPTION 'an erasure was asked for' USING ERRCODE = '23514', CONSTRAINT = 'joined_while_erased';
  END IF;
END
$$;
