-- Changes the state of a pair; leaving "proposed" closes its tasks and the access it gave. For functions of
-- mawa_gate. Returns 0 where nothing changed.
CREATE OR REPLACE FUNCTION set_duplicate_state(p_pair uuid, p_state text, p_why text) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  v_before text := (SELECT state FROM duplicate_pairs WHERE id = p_pair FOR UPDATE);
BEGIN
  IF v_before IS NULL OR v_before = p_state THEN RETURN 0; END IF;
  UPDATE duplicate_pairs SET state = p_state WHERE id = p_pair;
  INSERT INTO duplicate_states (pair_id, from_state, to_state, why) VALUES (p_pair, v_before, p_state, p_why);
  IF p_state <> 'proposed' THEN
    UPDATE tasks SET done_at = mawa_now(), done_by = mawa_actor()
     WHERE kind = 'duplicate' AND subject_id = p_pair AND done_at IS NULL;
    UPDATE case_access SET until_at = mawa_now()
     WHERE reason = 'duplicate' AND source_id = p_pair AND (until_at IS NULL OR until_at > mawa_now());
    DELETE FROM duplicate_notices WHERE pair_id = p_pair;
  END IF;
  RETURN 1;
END
$$;
