-- When two people are to be kept apart from now on: wherever they are booked under one roof on the same
-- night, those who answer for them and the supervisors get a task, which names no cause. Called by those who
-- answer for all cases given (42501 otherwise); an audit row each time.
SET LOCAL ROLE mawa_blind;
CREATE OR REPLACE FUNCTION open_separation_tasks(p_cases uuid[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM unnest(p_cases) AS c WHERE NOT mawa_holds_fully(c)) THEN
    RAISE EXCEPTION 'asked by who answers for them' USING ERRCODE = '42501';
  END IF;
  INSERT INTO audit_log (lane, actor_id, action, subject_kind, subject_ids, body)
  VALUES (0, mawa_actor(), 'blind.open_separation_tasks', 'case', p_cases, '{"question":"under one roof"}');
  PERFORM open_task('stay_unsuitable', x.who, x.booking, 'case_supervisor', NULL, mawa_now()),
    notify_case_holders('stay_unsuitable', x.who, x.booking, mawa_now()),
    CASE
      WHEN mawa_holds_fully(x.who)
        THEN open_task('stay_unsuitable', x.who, x.booking, NULL, mawa_actor(), mawa_now())
    END
    FROM kept_from(p_cases) kf
    JOIN booking_people b1 ON b1.case_id = kf.one
    JOIN bookings k1 ON k1.id = b1.booking_id
    JOIN booking_people b2 ON b2.case_id = kf.other
    JOIN bookings k2 ON k2.id = b2.booking_id
    CROSS JOIN LATERAL (VALUES (kf.one, k1.id), (kf.other, k2.id)) x (who, booking)
   WHERE k1.shelter_id = k2.shelter_id
     AND (k1.nights && k2.nights
          OR (k1.nights @> mawa_tonight() OR k1.state = 'stay' AND upper(k1.nights) <= mawa_tonight())
            AND (k2.nights @> mawa_tonight() OR k2.state = 'stay' AND upper(k2.nights) <= mawa_tonight()))
     AND k1.state IN ('hold', 'promised', 'stay')
     AND k2.state IN ('hold', 'promised', 'stay')
     AND (k1.state <> 'hold' OR k1.hold_until > mawa_now())
     AND (k2.state <> 'hold' OR k2.hold_until > mawa_now());
END
$$;
REVOKE EXECUTE ON FUNCTION open_separation_tasks FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_separation_tasks TO mawa_app;
RESET ROLE;
