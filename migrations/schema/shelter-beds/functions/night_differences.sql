-- For closed nights from p_from to before p_until, in these shelters (null: all): what bookings, beds and
-- absences count today, less what night_counts holds. Returns only nights and shelters where they differ.
-- The one definition of these counts. Called by recount_nights() and compare_night_counts().
CREATE OR REPLACE FUNCTION night_differences(p_from date, p_until date, p_shelters uuid[])
RETURNS TABLE (night date, shelter_id uuid, slept integer, beds integer, rooms_slept integer, rooms integer)
LANGUAGE sql STABLE AS $$
  WITH closed AS MATERIALIZED (
    SELECT c.night FROM closed_nights c WHERE c.night >= p_from AND c.night < p_until
  ), houses AS MATERIALIZED (
    SELECT s.id FROM shelters s WHERE p_shelters IS NULL OR s.id = ANY (p_shelters)
  ), booked AS MATERIALIZED (
    SELECT k.shelter_id, k.id, k.bed_id, p_from + n AS night,
           k.state <> 'blocked' AND k.checked_in_at IS NOT NULL AS came
      FROM houses h
      JOIN bookings k ON k.shelter_id = h.id AND k.nights && daterange(p_from, p_until)
        AND k.state IN ('stay', 'ended', 'blocked')
        AND (k.state <> 'stay' OR k.checked_in_at IS NOT NULL)
      CROSS JOIN LATERAL generate_series(
        greatest(lower(k.nights) - p_from, 0), least(k.ends_on, p_until) - p_from - 1) n
  ), taken AS (
    SELECT b.shelter_id, b.night, count(*) FILTER (WHERE p.booking_id IS NOT NULL AND a.booking_id IS NULL) AS slept,
           count(DISTINCT d.room_id) AS rooms_slept
      FROM booked b
      JOIN closed c ON c.night = b.night
      JOIN beds d ON d.id = b.bed_id
      LEFT JOIN booking_people p ON p.booking_id = b.id
      LEFT JOIN nights_away a ON a.booking_id = b.id AND a.night = b.night
     WHERE b.came
     GROUP BY 1, 2
  ), blocked AS (
    SELECT b.shelter_id, b.night, count(*) AS beds
      FROM booked b JOIN closed c ON c.night = b.night
     WHERE NOT b.came
     GROUP BY 1, 2
  ), in_service AS (
    SELECT d.shelter_id, c.night, count(*) AS beds,
           count(DISTINCT d.room_id) FILTER (WHERE o.bed_id IS NULL) AS rooms
      FROM houses h
      JOIN beds d ON d.shelter_id = h.id
      JOIN closed c ON d.in_service @> c.night
      LEFT JOIN booked o ON NOT o.came AND o.bed_id = d.id AND o.night = c.night
     GROUP BY 1, 2
  ), kept AS (
    SELECT n.night, n.shelter_id, sum(n.slept) AS slept, sum(n.beds) AS beds, sum(n.rooms_slept) AS rooms_slept,
           sum(n.rooms) AS rooms
      FROM night_counts n
     WHERE n.night >= p_from AND n.night < p_until AND (p_shelters IS NULL OR n.shelter_id = ANY (p_shelters))
     GROUP BY 1, 2
  ), parts AS (
    SELECT t.shelter_id, t.night, t.slept, 0::numeric AS beds, t.rooms_slept, 0::numeric AS rooms FROM taken t
    UNION ALL SELECT b.shelter_id, b.night, 0, -b.beds, 0, 0 FROM blocked b
    UNION ALL SELECT i.shelter_id, i.night, 0, i.beds, 0, i.rooms FROM in_service i
    UNION ALL SELECT k.shelter_id, k.night, -k.slept, -k.beds, -k.rooms_slept, -k.rooms FROM kept k
  )
  SELECT p.night, p.shelter_id, sum(p.slept)::int, sum(p.beds)::int, sum(p.rooms_slept)::int, sum(p.rooms)::int
    FROM parts p
   GROUP BY 1, 2
  HAVING (sum(p.slept), sum(p.beds), sum(p.rooms_slept), sum(p.rooms)) IS DISTINCT FROM (0, 0, 0, 0)
$$;
REVOKE EXECUTE ON FUNCTION night_differences FROM PUBLIC;
GRANT EXECUTE ON FUNCTION night_differences TO mawa_gate;
