-- The closed day that closes a court on a day, its own before those of all courts; NULL where it sits.
CREATE OR REPLACE FUNCTION court_closure(p_court uuid, p_day date) RETURNS uuid
LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN (
    SELECT d.id
      FROM court_closed_days d
     WHERE (d.court_id IS NULL OR d.court_id = p_court)
       AND d.removed_at IS NULL
       AND (d.day = p_day
            OR d.yearly AND p_day >= d.day AND to_char(d.day, 'MM-DD') = to_char(p_day, 'MM-DD'))
     ORDER BY d.court_id NULLS LAST, d.yearly LIMIT 1);
END
$$;
GRANT EXECUTE ON FUNCTION court_closure TO mawa_app, mawa_gate;
