-- Above a number in an hour, complaints share one task.
CREATE TRIGGER complaint_joins_the_queue BEFORE INSERT ON complaints
  FOR EACH ROW
  EXECUTE FUNCTION complaint_joins_the_queue();
-- Every shelter ever named keeps its people out.
CREATE TRIGGER complaints_are_somewhere AFTER INSERT OR UPDATE OF shelter_id ON complaints
  FOR EACH ROW
  WHEN (new.shelter_id IS NOT NULL)
  EXECUTE FUNCTION complaint_records_places();
-- Everybody who had it in hand is written down.
CREATE TRIGGER complaints_change_hands AFTER UPDATE OF handler_id ON complaints
  FOR EACH ROW
  WHEN (new.handler_id IS NOT NULL AND new.handler_id IS DISTINCT FROM old.handler_id)
  EXECUTE FUNCTION complaint_records_handlers();
-- Tasks and hands are worked out anew from how the complaint stands, here and in all triggers "followed".
CREATE TRIGGER complaints_followed AFTER INSERT OR UPDATE ON complaints
  FOR EACH ROW
  EXECUTE FUNCTION complaint_is_followed();
-- What was promised or found grave is not taken back.
CREATE TRIGGER complaints_keep_their_word BEFORE INSERT OR UPDATE ON complaints
  FOR EACH ROW
  EXECUTE FUNCTION complaint_keeps_its_word();

-- Steps are those of complaint_steps and change the complaint.
CREATE TRIGGER complaint_stages_take_a_step BEFORE INSERT ON complaint_stages
  FOR EACH ROW
  EXECUTE FUNCTION complaint_takes_a_step();

-- An answer takes note of the words before it.
CREATE TRIGGER complaint_words_answer AFTER INSERT ON complaint_words
  FOR EACH ROW
  WHEN (new.kind = 'answer')
  EXECUTE FUNCTION complaint_is_answered();
CREATE TRIGGER complaint_words_followed AFTER INSERT ON complaint_words
  FOR EACH ROW
  WHEN (new.kind IN ('said', 'answer'))
  EXECUTE FUNCTION complaint_is_followed();

CREATE TRIGGER complaint_accused_followed AFTER INSERT ON complaint_accused
  FOR EACH ROW
  EXECUTE FUNCTION complaint_is_followed();

CREATE TRIGGER complaint_kept_out_followed AFTER INSERT ON complaint_kept_out
  FOR EACH ROW
  EXECUTE FUNCTION complaint_is_followed();

CREATE TRIGGER complaint_checks_followed AFTER INSERT OR UPDATE ON complaint_checks
  FOR EACH ROW
  EXECUTE FUNCTION complaint_is_followed();

CREATE TRIGGER complaint_destructions_followed AFTER INSERT OR UPDATE ON complaint_destructions
  FOR EACH ROW
  EXECUTE FUNCTION complaint_is_followed();

-- Opening the words may end a task.
CREATE TRIGGER complaint_trail_followed AFTER INSERT ON complaint_trail
  FOR EACH ROW
  WHEN (new.action = 'complaints.read')
  EXECUTE FUNCTION complaint_is_followed();

-- Proposed by one organisation, approved by another.
CREATE TRIGGER complaint_contacts_are_agreed BEFORE INSERT OR UPDATE ON complaint_contacts
  FOR EACH ROW
  EXECUTE FUNCTION contacts_are_agreed();
