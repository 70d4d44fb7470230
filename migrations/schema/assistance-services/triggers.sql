-- A cancelled service puts its appointment back.
CREATE TRIGGER service_appointment_waits_again AFTER UPDATE OF cancelled_at ON services
  FOR EACH ROW
  WHEN (old.cancelled_at IS NULL AND new.cancelled_at IS NOT NULL)
  EXECUTE FUNCTION service_appointment_waits_again();
-- Nothing is given after the case was closed.
CREATE TRIGGER service_before_the_closing BEFORE INSERT ON services
  FOR EACH ROW
  EXECUTE FUNCTION service_before_the_closing();
-- Nothing new is written in a file that was joined to another.
CREATE TRIGGER services_take_no_more BEFORE INSERT ON services
  FOR EACH ROW
  WHEN (new.case_id IS NOT NULL)
  EXECUTE FUNCTION file_takes_no_more();

-- Each change of an appointment is a row of its history.
CREATE TRIGGER service_appointment_is_answered AFTER UPDATE OF state ON service_appointments
  FOR EACH ROW
  WHEN (old.state <> new.state)
  EXECUTE FUNCTION service_appointment_is_written_down();
CREATE TRIGGER service_appointment_is_planned AFTER INSERT ON service_appointments
  FOR EACH ROW
  EXECUTE FUNCTION service_appointment_is_written_down();
-- Answered once; taken back on the same day only.
CREATE TRIGGER service_appointment_moves BEFORE UPDATE OF state ON service_appointments
  FOR EACH ROW
  WHEN (old.state <> new.state)
  EXECUTE FUNCTION service_appointment_moves();
-- Nothing is planned in a closed case.
CREATE TRIGGER service_appointment_of_an_open_case BEFORE INSERT OR UPDATE OF state ON service_appointments
  FOR EACH ROW
  WHEN (new.state = 'planned')
  EXECUTE FUNCTION service_appointment_of_an_open_case();
CREATE TRIGGER service_appointments_take_no_more BEFORE INSERT ON service_appointments
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();

-- At commit: the services of those present add up to the session.
CREATE CONSTRAINT TRIGGER service_session_adds_up AFTER INSERT ON service_sessions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION service_session_adds_up();

CREATE CONSTRAINT TRIGGER service_attendance_adds_up AFTER INSERT ON service_attendance
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION service_session_adds_up();
CREATE TRIGGER service_attendance_take_no_more BEFORE INSERT ON service_attendance
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();

CREATE TRIGGER service_rating_of_what_was_given BEFORE INSERT ON service_ratings
  FOR EACH ROW
  EXECUTE FUNCTION service_rating_of_what_was_given();
