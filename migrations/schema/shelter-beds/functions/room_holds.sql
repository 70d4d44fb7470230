-- What a room is on one night, and the span of nights around it over which mix and step-free access stay the
-- same.
CREATE OR REPLACE FUNCTION room_holds(p_room uuid, p_night date)
RETURNS TABLE(mix text, step_free boolean, holds daterange)
LANGUAGE sql STABLE AS $$
  SELECT f.mix, f.step_free,
    daterange(coalesce((
                SELECT max(upper(b.during)) FROM room_facts b
                 WHERE b.room_id = p_room
                   AND upper(b.during) <= p_night
                   AND (b.mix, b.step_free) <> (f.mix, f.step_free)), '2000-01-01'),
              (
                SELECT min(lower(a.during)) FROM room_facts a
                 WHERE a.room_id = p_room
                   AND lower(a.during) > p_night
                   AND (a.mix, a.step_free) <> (f.mix, f.step_free)))
    FROM room_facts f
   WHERE f.room_id = p_room AND f.during @> p_night
$$;
