-- Which focal points read a complaint depends on the shelter's organisation and region.
CREATE TRIGGER shelters_change_who_reads_complaints AFTER UPDATE OF organisation_id, region ON shelters
  FOR EACH STATEMENT
  EXECUTE FUNCTION complaints_are_followed();
-- A new shelter starts with a row of facts from 2000 on, and its stay limit; a room likewise.
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

-- A bed stays in service on all nights for which it is booked.
CREATE TRIGGER beds_keep_their_bookings BEFORE UPDATE OF in_service ON beds
  FOR EACH ROW
  EXECUTE FUNCTION beds_keep_their_bookings();
-- Web processes that show the bed board are notified of shelter and nights, never of a person.
CREATE TRIGGER beds_notify_board AFTER INSERT OR UPDATE ON beds
  FOR EACH ROW
  EXECUTE FUNCTION beds_notify_board();

-- What shelters see of a request ends or goes on with it.
CREATE TRIGGER request_access_follows AFTER UPDATE OF state, expires_at ON bed_requests
  FOR EACH ROW
  WHEN (old.state IS DISTINCT FROM new.state OR old.expires_at IS DISTINCT FROM new.expires_at)
  EXECUTE FUNCTION request_access_follows();
CREATE TRIGGER requests_notify_board AFTER UPDATE ON bed_requests
  FOR EACH ROW
  WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION requests_notify_board();
CREATE TRIGGER requests_notify_board_of_new AFTER INSERT ON bed_requests
  FOR EACH ROW
  EXECUTE FUNCTION requests_notify_board();

-- person_id is filled for a file that was joined to another.
CREATE TRIGGER request_people_of_a_person BEFORE INSERT ON request_people
  FOR EACH ROW
  EXECUTE FUNCTION person_is_known();
-- Nothing new is written in a file that was joined to another.
CREATE TRIGGER request_people_take_no_more BEFORE INSERT ON request_people
  FOR EACH ROW
  WHEN (new.case_id IS NOT NULL)
  EXECUTE FUNCTION file_takes_no_more();

-- An approved version never changes.
CREATE TRIGGER rule_sets_stand BEFORE UPDATE ON rule_sets
  FOR EACH ROW
  EXECUTE FUNCTION rule_set_stands();
-- The note says that it is ready.
CREATE TRIGGER rule_sets_wait_from_their_note BEFORE INSERT OR UPDATE OF note, ready_at ON rule_sets
  FOR EACH ROW
  EXECUTE FUNCTION note_makes_ready();

-- A booking keeps the version of the rules by which it was made.
CREATE TRIGGER bookings_keep_their_rules BEFORE UPDATE OF rule_set ON bookings
  FOR EACH ROW
  WHEN (old.rule_set IS DISTINCT FROM new.rule_set)
  EXECUTE FUNCTION bookings_keep_their_rules();
CREATE TRIGGER bookings_notify_board AFTER UPDATE ON bookings
  FOR EACH ROW
  WHEN (old.* IS DISTINCT FROM new.*)
  EXECUTE FUNCTION bookings_notify_board();
CREATE TRIGGER bookings_tell_the_board_of_new AFTER INSERT ON bookings
  FOR EACH ROW
  WHEN (new.state <> 'void')
  EXECUTE FUNCTION bookings_notify_board();
-- The bed is in service, and its room stays what it is, on all nights booked.
CREATE TRIGGER bookings_within_one_room BEFORE INSERT ON bookings
  FOR EACH ROW
  EXECUTE FUNCTION bookings_within_one_room();
CREATE TRIGGER bookings_within_service BEFORE INSERT OR UPDATE OF bed_id, nights ON bookings
  FOR EACH ROW
  EXECUTE FUNCTION bookings_within_service();
-- Nobody is placed in a bed that is to be prepared.
CREATE TRIGGER bookings_after_preparation AFTER INSERT ON bookings
  FOR EACH ROW
  WHEN (new.state IN ('hold', 'promised', 'stay'))
  EXECUTE FUNCTION bookings_after_preparation();
-- A renewed hold has a limit; the shelter's access to the person follows it.
CREATE TRIGGER hold_access_follows AFTER UPDATE OF hold_until ON bookings
  FOR EACH ROW
  WHEN (old.state = 'hold' AND new.state = 'hold' AND new.hold_until IS DISTINCT FROM old.hold_until)
  EXECUTE FUNCTION hold_access_follows();

-- The shelter's access to the person opens, widens and ends with the state of the bed.
CREATE TRIGGER access_follows_the_bed AFTER INSERT OR UPDATE OF state ON booking_people
  FOR EACH ROW
  EXECUTE FUNCTION access_follows_the_bed();
