-- Editions follow each other.
CREATE TRIGGER indicator_editions_follow BEFORE INSERT ON indicators
  FOR EACH ROW
  EXECUTE FUNCTION indicator_edition_follows();

-- Numbers fit their indicator (also indicator_values).
CREATE TRIGGER indicator_targets_fit BEFORE INSERT ON indicator_targets
  FOR EACH ROW
  EXECUTE FUNCTION indicator_number_fits();

CREATE TRIGGER indicator_values_fit BEFORE INSERT ON indicator_values
  FOR EACH ROW
  EXECUTE FUNCTION indicator_number_fits();

-- Somebody else looks.
CREATE TRIGGER indicator_reviews_are_by_another BEFORE INSERT ON indicator_value_reviews
  FOR EACH ROW
  EXECUTE FUNCTION indicator_review_by_another();
