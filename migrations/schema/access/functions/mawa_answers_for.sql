-- Raises 42501 unless the actor is a holder of this case (mawa_holds_fully). First statement of the functions of the
-- page "Access".
CREATE OR REPLACE FUNCTION mawa_answers_for(p_case uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  IF NOT mawa_holds_fully(p_case) THEN
    RAISE EXCEPTION 'this actor does not answer for this case' USING ERRCODE = '42501';
  END IF;
END
$$;
