-- A booking and those before it that were left for it by moves within the same shelter: together they are one
-- stay.
CREATE OR REPLACE FUNCTION stay_chain(p_booking uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE chain AS (
    SELECT k.id, k.shelter_id FROM bookings k
     WHERE k.id = p_booking
    UNION SELECT o.id, o.shelter_id
      FROM chain c
      JOIN bed_move_parts p ON p.to_booking = c.id
      JOIN bed_moves m ON m.id = p.move_id AND m.undone_at IS NULL
      JOIN bookings o ON o.id = p.from_booking AND o.shelter_id = c.shelter_id)
  SELECT id FROM chain
$$;
