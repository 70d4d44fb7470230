-- Writes the difference between the present counts of closed nights and the stored night_counts, for these nights and
-- shelters (null: all). Serialised per shelter, because a room occupied by two people counts once, whichever was
-- entered first. Returns the number of rows written. Called by triggers and rebuild_night_counts().
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION recount_nights(p_from date, p_until date, p_shelters uuid[], p_source text) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_from date;
  v_until date;
  v_rows integer;
BEGIN
  SELECT min(night), max(night) + 1 INTO v_from, v_until
    FROM closed_nights
   WHERE night >= p_from AND night < p_until;
  IF v_from IS NULL THEN RETURN 0; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('night-counts/' || s, 0))
    FROM (SELECT DISTINCT unnest(p_shelters) AS s ORDER BY 1) shelters;
  INSERT INTO night_counts (night, shelter_id, source, slept, beds, rooms_slept, rooms)
  SELECT d.night, d.shelter_id, p_source, d.slept, d.beds, d.rooms_slept, d.rooms
    FROM night_differences(v_from, v_until, p_shelters) d
   ORDER BY d.night, d.shelter_id;
  GET DIAGNOSTICS v_rows = ROW_COUNT;
  RETURN v_rows;
END
$$;
REVOKE EXECUTE ON FUNCTION recount_nights FROM PUBLIC;
RESET ROLE;
