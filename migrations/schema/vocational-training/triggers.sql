-- A course keeps what its sessions rest on, and what it was.
CREATE TRIGGER training_courses_keep_what_they_were BEFORE UPDATE ON training_courses
  FOR EACH ROW
  EXECUTE FUNCTION training_course_keeps_changes();

-- A session within its agreement gets its days and places.
CREATE TRIGGER training_sessions_are_laid_out AFTER INSERT ON training_sessions
  FOR EACH ROW
  EXECUTE FUNCTION training_session_is_laid_out();

-- Called off while it is not over, after what its register has; ends the enrolments.
CREATE TRIGGER training_cancellations_are_lawful BEFORE INSERT ON training_cancellations
  FOR EACH ROW
  EXECUTE FUNCTION training_cancellation_is_lawful();
CREATE TRIGGER training_cancellations_end_enrolments AFTER INSERT ON training_cancellations
  FOR EACH ROW
  EXECUTE FUNCTION training_cancellation_ends_enrolments();

-- Not on a case file that was merged into another (also training_enrolments).
CREATE TRIGGER training_orientations_take_no_more BEFORE INSERT ON training_orientations
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();

CREATE CONSTRAINT TRIGGER training_enrolments_have_begun AFTER INSERT ON training_enrolments
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION training_enrolment_has_begun();
CREATE TRIGGER training_enrolments_take_no_more BEFORE INSERT ON training_enrolments
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();

-- A step is legal, moves the enrolment and passes places on.
CREATE TRIGGER training_steps_lead_on AFTER INSERT ON training_steps
  FOR EACH ROW
  EXECUTE FUNCTION training_step_follows();
CREATE TRIGGER training_steps_end_services AFTER INSERT ON training_steps
  FOR EACH ROW
  WHEN (new.to_state IN ('completed', 'dropped_out', 'withdrawn', 'cancelled'))
  EXECUTE FUNCTION training_services_end();
CREATE TRIGGER training_steps_move BEFORE INSERT ON training_steps
  FOR EACH ROW
  EXECUTE FUNCTION training_step_moves();

-- Services planned for an enrolment, while it has not ended.
CREATE TRIGGER training_appointments_are_expected BEFORE INSERT ON training_appointments
  FOR EACH ROW
  EXECUTE FUNCTION training_service_is_expected();

-- A service on another day stays one of its enrolment.
CREATE TRIGGER training_services_move AFTER INSERT ON service_appointments
  FOR EACH ROW
  WHEN (new.replaces IS NOT NULL)
  EXECUTE FUNCTION training_service_moves();

-- A mark of somebody who attends.
CREATE TRIGGER training_attendance_is_lawful BEFORE INSERT ON training_attendance
  FOR EACH ROW
  EXECUTE FUNCTION training_mark_is_lawful();

-- Paid as the mark earns, taken back once.
CREATE TRIGGER training_allowances_are_earned BEFORE INSERT ON training_allowances
  FOR EACH ROW
  EXECUTE FUNCTION training_allowance_is_earned();
CREATE TRIGGER training_allowances_taken_back_once BEFORE UPDATE OF taken_back_at ON training_allowances
  FOR EACH ROW
  EXECUTE FUNCTION training_taken_back_once();

-- Rests on what was passed, and is withdrawn once.
CREATE TRIGGER training_certificates_list BEFORE INSERT ON training_certificates
  FOR EACH ROW
  EXECUTE FUNCTION training_certificate_lists();
CREATE TRIGGER training_certificates_rest BEFORE INSERT ON training_certificates
  FOR EACH ROW
  EXECUTE FUNCTION training_certificate_rests();
CREATE TRIGGER training_certificates_withdrawn_once BEFORE UPDATE OF withdrawn_on ON training_certificates
  FOR EACH ROW
  EXECUTE FUNCTION training_taken_back_once();
