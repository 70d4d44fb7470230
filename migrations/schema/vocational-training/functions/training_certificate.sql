-- What anybody may know of a certificate that stands, by the digest of its code: course, provider, day,
-- number and the digest of the name on it, of vocational training, recognition and capacity building alike;
-- no row for one that is unknown or withdrawn. For certificates/verification.service.ts, without a signed-in user.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION training_certificate(p_code bytea)
RETURNS TABLE(course text, provider text, issued_on date, number text, holder_digest bytea)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT g.title, o.name, f.issued_on, f.number, f.holder_digest
    FROM capacity_certificates f
    JOIN capacity_participants p ON p.id = f.participant_id
    JOIN capacity_trainings g ON g.id = p.training_id
    JOIN organisations o ON o.id = g.organiser_id
   WHERE f.code_digest = p_code AND f.withdrawn_on IS NULL
  UNION ALL
  SELECT training_course_title(c.id, t.at), o.name, t.issued_on, t.number, t.holder_digest
    FROM training_certificates t
    JOIN training_enrolments e ON e.id = t.enrolment_id
    JOIN training_sessions s ON s.id = e.session_id
    JOIN training_courses c ON c.id = s.course_id
    JOIN organisations o ON o.id = c.provider_id
   WHERE t.code_digest = p_code AND t.withdrawn_on IS NULL
  UNION ALL
  SELECT n.title
    || CASE
         WHEN t.complete THEN ''
         ELSE ' : '
           || (SELECT string_agg(u.title, ' ; ' ORDER BY u.number)
                 FROM recognition_units u
                WHERE u.id = ANY (t.units))
       END, o.name, t.issued_on, t.number, t.holder_digest
    FROM training_certificates t
    JOIN recognition_procedures p ON p.id = t.procedure_id
    JOIN recognition_standards n ON n.id = p.standard_id
    JOIN organisations o ON o.id = n.authority_id
   WHERE t.code_digest = p_code AND t.withdrawn_on IS NULL
$$;
REVOKE EXECUTE ON FUNCTION training_certificate FROM PUBLIC;
GRANT EXECUTE ON FUNCTION training_certificate TO mawa_app;
RESET ROLE;
