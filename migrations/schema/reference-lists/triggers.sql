-- Only drafts change, and approval has its conditions.
CREATE TRIGGER list_versions_stand BEFORE UPDATE ON list_versions
  FOR EACH ROW
  EXECUTE FUNCTION list_version_stands();
-- The note says that it is ready.
CREATE TRIGGER list_versions_wait_from_their_note BEFORE INSERT OR UPDATE OF note, ready_at ON list_versions
  FOR EACH ROW
  EXECUTE FUNCTION note_makes_ready();

-- Items and crosswalk belong to a draft.
CREATE TRIGGER list_items_of_a_draft BEFORE INSERT OR DELETE OR UPDATE ON list_items
  FOR EACH ROW
  EXECUTE FUNCTION list_is_a_draft();

CREATE TRIGGER list_items_first_tier BEFORE INSERT OR UPDATE OF code, parent ON list_items
  FOR EACH ROW
  WHEN (NEW.parent IS NULL)
  EXECUTE FUNCTION list_first_tier_is_known();

CREATE TRIGGER list_crosswalk_of_a_draft BEFORE INSERT OR DELETE OR UPDATE ON list_crosswalk
  FOR EACH ROW
  EXECUTE FUNCTION list_is_a_draft();
