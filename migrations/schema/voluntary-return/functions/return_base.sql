-- The day from which the year after is counted (view return_bases), for the triggers of follow-ups, surveys,
-- satisfaction and outcomes; locks the track. Raises 23514 return_has_begun_anew where the person has not
-- arrived or the track was given up.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_base(p_track uuid, p_case uuid) RETURNS date
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_base date;
BEGIN
  PERFORM 1 FROM return_tracks WHERE id = p_track AND case_id = p_case FOR NO KEY UPDATE;
  SELECT b.base INTO v_base
    FROM return_bases b
   WHERE b.track_id = p_track
     AND b.case_id = p_case
     AND b.state IN ('arrived', 'reintegrating', 'completed');
  IF v_base IS NULL THEN
    RAISE EXCEPTION 'there is no time after yet'
      USING ERRCODE = '23514', CONSTRAINT = 'return_has_begun_anew';
  END IF;
  RETURN v_base;
END
$$;
REVOKE EXECUTE ON FUNCTION return_base FROM PUBLIC;
RESET ROLE;