CREATE TRIGGER arrival_taken_back AFTER UPDATE OF state ON booking_people
  FOR EACH ROW
  WHEN (old.state = 'stay' AND new.state = 'promised')
  EXECUTE FUNCTION arrival_taken_back();
-- No check-in without a row of arrival_agreements.
CREATE TRIGGER arrivals_are_agreed BEFORE UPDATE OF state ON booking_people
  FOR EACH ROW
  WHEN (new.state = 'stay' AND old.state <> 'stay')
  EXECUTE FUNCTION arrivals_are_agreed();
CREATE TRIGGER booking_people_of_a_person BEFORE INSERT ON booking_people
  FOR EACH ROW
  EXECUTE FUNCTION person_is_known();
-- Nights entered late are not those of a stay that was brought in from before Mawa.
CREATE TRIGGER bookings_apart_from_past_stays AFTER INSERT OR UPDATE OF nights, state ON booking_people
  FOR EACH ROW
  WHEN (new.state <> 'void')
  EXECUTE FUNCTION bookings_apart_from_past_stays();
-- Tasks about a hold are closed when it is over or its arrival agreed.
CREATE TRIGGER holds_are_over AFTER UPDATE OF state ON booking_people
  FOR EACH ROW
  WHEN (new.state NOT IN ('hold', 'promised'))
  EXECUTE FUNCTION holds_are_confirmed();
-- A bed held against a rule becomes a promise or a stay only once another person agreed.
CREATE TRIGGER overrides_are_agreed BEFORE UPDATE OF state ON booking_people
  FOR EACH ROW
  WHEN (new.state IN ('promised', 'stay') AND old.state IS DISTINCT FROM new.state)
  EXECUTE FUNCTION overrides_are_agreed();
CREATE TRIGGER overrides_are_over AFTER UPDATE OF state ON booking_people
  FOR EACH ROW
  WHEN (new.state IN ('void', 'ended'))
  EXECUTE FUNCTION overrides_are_over();
-- Tasks about a bed end with it, and wait again where that was a mistake. Who leaves on the day of the arrival slept
-- no night: that booking becomes void.
CREATE TRIGGER left_beds_end_tasks AFTER UPDATE OF state ON booking_people
  FOR EACH ROW
  WHEN (old.state = 'stay' AND new.state IN ('ended', 'void'))
  EXECUTE FUNCTION subject_ends_tasks(
    'bed_left', 'person_arrived overdue_stay stay_to_review stay_unsuitable', 'booking_id');
CREATE TRIGGER left_beds_reopen_tasks AFTER UPDATE OF state ON booking_people
  FOR EACH ROW
  WHEN (old.state IN ('ended', 'void') AND new.state = 'stay')
  EXECUTE FUNCTION subject_reopens_tasks('bed_left', 'booking_id');
CREATE TRIGGER void_bookings_end_tasks AFTER UPDATE OF state ON booking_people
  FOR EACH ROW
  WHEN (old.state IN ('hold', 'promised') AND new.state = 'void')
  EXECUTE FUNCTION subject_ends_tasks('booking_ended', 'overdue_stay stay_unsuitable', 'booking_id');
CREATE TRIGGER void_bookings_reopen_tasks AFTER UPDATE OF state ON booking_people
  FOR EACH ROW
  WHEN (old.state = 'void' AND new.state IN ('hold', 'promised'))
  EXECUTE FUNCTION subject_reopens_tasks('booking_ended', 'booking_id');
-- Nobody asks how somebody is after an exit who has come back.
CREATE TRIGGER arrivals_end_follow_ups AFTER UPDATE OF state ON booking_people
  FOR EACH ROW
  WHEN (new.state = 'stay' AND old.state IN ('hold', 'promised'))
  EXECUTE FUNCTION subject_ends_tasks('came_back', 'exit_follow_up', 'case_id');

-- What is asked because of a request ends with it.
CREATE TRIGGER requests_end_tasks AFTER UPDATE OF state ON bed_requests
  FOR EACH ROW
  WHEN (new.state = 'withdrawn' AND old.state <> 'withdrawn')
  EXECUTE FUNCTION subject_ends_tasks('request_ended', 'bed_request_expired consent', 'id');

CREATE TRIGGER holds_are_confirmed AFTER INSERT ON arrival_agreements
  FOR EACH ROW
  EXECUTE FUNCTION holds_are_confirmed();

-- An answer closes its tasks and is given only while the bed is held.
CREATE TRIGGER overrides_are_answered AFTER INSERT ON override_answers
  FOR EACH ROW
  EXECUTE FUNCTION overrides_are_answered();
