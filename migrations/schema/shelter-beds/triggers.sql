CREATE TRIGGER shelters_change_who_reads_complaints AFTER UPDATE OF organisation_id, region ON shelters
  FOR EACH STATEMENT
  EXECUTE FUNCTION complaints_are_followed();
CREATE TRIGGER shelters_open_with_facts AFTER INSERT ON shelters
  FOR EACH ROW
  EXECUTE FUNCTION shelters_open_with_facts();
CREATE TRIGGER stay_limit_begins AFTER INSERT ON shelters
  FOR EACH ROW
  WHEN (new.maximum_stay_nights IS NOT NULL)
  EXECUTE FUNCTION stay_limit_begins();

CREATE TRIGGER rooms_open_with_facts AFTER INSERT ON rooms
  FOR EACH ROW
  EXECUTE FUNCTION rooms_open_with_facts();

CREATE TRIGGER beds_keep_their_bookings BEFORE UPDATE OF in_service ON beds
  FOR EACH ROW
  EXECUTE FUNCTION beds_keep_their_bookings();
CREATE TRIGGER beds_tell_the_board AFTER INSERT OR UPDATE ON beds
  FOR EACH ROW
  EXECUTE FUNCTION beds_tell_the_board();

CREATE TRIGGER request_access_follows AFTER UPDATE OF state, expires_at ON bed_requests
  FOR EACH ROW
  WHEN (old.state IS DISTINCT FROM new.state OR old.expires_at IS DISTINCT FROM new.expires_at)
  EXECUTE FUNCTION request_access_follows();
CREATE TRIGGER requests_tell_the_board AFTER UPDATE ON bed_requests
  FOR EACH ROW
  WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION requests_tell_the_board();
CREATE TRIGGER requests_tell_the_board_of_new AFTER INSERT ON bed_requests
  FOR EACH ROW
  EXECUTE FUNCTION requests_tell_the_board();

CREATE TRIGGER request_people_of_a_person BEFORE INSERT ON request_people
  FOR EACH ROW
  EXECUTE FUNCTION person_is_known();
CREATE TRIGGER request_people_take_no_more BEFORE INSERT ON request_people
  FOR EACH ROW
  WHEN (new.case_id IS NOT NULL)
  EXECUTE FUNCTION file_takes_no_more();

CREATE TRIGGER rule_sets_stand BEFORE UPDATE ON rule_sets
  FOR EACH ROW
  EXECUTE FUNCTION rule_set_stands();

CREATE TRIGGER bookings_keep_their_rules BEFORE UPDATE OF rule_set ON bookings
  FOR EACH ROW
  WHEN (old.rule_set IS DISTINCT FROM new.rule_set)
  EXECUTE FUNCTION bookings_keep_their_rules();
CREATE TRIGGER bookings_tell_the_board AFTER UPDATE ON bookings
  FOR EACH ROW
  WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION bookings_tell_the_board();
CREATE TRIGGER bookings_tell_the_board_of_new AFTER INSERT ON bookings
  FOR EACH ROW
  WHEN (new.state <> 'void')
  EXECUTE FUNCTION bookings_tell_the_board();
CREATE TRIGGER bookings_within_one_room BEFORE INSERT ON bookings
  FOR EACH ROW
  EXECUTE FUNCTION bookings_within_one_room();
CREATE TRIGGER bookings_within_service BEFORE INSERT OR UPDATE OF bed_id, nights ON bookings
  FOR EACH ROW
  EXECUTE FUNCTION bookings_within_service();
CREATE TRIGGER hold_access_follows AFTER UPDATE OF hold_until ON bookings
  FOR EACH ROW
  WHEN (old.state = 'hold' AND new.state = 'hold' AND new.hold_until IS DISTINCT FROM old.hold_until)
  EXECUTE FUNCTION hold_access_follows();

CREATE TRIGGER access_follows_the_bed AFTER INSERT OR UPDATE OF state ON booking_people
  FOR EACH ROW
  EXECUTE FUNCTION access_follows_the_bed();
CREATE TRIGGER arrival_taken_back AFTER UPDATE OF state ON booking_people
  FOR EACH ROW
  WHEN (old.state = 'stay' AND new.state = 'promised')
  EXECUTE FUNCTION arrival_taken_back();
CREATE TRIGGER arrivals_are_agreed BEFORE UPDATE OF state ON booking_people
  FOR EACH ROW
  WHEN (new.state = 'stay' AND old.state <> 'stay')
  EXECUTE FUNCTION arrivals_are_agreed();
CREATE TRIGGER booking_people_of_a_person BEFORE INSERT ON booking_people
  FOR EACH ROW
  EXECUTE FUNCTION person_is_known();
CREATE TRIGGER holds_are_over AFTER UPDATE OF state ON booking_people
  FOR EACH ROW
  WHEN (new.state NOT IN ('hold', 'promised'))
  EXECUTE FUNCTION holds_are_confirmed();
CREATE TRIGGER overrides_are_agreed BEFORE UPDATE OF state ON booking_people
  FOR EACH ROW
  WHEN (new.state IN ('promised', 'stay') AND old.state IS DISTINCT FROM new.state)
  EXECUTE FUNCTION overrides_are_agreed();
CREATE TRIGGER overrides_are_over AFTER UPDATE OF state ON booking_people
  FOR EACH ROW
  WHEN (new.state IN ('void', 'ended'))
  EXECUTE FUNCTION overrides_are_over();

CREATE TRIGGER holds_are_confirmed AFTER INSERT ON arrival_agreements
  FOR EACH ROW
  EXECUTE FUNCTION holds_are_confirmed();

CREATE TRIGGER overrides_are_answered AFTER INSERT ON override_answers
  FOR EACH ROW
  EXECUTE FUNCTION overrides_are_answered();
CREATE TRIGGER overrides_are_held BEFORE INSERT ON override_answers
  FOR EACH ROW
  EXECUTE FUNCTION overrides_are_held();

CREATE TRIGGER bed_offers_are_answered_once BEFORE UPDATE ON bed_offers
  FOR EACH ROW
  EXECUTE FUNCTION bed_offers_are_answered_once();
CREATE TRIGGER bed_offers_take_over BEFORE INSERT ON bed_offers
  FOR EACH ROW
  EXECUTE FUNCTION bed_offers_take_over();

CREATE TRIGGER stay_extensions_are_decided_once BEFORE UPDATE OF decision, decided_by, decided_at ON stay_extensions
  FOR EACH ROW
  EXECUTE FUNCTION stay_extensions_are_decided_once();

CREATE TRIGGER room_facts_look_ahead BEFORE INSERT OR UPDATE ON room_facts
  FOR EACH ROW
  EXECUTE FUNCTION room_facts_look_ahead();

CREATE TRIGGER shelter_facts_look_ahead BEFORE INSERT OR UPDATE ON shelter_facts
  FOR EACH ROW
  EXECUTE FUNCTION shelter_facts_look_ahead();

CREATE TRIGGER shelters_change_reach AFTER DELETE ON shelters
  FOR EACH STATEMENT EXECUTE FUNCTION reach_is_computed_again();
