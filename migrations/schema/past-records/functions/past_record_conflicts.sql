-- Of records of before Mawa that are about to be brought in, each position that cannot be and why: brought_before
-- (the same was brought in for these days), in_mawa (Mawa has it), closed (a night that was closed, or a day of the
-- ledger that was closed) or before_birth. From here to the end of the transaction other imports of the past wait.
-- 42501 where the actor may not write the care of one of the cases.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION past_record_conflicts(
  p_kind text, p_cases uuid[], p_what text[], p_organisations uuid[], p_from date[], p_last date[])
RETURNS TABLE(place integer, conflict text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  closed_ledger daterange := (
    SELECT CASE WHEN first_day <= last_day THEN daterange(first_day, last_day, '[]') END
      FROM (SELECT (SELECT min(t.booked_on) FROM ledger_transactions t
                     WHERE t.source_kind NOT IN ('opening', 'reversal')) AS first_day,
                   (SELECT max(c.until_day) FROM closed_periods c) AS last_day) l);
BEGIN
  IF EXISTS (
      SELECT FROM (SELECT DISTINCT unnest(p_cases)) c (id)
       WHERE NOT may_write_case(c.id, 'care', (SELECT actor_reach()))) THEN
    RAISE EXCEPTION 'not one who writes the care of these cases' USING ERRCODE = '42501';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('past_records', 9));
  RETURN QUERY
    WITH records AS MATERIALIZED (
      SELECT r.n::integer AS n, r.person, r.what, r.organisation, daterange(r.from_day, r.last_day, '[]') AS days
        FROM unnest(p_cases, p_what, p_organisations, p_from, p_last) WITH ORDINALITY
          AS r (person, what, organisation, from_day, last_day, n)),
    files AS MATERIALIZED (
      SELECT c.person, f.id
        FROM (SELECT DISTINCT r.person FROM records r) c
       CROSS JOIN LATERAL (SELECT mawa_files(c.person)) f (id)),
    in_mawa AS MATERIALIZED (
      SELECT f.person, s.type_code AS what, NULL::uuid AS organisation, s.given_on AS day
        FROM files f JOIN services s ON s.case_id = f.id
       WHERE p_kind = 'service' AND s.cancelled_at IS NULL
      UNION ALL
      SELECT f.person, r.service, r.partner_id, mawa_day(r.sent_at)
        FROM files f JOIN referrals r ON r.case_id = f.id
       WHERE p_kind = 'referral'
      UNION ALL
      SELECT f.person, c.field, NULL, t.starts_on
        FROM files f
        JOIN training_enrolments e ON e.case_id = f.id
        JOIN training_sessions t ON t.id = e.session_id
        JOIN training_courses c ON c.id = t.course_id
       WHERE p_kind = 'training'
      UNION ALL
      SELECT f.person, 'return', NULL, u.tried_on
        FROM files f JOIN return_follow_ups u ON u.case_id = f.id
       WHERE p_kind = 'follow_up'
      UNION ALL
      SELECT f.person, 'work', NULL, u.tried_on
        FROM files f JOIN work_follow_ups u ON u.case_id = f.id
       WHERE p_kind = 'follow_up')
    SELECT r.n, 'brought_before'
      FROM records r
     WHERE EXISTS (
         SELECT FROM files f JOIN past_records p ON p.case_id = f.id
          WHERE f.person = r.person AND p.kind = p_kind AND p.what = r.what
            AND p.organisation_id IS NOT DISTINCT FROM r.organisation AND p.days && r.days)
    UNION ALL
    SELECT r.n, 'in_mawa'
      FROM records r
     WHERE EXISTS (
         SELECT FROM in_mawa m
          WHERE m.person = r.person AND m.what = r.what AND r.days @> m.day
            AND (m.organisation IS NULL OR m.organisation = r.organisation))
    UNION ALL
    SELECT r.n, 'closed'
      FROM records r
     WHERE closed_ledger && r.days
        OR EXISTS (SELECT FROM closed_nights n WHERE n.night >= lower(r.days) AND n.night < upper(r.days))
    UNION ALL
    SELECT r.n, 'before_birth'
      FROM records r JOIN cases c ON c.id = r.person
     WHERE lower(r.days) < coalesce(c.born_from, make_date(c.birth_year, 1, 1));
END
$$;
REVOKE EXECUTE ON FUNCTION past_record_conflicts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION past_record_conflicts TO mawa_app;
RESET ROLE;
