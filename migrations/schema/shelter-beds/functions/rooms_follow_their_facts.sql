-- Copies tonight's room_facts to rooms; called by each closing of a night and after a change.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION rooms_follow_their_facts() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  UPDATE rooms r SET mix = f.mix, floor = f.floor, step_free = f.step_free
    FROM room_facts f
   WHERE f.room_id = r.id AND f.during @> mawa_tonight()
     AND (r.mix, r.floor, r.step_free) IS DISTINCT FROM (f.mix, f.floor, f.step_free)
$$;
REVOKE EXECUTE ON FUNCTION rooms_follow_their_facts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION rooms_follow_their_facts TO mawa_app;
RESET ROLE;
