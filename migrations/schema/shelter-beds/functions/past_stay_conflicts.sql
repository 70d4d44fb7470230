-- Of stays that are about to be brought in, each position that cannot be and why: brought_before (a stay of the
-- person that was brought in), in_mawa (a booking of the person), bed_taken (a booking, or a stay brought in, of
-- the bed), closed_night (a night that was closed) or before_birth. From here to the end of the transaction bookings
-- of past nights wait. 42501 where the actor may not write the care of one of the cases.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION past_stay_conflicts(p_cases uuid[], p_beds uuid[], p_from date[], p_until date[])
RETURNS TABLE(place integer, conflict text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (
      SELECT FROM (SELECT DISTINCT unnest(p_cases)) c (id)
       WHERE NOT may_write_case(c.id, 'care', (SELECT actor_reach()))) THEN
    RAISE EXCEPTION 'not one who writes the care of these cases' USING ERRCODE = '42501';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('past_stays', 9));
  RETURN QUERY
    WITH stays AS MATERIALIZED (
      SELECT s.n::integer AS n, s.person, s.bed, daterange(s.from_day, s.until_day) AS nights
        FROM unnest(p_cases, p_beds, p_from, p_until) WITH ORDINALITY AS s (person, bed, from_day, until_day, n)),
    files AS MATERIALIZED (
      SELECT c.person, f.id
        FROM (SELECT DISTINCT s.person FROM stays s) c
       CROSS JOIN LATERAL (SELECT mawa_files(c.person)) f (id))
    SELECT s.n, 'brought_before'
      FROM stays s
     WHERE EXISTS (
         SELECT FROM files f JOIN past_stays p ON p.case_id = f.id
          WHERE f.person = s.person AND p.nights && s.nights)
    UNION ALL
    SELECT s.n, 'in_mawa'
      FROM stays s
     WHERE EXISTS (
         SELECT FROM booking_people b
          WHERE coalesce(b.person_id, b.case_id) = s.person AND b.nights && s.nights AND b.state <> 'void')
    UNION ALL
    SELECT s.n, 'bed_taken'
      FROM stays s
     WHERE s.bed IS NOT NULL
       AND (EXISTS (SELECT FROM past_stays p WHERE p.bed_id = s.bed AND p.nights && s.nights)
            OR EXISTS (
                SELECT FROM bookings k
                 WHERE k.bed_id = s.bed AND k.nights && s.nights AND k.state NOT IN ('void', 'blocked')))
    UNION ALL
    SELECT s.n, 'closed_night'
      FROM stays s
     WHERE EXISTS (
         SELECT FROM closed_nights n WHERE n.night >= lower(s.nights) AND n.night < upper(s.nights))
    UNION ALL
    SELECT s.n, 'before_birth'
      FROM stays s JOIN cases c ON c.id = s.person
     WHERE lower(s.nights) < coalesce(c.born_from, make_date(c.birth_year, 1, 1));
END
$$;
REVOKE EXECUTE ON FUNCTION past_stay_conflicts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION past_stay_conflicts TO mawa_app;
RESET ROLE;
