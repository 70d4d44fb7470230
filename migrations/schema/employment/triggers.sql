-- Looks are in order, and a second person looks again.
CREATE TRIGGER work_vettings_are_lawful BEFORE INSERT ON work_vettings
  FOR EACH ROW
  EXECUTE FUNCTION work_vetting_is_lawful();

-- Another name, sector or region.
CREATE TRIGGER work_employers_keep_versions BEFORE UPDATE ON work_employers
  FOR EACH ROW
  WHEN ((NEW.name, NEW.sector, NEW.region) IS DISTINCT FROM (OLD.name, OLD.sector, OLD.region))
  EXECUTE FUNCTION work_employer_keeps_versions();

-- Fewer places: not below those that are held.
CREATE TRIGGER work_offers_keep_held_places BEFORE UPDATE OF places ON work_offers
  FOR EACH ROW WHEN (NEW.places < OLD.places)
  EXECUTE FUNCTION work_offer_keeps_held_places();

-- Has its first step; not on a case file that was merged into another.
CREATE CONSTRAINT TRIGGER work_applications_have_begun AFTER INSERT ON work_applications
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION work_has_begun();
CREATE TRIGGER work_applications_take_no_more BEFORE INSERT ON work_applications
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();

-- A step is legal, and an acceptance takes a place.
CREATE TRIGGER work_application_steps_move BEFORE INSERT ON work_application_steps
  FOR EACH ROW
  EXECUTE FUNCTION work_application_step_moves();

-- A vetted employer, the age and the wage of the law, a first step; not on a case file that was merged into
-- another.
CREATE TRIGGER work_placements_are_lawful BEFORE INSERT ON work_placements
  FOR EACH ROW
  EXECUTE FUNCTION work_placement_is_lawful();
CREATE TRIGGER work_placements_are_old_enough BEFORE INSERT ON work_placements
  FOR EACH ROW
  EXECUTE FUNCTION work_is_old_enough();
CREATE CONSTRAINT TRIGGER work_placements_have_begun AFTER INSERT ON work_placements
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION work_has_begun();
CREATE TRIGGER work_placements_take_no_more BEFORE INSERT ON work_placements
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();

-- A step is legal and moves the placement.
CREATE TRIGGER work_placement_steps_move BEFORE INSERT ON work_placement_steps
  FOR EACH ROW
  EXECUTE FUNCTION work_placement_step_moves();

-- A follow-up is due; a sign of forced labour opens tasks.
CREATE TRIGGER work_follow_ups_are_due BEFORE INSERT ON work_follow_ups
  FOR EACH ROW
  EXECUTE FUNCTION work_follow_up_is_due();
CREATE TRIGGER work_signs_call AFTER INSERT ON work_follow_ups
  FOR EACH ROW
  WHEN (cardinality(new.signs_seen) > 0)
  EXECUTE FUNCTION work_indicator_opens_tasks();

-- What was done ends the tasks.
CREATE TRIGGER work_alert_answers_quiet BEFORE INSERT ON work_alert_answers
  FOR EACH ROW
  EXECUTE FUNCTION work_answer_closes_tasks();
