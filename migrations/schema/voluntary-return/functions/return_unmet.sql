-- The needs of the step of track p_track to p_to that are not met on the day p_on: the one definition of each
-- need named in return_needs. Called by the trigger return_step_moves, which refuses while there is one, and
-- for the page by return_missing.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION return_unmet(p_track uuid, p_to text, p_on date) RETURNS SETOF text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_track return_tracks;
  v_decision return_decisions;
  v_need text;
  v_met boolean;
BEGIN
  SELECT * INTO v_track FROM return_tracks WHERE id = p_track;
  SELECT * INTO v_decision FROM return_decisions WHERE track_id = p_track ORDER BY place DESC LIMIT 1;
  FOR v_need IN
      SELECT n.need
        FROM return_needs n
       WHERE n.door = v_track.door AND n.from_state = v_track.state AND n.to_state = p_to
       ORDER BY n.place
  LOOP
    v_met := CASE v_need
      WHEN 'counselling' THEN
        EXISTS (
            SELECT 1
              FROM return_counselling c
             WHERE c.track_id = p_track
               AND c.alone
               AND c.understood = 'yes'
               AND c.interpreter <> 'relative'
               AND c.held_on <= p_on)
      WHEN 'topics' THEN
        NOT EXISTS (
            SELECT 1
              FROM list_items i
             WHERE i.list = 'return_topics'
               AND NOT i.retired
               AND i.version = (
                   SELECT max(v.version)
                     FROM list_versions v
                    WHERE v.list = i.list AND v.state = 'approved' AND v.holds_from <= mawa_day(mawa_now()))
               AND NOT EXISTS (
                   SELECT 1
                     FROM return_counselling c
                    WHERE c.track_id = p_track
                      AND c.held_on <= p_on
                      AND c.understood <> 'no'
                      AND i.code = ANY (c.topics)))
      WHEN 'decision' THEN v_decision.decision = 'go' AND v_decision.decided_on <= p_on
      -- These three say nothing before somebody decided.
      WHEN 'best_interests' THEN
        v_decision.id IS NULL OR NOT v_decision.as_child OR v_decision.best_interests_id IS NOT NULL
      WHEN 'cooling_off' THEN
        v_decision.id IS NULL OR v_decision.decision <> 'go' OR v_decision.settled_on <= p_on
      WHEN 'tracing' THEN
        v_decision.id IS NULL
           OR NOT v_decision.as_child
           OR (SELECT f.outcome
                 FROM return_family f
                WHERE f.track_id = p_track AND f.kind = 'tracing' AND f.done_on <= p_on
                ORDER BY f.place DESC LIMIT 1) IN ('found', 'not_found')
      WHEN 'family' THEN
        coalesce((SELECT f.outcome <> 'unsafe' OR NOT coalesce(v_decision.as_child, true)
                    FROM return_family f
                   WHERE f.track_id = p_track AND f.kind = 'assessment' AND f.done_on <= p_on
                   ORDER BY f.place DESC LIMIT 1), false)
      WHEN 'risk' THEN
        coalesce((SELECT d.decision = 'go' AND r.valid_until >= p_on AND r.assessed_on <= p_on
                    FROM return_risks r LEFT JOIN return_risk_decisions d ON d.risk_id = r.id
                   WHERE r.track_id = p_track
                   ORDER BY r.place DESC LIMIT 1), false)
      WHEN 'document' THEN
        EXISTS (
            SELECT 1
              FROM return_documents d
             WHERE d.track_id = p_track
               AND d.state = 'issued'
               AND d.valid_until >= p_on
               AND d.kind NOT IN ('child_permission', 'transit_visa')
               AND (SELECT s.on_day
                      FROM return_document_steps s
                     WHERE s.document_id = d.id
                     ORDER BY s.place DESC LIMIT 1)
                 <= p_on)
      WHEN 'fitness' THEN
        coalesce((SELECT f.verdict IN ('fit', 'fit_escorted') AND p_on BETWEEN f.seen_on AND f.valid_until
                    FROM return_fitness f
                   WHERE f.track_id = p_track
                   ORDER BY f.place DESC LIMIT 1), false)
      WHEN 'journey' THEN
        coalesce((SELECT j.leaves_on >= p_on - 1
                    FROM return_journeys j
                   WHERE j.track_id = p_track
                   ORDER BY j.place DESC LIMIT 1), false)
      -- These two say nothing before there is a journey.
      WHEN 'day' THEN
        coalesce((SELECT j.leaves_on <= p_on
                    FROM return_journeys j
                   WHERE j.track_id = p_track
                   ORDER BY j.place DESC LIMIT 1), true)
      WHEN 'escort' THEN
        coalesce((SELECT CASE
                           WHEN (SELECT f.verdict
                                   FROM return_fitness f
                                  WHERE f.track_id = p_track
                                  ORDER BY f.place DESC LIMIT 1)
                             = 'fit_escorted' THEN j.escort = 'medical'
                           ELSE NOT coalesce(v_decision.as_child, false) OR j.escort <> 'none'
                         END
                    FROM return_journeys j
                   WHERE j.track_id = p_track
                   ORDER BY j.place DESC LIMIT 1), true)
      WHEN 'formalities' THEN
        NOT EXISTS (
            SELECT 1
              FROM list_items i
             WHERE i.list = 'exit_formalities'
               AND NOT i.retired
               AND (i.code LIKE 'all\_%' OR i.code LIKE lower(v_track.country) || '\_%')
               AND i.version = (
                   SELECT max(v.version)
                     FROM list_versions v
                    WHERE v.list = i.list AND v.state = 'approved' AND v.holds_from <= mawa_day(mawa_now()))
               AND NOT EXISTS (
                   SELECT 1
                     FROM return_checks k
                    WHERE k.track_id = p_track AND k.item = i.code AND k.done_on <= p_on))
      WHEN 'reception' THEN
        coalesce((SELECT a.received <> 'nobody'
                    FROM return_arrivals a
                   WHERE a.track_id = p_track AND a.heard_on <= p_on
                   ORDER BY a.place DESC LIMIT 1), false)
      WHEN 'confirmation' THEN
        EXISTS (
            SELECT 1
              FROM return_arrivals a
             WHERE a.track_id = p_track
               AND a.reported_by = 'partner'
               AND a.received <> 'nobody'
               AND a.heard_on <= p_on)
      WHEN 'outcome' THEN
        EXISTS (SELECT 1 FROM return_outcomes o WHERE o.track_id = p_track AND o.decided_on <= p_on)
      WHEN 'year' THEN
        coalesce(v_track.left_on,
          (SELECT max(s.on_day) FROM return_steps s WHERE s.track_id = p_track AND s.to_state = 'arrived'))
          + make_interval(months => (mawa_setting('return_follow_months'))::text::int)
          <= p_on
    END;
    IF v_met IS NOT TRUE THEN RETURN NEXT v_need; END IF;
  END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION return_unmet FROM PUBLIC;
RESET ROLE;
