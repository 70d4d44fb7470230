-- Deferred trigger of return_journeys: at the end of the transaction the legs are numbered from 1, follow
-- each other from Morocco to the country of the track, and the first leaves on the day of the journey. 23514
-- return_journey_is_whole.
CREATE OR REPLACE FUNCTION return_journey_is_whole() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_broken boolean;
BEGIN
  SELECT count(*) = 0 OR bool_or(l.broken) INTO v_broken
    FROM (SELECT leg <> row_number() OVER w
              OR from_country <> coalesce(lag(to_country) OVER w, 'MA')
              OR leaves_on < coalesce(lag(reaches_on) OVER w, leaves_on)
              OR lead(leg) OVER w IS NULL
                  AND to_country <> (
                      SELECT country FROM return_tracks WHERE id = NEW.track_id AND door = 'return')
              OR leg = 1 AND leaves_on <> NEW.leaves_on AS broken
            FROM return_legs
           WHERE journey_id = NEW.id
           WINDOW w AS (ORDER BY leg)) l;
  IF v_broken IS NOT FALSE THEN
    RAISE EXCEPTION 'the legs do not follow each other'
      USING ERRCODE = '23514', CONSTRAINT = 'return_journey_is_whole';
  END IF;
  RETURN NULL;
END
$$;
