-- A track begins with its first step, and not on a case file that was merged into another.
CREATE CONSTRAINT TRIGGER return_tracks_have_begun AFTER INSERT ON return_tracks
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION return_track_has_begun();
CREATE TRIGGER return_tracks_take_no_more BEFORE INSERT ON return_tracks
  FOR EACH ROW
  EXECUTE FUNCTION file_takes_no_more();

-- A step is checked and moves its track; an end releases the money of its plan.
CREATE TRIGGER return_steps_let_go AFTER INSERT ON return_steps
  FOR EACH ROW
  WHEN (new.to_state IN ('withdrawn', 'stopped', 'completed'))
  EXECUTE FUNCTION return_plan_ends();
CREATE TRIGGER return_steps_move BEFORE INSERT ON return_steps
  FOR EACH ROW
  EXECUTE FUNCTION return_step_moves();

-- The triggers `..._on_a_live_track` here and below: nothing is added to a track that has ended.
CREATE TRIGGER return_counselling_on_a_live_track BEFORE INSERT ON return_counselling
  FOR EACH ROW
  EXECUTE FUNCTION return_track_is_live();

-- A decision is informed, taken by who may take it, and rests on a determination that exists.
CREATE TRIGGER return_decisions_are_lawful BEFORE INSERT ON return_decisions
  FOR EACH ROW
  EXECUTE FUNCTION return_decision_is_lawful();
CREATE TRIGGER return_decisions_on_a_live_track BEFORE INSERT ON return_decisions
  FOR EACH ROW
  EXECUTE FUNCTION return_track_is_live();
CREATE TRIGGER return_decisions_rest BEFORE INSERT ON return_decisions
  FOR EACH ROW
  EXECUTE FUNCTION return_decision_rests();

CREATE TRIGGER return_family_on_a_live_track BEFORE INSERT ON return_family
  FOR EACH ROW
  EXECUTE FUNCTION return_track_is_live();

-- A risk assessment is not of a day to come, and holds for a number of days.
CREATE TRIGGER return_risks_hold BEFORE INSERT ON return_risks
  FOR EACH ROW
  EXECUTE FUNCTION return_risk_holds();
CREATE TRIGGER return_risks_on_a_live_track BEFORE INSERT ON return_risks
  FOR EACH ROW
  EXECUTE FUNCTION return_track_is_live();

-- A second person decides on a risk assessment.
CREATE TRIGGER return_risk_decisions_on_a_live_track BEFORE INSERT ON return_risk_decisions
  FOR EACH ROW
  EXECUTE FUNCTION return_track_is_live();
CREATE TRIGGER return_risks_are_decided BEFORE INSERT ON return_risk_decisions
  FOR EACH ROW
  EXECUTE FUNCTION return_risk_is_decided();

CREATE TRIGGER return_documents_on_a_live_track BEFORE INSERT ON return_documents
  FOR EACH ROW
  EXECUTE FUNCTION return_track_is_live();

-- A step of a document begins at its present state and sets it.
CREATE TRIGGER return_document_steps_move BEFORE INSERT ON return_document_steps
  FOR EACH ROW
  EXECUTE FUNCTION return_document_moves();

CREATE TRIGGER return_fitness_on_a_live_track BEFORE INSERT ON return_fitness
  FOR EACH ROW
  EXECUTE FUNCTION return_track_is_live();

-- The legs of an itinerary follow each other.
CREATE CONSTRAINT TRIGGER return_journeys_are_whole AFTER INSERT ON return_journeys
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION return_journey_is_whole();
CREATE TRIGGER return_journeys_on_a_live_track BEFORE INSERT ON return_journeys
  FOR EACH ROW
  EXECUTE FUNCTION return_track_is_live();

CREATE TRIGGER return_checks_on_a_live_track BEFORE INSERT ON return_checks
  FOR EACH ROW
  EXECUTE FUNCTION return_track_is_live();

-- Formalities and the departure are not before the decision to go.
CREATE TRIGGER return_checks_under_a_decision BEFORE INSERT ON return_checks
  FOR EACH ROW
  EXECUTE FUNCTION return_follows_decision('done_on');
CREATE TRIGGER return_journeys_under_a_decision BEFORE INSERT ON return_journeys
  FOR EACH ROW
  EXECUTE FUNCTION return_follows_decision('leaves_on');

-- An arrival is heard of after it happened.
CREATE TRIGGER return_arrivals_have_arrived BEFORE INSERT ON return_arrivals
  FOR EACH ROW
  EXECUTE FUNCTION return_has_arrived();

-- One draft at a time.
CREATE TRIGGER return_plan_versions_on_a_live_track BEFORE INSERT ON return_plan_versions
  FOR EACH ROW
  EXECUTE FUNCTION return_track_is_live();
CREATE TRIGGER return_plan_versions_open BEFORE INSERT ON return_plan_versions
  FOR EACH ROW
  EXECUTE FUNCTION return_plan_version_opens();

-- An agreed version never changes.
CREATE TRIGGER return_plan_items_are_drafted BEFORE INSERT ON return_plan_items
  FOR EACH ROW
  EXECUTE FUNCTION return_plan_is_drafted();
CREATE TRIGGER return_plan_items_on_a_live_track BEFORE INSERT ON return_plan_items
  FOR EACH ROW
  EXECUTE FUNCTION return_track_is_live();

