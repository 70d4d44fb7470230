-- Two people: somebody who sees the identity of both and answers for one closes the pair as not_same, for a
-- reason. 42501 otherwise. Returns 0 where the pair is not open.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION mark_not_same(p_pair uuid, p_why text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_pair record;
BEGIN
  SELECT p.case_id, p.other_id, p.state INTO v_pair FROM duplicate_pairs p WHERE p.id = p_pair FOR UPDATE;
  IF NOT FOUND
     OR NOT mawa_may_open_cases()
     OR NOT mawa_sees(v_pair.case_id, 'identity')
     OR NOT mawa_sees(v_pair.other_id, 'identity')
     OR NOT (mawa_holds_fully(v_pair.case_id) OR mawa_holds_fully(v_pair.other_id)) THEN
    RAISE EXCEPTION 'this pair is not for this actor to judge' USING ERRCODE = '42501';
  END IF;
  IF v_pair.state <> 'proposed' THEN RETURN 0; END IF;
  RETURN set_duplicate_state(p_pair, 'not_same', p_why);
END
$$;
REVOKE EXECUTE ON FUNCTION mark_not_same FROM PUBLIC;
GRANT EXECUTE ON FUNCTION mark_not_same TO mawa_app;
RESET ROLE;
