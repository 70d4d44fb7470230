-- A referral begins under an open share with a place that it takes, and answers what was asked for.
CREATE TRIGGER referrals_answer_what_was_asked AFTER INSERT ON referrals
  FOR EACH ROW
  EXECUTE FUNCTION referrals_answer_what_was_asked();
CREATE TRIGGER referrals_begin BEFORE INSERT ON referrals
  FOR EACH ROW
  EXECUTE FUNCTION referral_begins();
CREATE TRIGGER referrals_have_begun AFTER INSERT ON referrals
  FOR EACH ROW
  EXECUTE FUNCTION referral_has_begun();
CREATE TRIGGER referrals_take_no_more BEFORE INSERT ON referrals
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();

-- A step is legal for its side, and the rest follows.
CREATE TRIGGER referral_steps_are_allowed BEFORE INSERT ON referral_steps
  FOR EACH ROW
  EXECUTE FUNCTION referral_step_is_allowed();
CREATE TRIGGER referral_steps_follow AFTER INSERT ON referral_steps
  FOR EACH ROW
  EXECUTE FUNCTION referral_step_follows();

-- Not on a case file that was merged into another.
CREATE TRIGGER help_asked_take_no_more BEFORE INSERT ON help_asked
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();

-- With the last answer the task of the case is done.
CREATE TRIGGER help_asked_is_answered AFTER INSERT ON help_answers
  FOR EACH ROW
  EXECUTE FUNCTION help_asked_is_answered();
