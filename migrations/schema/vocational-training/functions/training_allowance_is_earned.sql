-- Trigger of training_allowances: what the course pays for the last mark of that day. 23514
-- training_allowance_is_earned.
CREATE OR REPLACE FUNCTION training_allowance_is_earned() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  v_mark text;
BEGIN
  SELECT a.mark INTO v_mark
    FROM training_attendance a
   WHERE a.enrolment_id = NEW.enrolment_id AND a.on_day = NEW.on_day
   ORDER BY a.place DESC LIMIT 1;
  IF NOT EXISTS (
      SELECT 1
        FROM training_sessions s JOIN training_courses c ON c.id = s.course_id
       WHERE s.id = NEW.session_id
         AND NEW.line_id = c.line_id
         AND NEW.currency = c.currency
         AND CASE v_mark
               WHEN 'present' THEN NEW.stipend = c.stipend AND NEW.transport = c.transport
               WHEN 'excused' THEN c.pays_excused AND NEW.stipend = c.stipend AND NEW.transport = 0
               ELSE false
             END) THEN
    RAISE EXCEPTION 'not earned on that day'
      USING ERRCODE = '23514', CONSTRAINT = 'training_allowance_is_earned';
  END IF;
  RETURN NEW;
END
$$;