CREATE TRIGGER overrides_are_held BEFORE INSERT ON override_answers
  FOR EACH ROW
  EXECUTE FUNCTION overrides_are_held();

-- An offer is answered once; a new one ends the one before.
CREATE TRIGGER bed_offers_are_answered_once BEFORE UPDATE ON bed_offers
  FOR EACH ROW
  EXECUTE FUNCTION bed_offers_are_answered_once();
CREATE TRIGGER bed_offers_take_over BEFORE INSERT ON bed_offers
  FOR EACH ROW
  EXECUTE FUNCTION bed_offers_take_over();

-- Decided once, by the actor.
CREATE TRIGGER stay_extensions_are_decided_once BEFORE UPDATE OF decision, decided_by,
decided_at ON stay_extensions
  FOR EACH ROW
  EXECUTE FUNCTION stay_extensions_are_decided_once();

-- The past is not rewritten, and nobody who is booked finds the house or room changed.
CREATE TRIGGER room_facts_look_ahead BEFORE INSERT OR UPDATE ON room_facts
  FOR EACH ROW
  EXECUTE FUNCTION room_facts_look_ahead();

CREATE TRIGGER shelter_facts_look_ahead BEFORE INSERT OR UPDATE ON shelter_facts
  FOR EACH ROW
  EXECUTE FUNCTION shelter_facts_look_ahead();

-- What the actor may reach is computed anew in this transaction once a shelter is deleted.
CREATE TRIGGER shelters_change_reach AFTER DELETE ON shelters
  FOR EACH STATEMENT EXECUTE FUNCTION reset_reach();

-- What a night counts is kept when it closes; whatever changes it later writes its difference.
CREATE TRIGGER closed_nights_are_counted AFTER INSERT ON closed_nights
  REFERENCING NEW TABLE AS closed
  FOR EACH STATEMENT
  EXECUTE FUNCTION closed_nights_are_counted();
-- Holds and promises count no night and pay for no look.
CREATE TRIGGER bookings_correct_nights AFTER INSERT ON bookings
  FOR EACH ROW
  WHEN (new.state IN ('stay', 'ended', 'blocked'))
  EXECUTE FUNCTION bookings_correct_nights();
CREATE TRIGGER bookings_correct_nights_changed AFTER UPDATE ON bookings
  FOR EACH ROW
  WHEN ((old.state IN ('stay', 'ended', 'blocked') OR new.state IN ('stay', 'ended', 'blocked'))
    AND (old.state, old.nights, old.bed_id, old.checked_in_at IS NULL)
      IS DISTINCT FROM (new.state, new.nights, new.bed_id, new.checked_in_at IS NULL))
  EXECUTE FUNCTION bookings_correct_nights();
CREATE TRIGGER bookings_correct_nights_removed AFTER DELETE ON bookings
  FOR EACH ROW
  WHEN (old.state IN ('stay', 'ended', 'blocked'))
  EXECUTE FUNCTION bookings_correct_nights();
CREATE TRIGGER booking_people_correct_nights AFTER INSERT ON booking_people
  FOR EACH ROW
  WHEN (new.state IN ('stay', 'ended'))
  EXECUTE FUNCTION booking_people_correct_nights();
CREATE TRIGGER booking_people_correct_nights_removed AFTER DELETE ON booking_people
  FOR EACH ROW
  WHEN (old.state IN ('stay', 'ended'))
  EXECUTE FUNCTION booking_people_correct_nights();
CREATE TRIGGER nights_away_correct_nights AFTER INSERT OR DELETE OR UPDATE OF booking_id, night ON nights_away
  FOR EACH ROW
  EXECUTE FUNCTION nights_away_correct_nights();
CREATE TRIGGER beds_correct_nights AFTER INSERT OR DELETE OR UPDATE OF in_service, room_id ON beds
  FOR EACH ROW
  EXECUTE FUNCTION beds_correct_nights();

-- A bed to be prepared is a task of its house, and shown on open boards.
CREATE TRIGGER preparations_are_tasks AFTER INSERT OR UPDATE ON bed_preparations
  FOR EACH ROW
  EXECUTE FUNCTION preparations_are_tasks();
CREATE TRIGGER preparations_notify_board AFTER INSERT OR UPDATE ON bed_preparations
  FOR EACH ROW
  EXECUTE FUNCTION preparations_notify_board();

-- The severity of an incident follows its rows.
CREATE TRIGGER incident_severities_move AFTER INSERT ON incident_severities
  FOR EACH ROW
  EXECUTE FUNCTION incident_severity_moves();
