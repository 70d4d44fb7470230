-- When a stay began (moves within the shelter included), the shelter's limit of nights today, the nights
-- allowed in addition, and the day on which they end.
CREATE OR REPLACE FUNCTION stay_length(p_booking uuid)
RETURNS TABLE(began date, limit_nights integer, extended integer, ends_on date)
LANGUAGE sql STABLE AS $$
  SELECT x.began, x.most, x.more, x.began + x.most + x.more
    FROM (
      SELECT (
        SELECT min(lower(k.nights)) FROM bookings k
         WHERE k.id IN (SELECT stay_chain(p_booking)) AND k.state <> 'void') AS began,
        (
          SELECT l.nights FROM shelter_stay_limits l
            JOIN bookings k ON k.shelter_id = l.shelter_id
           WHERE k.id = p_booking AND l.valid @> mawa_tonight()) AS most,
        coalesce((
          SELECT sum(e.nights)::int FROM stay_extensions e
           WHERE e.booking_id IN (SELECT stay_chain(p_booking)) AND e.decision = 'approved'), 0) AS more) x
$$;
