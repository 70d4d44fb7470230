-- Trigger of breaches: a deadline for everybody who may have to be notified, by the hours in force, and a task for each
-- programme officer and case supervisor from whom it is not hidden: at once where somebody is in danger.
-- 23514: breach_is_handled, where there is nobody, or, with somebody left out, nobody but the reporter.
SET LOCAL ROLE mawa_gate;
CREATE OR REPLACE FUNCTION breach_is_followed_up() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_hours jsonb := mawa_setting('breach_notice_hours');
  v_due timestamptz;
BEGIN
  INSERT INTO breach_deadlines (breach_id, recipient, needed_from, due_at)
  SELECT NEW.id, r.code, r.needed_from, NEW.noticed_at + make_interval(hours => (v_hours ->> r.code)::int)
    FROM breach_recipients r;
  SELECT min(d.due_at) INTO v_due FROM breach_deadlines d WHERE d.breach_id = NEW.id;
  IF NEW.danger <> 'no' THEN
    v_due := NEW.reported_at;
  END IF;
  PERFORM open_task('breach', NULL, NEW.id, NULL, u.id, v_due)
     FROM users u
    WHERE decides_on_breaches(u.id) AND u.id <> ALL (NEW.hidden_from);
  -- Whoever keeps it from others does not decide on it alone.
  IF NOT FOUND OR NEW.hidden_from <> '{}' AND NOT EXISTS (
      SELECT FROM tasks t WHERE t.kind = 'breach' AND t.subject_id = NEW.id AND t.for_user <> NEW.reported_by) THEN
    RAISE EXCEPTION 'nobody decides on it' USING ERRCODE = '23514', CONSTRAINT = 'breach_is_handled';
  END IF;
  RETURN NULL;
END
$$;
REVOKE EXECUTE ON FUNCTION breach_is_followed_up FROM PUBLIC;
GRANT EXECUTE ON FUNCTION breach_is_followed_up TO mawa_owner;
RESET ROLE;
