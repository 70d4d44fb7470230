-- How the beds stand now that were held from a call of the actor's line, everybody of its request together: what is
-- worst first (released, lapsed, no_show, held, confirmed, arrived, left), since when, and until when they are held.
-- is_open: the request still waits. After the arrival it is told to the operator who took the call alone, until
-- hotline_own_hours after its end; to others, and later, the bed stays confirmed in the house where it was held. For a
-- request with somebody who is hidden from the actor it does so from the first.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION call_bed(p_call uuid) RETURNS TABLE(
  request_id uuid,
  shelter_id uuid,
  state text,
  held_until timestamptz,
  since timestamptz,
  is_open boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH beds AS (
    SELECT DISTINCT ON (coalesce(p.person_id, p.case_id))
           p.request_id, k.shelter_id, k.hold_until,
           CASE
             WHEN k.state = 'hold' AND k.hold_until > mawa_now() THEN 'held'
             WHEN k.state = 'hold' OR k.outcome = 'lapsed' THEN 'lapsed'
             WHEN k.state = 'promised' THEN 'confirmed'
             WHEN k.state = 'stay' THEN 'arrived'
             WHEN k.state = 'ended' OR k.outcome = 'day_visit' THEN 'left'
             WHEN k.outcome = 'no_show' THEN 'no_show'
             ELSE 'released'
           END AS state,
           CASE WHEN k.state = 'hold' THEN k.hold_until
                ELSE (SELECT max(h.at) FROM booking_changes h WHERE h.booking_id = k.id)
           END AS since,
           c.taken_by = mawa_actor()
             AND mawa_has_role('hotline_operator')
             AND (c.ended_at IS NULL
                  OR c.ended_at > mawa_now() - make_interval(hours => mawa_setting('hotline_own_hours')::int)) AS is_own,
           EXISTS (SELECT FROM booking_people q
                    WHERE q.request_id = p.request_id AND q.case_id = ANY (mawa_hidden_cases())) AS is_hidden,
           s.shelter_id AS first_shelter_id
      FROM calls c
      JOIN call_steps s ON s.call_id = c.id AND s.step = 'hold'
      JOIN booking_people p
        ON p.request_id IN (
             SELECT l.request_id FROM call_links l
              WHERE l.call_id = c.id AND l.how = 'opened' AND l.ended_at IS NULL)
      JOIN bookings k ON k.id = p.booking_id
     WHERE c.id = p_call
       AND NOT (c.line_id IS DISTINCT FROM mawa_organisation())
       AND mawa_has_role('hotline_operator', 'case_supervisor')
     ORDER BY coalesce(p.person_id, p.case_id),
              array_position(ARRAY['stay', 'promised', 'hold', 'ended', 'void'], k.state), k.created_at DESC, k.id),
  visible_beds AS (
    SELECT b.request_id, b.hold_until, b.since, b.is_hidden,
           CASE WHEN b.is_own AND NOT b.is_hidden THEN b.shelter_id ELSE b.first_shelter_id END AS shelter_id,
           CASE WHEN b.is_hidden OR NOT b.is_own AND b.state IN ('arrived', 'left', 'no_show') THEN 'confirmed'
                ELSE b.state END AS state
      FROM beds b)
  SELECT t.request_id, t.shelter_id, t.state, CASE t.state WHEN 'held' THEN t.hold_until END, t.since,
         NOT t.is_hidden AND r.state = 'open' AND (r.expires_at > mawa_now() OR r.held_until > mawa_now())
    FROM visible_beds t
    JOIN bed_requests r ON r.id = t.request_id
   ORDER BY array_position(
              ARRAY['released', 'lapsed', 'no_show', 'held', 'confirmed', 'arrived', 'left'], t.state),
            t.hold_until, t.since
   LIMIT 1
$$;
REVOKE EXECUTE ON FUNCTION call_bed FROM PUBLIC;
GRANT EXECUTE ON FUNCTION call_bed TO mawa_app;
RESET ROLE;
