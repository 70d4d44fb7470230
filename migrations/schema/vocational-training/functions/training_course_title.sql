-- What a course was called at an instant: a certificate says what was taught then.
CREATE OR REPLACE FUNCTION training_course_title(p_course uuid, p_at timestamptz) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT coalesce(
    (SELECT h.former ->> 'title'
       FROM training_course_changes h
      WHERE h.course_id = p_course AND h.changed_at > p_at AND h.former ? 'title'
      ORDER BY h.revision LIMIT 1),
    (SELECT c.title FROM training_courses c WHERE c.id = p_course))
$$;
