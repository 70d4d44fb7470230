-- For the partner who opened a link of kind return_arrival: the reference that it knows, the state, the day
-- of arriving and what it answered. Read by modules/voluntary-return/arrival-requests.service.ts without a
-- signed-in user; the link's digest stands in the session (mawa_link). Returns no row for a link that has
-- ended.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION linked_arrival()
RETURNS TABLE(reference text, state text, "arrivedOn" date, "answeredAt" timestamptz, received text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT s.reference, t.state,
         (SELECT max(x.on_day) FROM return_steps x WHERE x.track_id = t.id AND x.to_state = 'arrived'),
         a.at, a.received
    FROM partner_links l
    JOIN return_tracks t ON t.id = l.subject_id
    JOIN shares s ON s.id = l.share_id
    LEFT JOIN LATERAL (SELECT a.at, a.received
                         FROM return_arrivals a
                        WHERE a.track_id = t.id AND a.link_id = l.id
                        ORDER BY a.place DESC LIMIT 1) a ON true
   WHERE l.digest = mawa_link()
     AND t.id = mawa_linked('return_arrival')
     -- Only a track that is travelling or arrived, or for which the partner reported an arrival itself.
     AND (t.state IN ('travelling', 'arrived') OR a.at IS NOT NULL)
$$;
REVOKE EXECUTE ON FUNCTION linked_arrival FROM PUBLIC;
GRANT EXECUTE ON FUNCTION linked_arrival TO mawa_app;
RESET ROLE;