CREATE TRIGGER return_plan_ends_are_drafted BEFORE INSERT ON return_plan_ends
  FOR EACH ROW
  EXECUTE FUNCTION return_plan_is_drafted();
CREATE TRIGGER return_plan_ends_on_a_live_track BEFORE INSERT ON return_plan_ends
  FOR EACH ROW
  EXECUTE FUNCTION return_track_is_live();

-- The person agrees to the draft; what the version ends releases its money.
CREATE TRIGGER return_plan_agreements_hold BEFORE INSERT ON return_plan_agreements
  FOR EACH ROW
  EXECUTE FUNCTION return_plan_is_agreed();
CREATE TRIGGER return_plan_agreements_let_go AFTER INSERT ON return_plan_agreements
  FOR EACH ROW
  EXECUTE FUNCTION return_plan_ends();
CREATE TRIGGER return_plan_agreements_on_a_live_track BEFORE INSERT ON return_plan_agreements
  FOR EACH ROW
  EXECUTE FUNCTION return_track_is_live();

CREATE TRIGGER return_plan_money_on_a_live_track BEFORE INSERT ON return_plan_money
  FOR EACH ROW
  EXECUTE FUNCTION return_track_is_live();

-- The instalments of an item stay within its amount.
CREATE TRIGGER return_instalments_on_a_live_track BEFORE INSERT ON return_instalments
  FOR EACH ROW
  EXECUTE FUNCTION return_track_is_live();
CREATE TRIGGER return_instalments_within_item BEFORE INSERT ON return_instalments
  FOR EACH ROW
  EXECUTE FUNCTION return_instalment_within_item();

-- An agreed item asks for its money, once, with the amount of the plan.
CREATE TRIGGER return_plan_requests_on_a_live_track BEFORE INSERT ON return_plan_requests
  FOR EACH ROW
  EXECUTE FUNCTION return_track_is_live();
CREATE TRIGGER return_plan_requests_once BEFORE INSERT ON return_plan_requests
  FOR EACH ROW
  EXECUTE FUNCTION return_plan_asks_once();

-- What is paid stays within the instalment, and the plan and its commitment agree. The same check stands on
-- commitment_steps (grant-budgeting).
CREATE TRIGGER return_instalment_steps_move BEFORE INSERT ON return_instalment_steps
  FOR EACH ROW
  EXECUTE FUNCTION return_instalment_moves();
CREATE TRIGGER return_plan_releases_rest AFTER INSERT ON return_instalment_steps
  FOR EACH ROW
  WHEN (new.step = 'undone')
  EXECUTE FUNCTION return_plan_releases_rest();
CREATE CONSTRAINT TRIGGER return_plan_money_agrees AFTER INSERT ON return_instalment_steps
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION return_plan_money_agrees();

-- A follow-up is one that is due.
CREATE TRIGGER return_follow_ups_are_due BEFORE INSERT ON return_follow_ups
  FOR EACH ROW
  EXECUTE FUNCTION return_follow_up_is_due();

-- Not before the base day of the track, nor in the future.
CREATE TRIGGER return_satisfactions_are_after BEFORE INSERT ON return_satisfactions
  FOR EACH ROW
  EXECUTE FUNCTION return_satisfaction_is_after();

-- Nobody is called safe before the last follow-up.
CREATE TRIGGER return_outcomes_are_known BEFORE INSERT ON return_outcomes
  FOR EACH ROW
  EXECUTE FUNCTION return_outcome_is_known();

-- An edition of weights is approved once by a second person, and sums to one.
CREATE TRIGGER survey_weightings_are_approved_once BEFORE UPDATE ON survey_weightings
  FOR EACH ROW
  EXECUTE FUNCTION survey_weighting_is_approved_once();
CREATE CONSTRAINT TRIGGER survey_weightings_sum AFTER INSERT ON survey_weightings
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION survey_weights_sum();
CREATE CONSTRAINT TRIGGER survey_weightings_sum_still AFTER UPDATE ON survey_weightings
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  EXECUTE FUNCTION survey_weights_sum();

-- No weight is added to an approved edition.
CREATE TRIGGER survey_weights_are_written BEFORE INSERT ON survey_weights
  FOR EACH ROW
  EXECUTE FUNCTION survey_weights_are_written();

-- After the base day, by an approved edition of weights.
CREATE TRIGGER return_surveys_are_after BEFORE INSERT ON return_surveys
  FOR EACH ROW
  EXECUTE FUNCTION return_survey_is_after();

-- What is not asked for any more is no task any more.
CREATE TRIGGER return_tracks_end_tasks AFTER UPDATE OF state ON return_tracks
  FOR EACH ROW
  WHEN (old.state <> new.state)
  EXECUTE FUNCTION return_ends_tasks();
CREATE TRIGGER return_documents_end_tasks AFTER UPDATE OF state ON return_documents
  FOR EACH ROW
  WHEN (new.state NOT IN ('new', 'to_ask', 'asked', 'appointment'))
  EXECUTE FUNCTION return_ends_tasks();
CREATE TRIGGER return_risk_decisions_end_tasks AFTER INSERT ON return_risk_decisions
  FOR EACH ROW
  EXECUTE FUNCTION return_ends_tasks();
CREATE TRIGGER return_arrivals_end_tasks AFTER INSERT ON return_arrivals
  FOR EACH ROW
  WHEN (new.reported_by = 'partner' AND new.received <> 'nobody')
  EXECUTE FUNCTION return_ends_tasks();
