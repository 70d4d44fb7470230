import { constraintTranslator } from '../platform/database/constraint-errors';
import { PLAN_REFUSED } from './plan/plan.errors';
import { pastDayCheck } from '../platform/shared/day-checks.rules';

/** Errors for violated constraints, each with its form field. */
export const translateReturnErrors = constraintTranslator({
  return_tracks_one_at_a_time: ['conflict', 'returns.one_at_a_time'],
  return_step_follows: ['conflict', 'returns.moved_on', 'to'],
  return_step_is_legal: ['invalid', 'returns.no_such_step', 'to'],
  return_step_has_happened: ['invalid', 'returns.in_future', 'on'],
  return_step_in_order: ['invalid', 'returns.before_last', 'on'],
  return_step_has_what_it_needs: ['conflict', 'returns.not_ready', 'to'],
  return_steps_stop_with_a_reason: ['invalid', 'returns.stop_why', 'reason'],
  return_track_is_live: ['conflict', 'returns.is_over'],
  return_decision_rests: ['invalid', 'returns.no_determination', 'bestInterestsId'],
  return_decision_has_happened: ['invalid', 'returns.in_future', 'on'],
  return_decision_of_a_child: ['invalid', 'returns.child_not_alone', 'decider'],
  return_decision_is_informed: ['invalid', 'returns.not_informed', 'decision'],
  return_risk_has_happened: ['invalid', 'returns.in_future', 'on'],
  return_risks_know_before: ['invalid', 'returns.informed_later', 'informedOn'],
  return_risk_by_a_second_person: ['conflict', 'returns.second_person'],
  return_risk_go_says_why: ['invalid', 'returns.go_why', 'note'],
  return_risks_decided_once: ['conflict', 'returns.decided_already'],
  return_document_follows: ['conflict', 'returns.moved_on', 'to'],
  return_document_has_happened: ['invalid', 'returns.in_future', 'on'],
  return_document_steps_end_is_known: ['invalid', 'returns.valid_until', 'validUntil'],
  return_has_arrived: ['conflict', 'returns.not_arrived'],
  return_arrival_is_heard: ['invalid', 'returns.heard_then', 'on'],
  return_journey_is_whole: ['invalid', 'returns.legs_which'],
  return_follows_decision: ['conflict', 'returns.moved_on'],
  return_checks_once: ['conflict', 'returns.settled_already', 'item'],
  return_has_begun_anew: ['conflict', 'returns.not_arrived'],
  return_after_has_happened: ['invalid', 'returns.in_future', 'on'],
  return_after_is_after: ['invalid', 'returns.before_return', 'on'],
  return_follow_up_which: ['invalid', 'returns.no_such_mark', 'months'],
  return_follow_up_opens: ['invalid', 'returns.mark_ahead', 'on'],
  return_follow_ups_reached_once: ['conflict', 'returns.reached_already', 'months'],
  return_outcome_in_time: ['invalid', 'returns.outcome_early', 'on'],
  return_outcomes_say_why: ['invalid', 'returns.outcome_why', 'note'],
  return_surveys_once_a_day: ['conflict', 'returns.survey_once', 'on'],
  survey_weights_sum: ['invalid', 'returns.weights_sum', 'rows'],
  survey_weights_never_change: ['conflict', 'returns.weights_count'],
  survey_weightings_by_a_second_person: ['conflict', 'returns.second_person'],
  return_fitness_holds: ['invalid', 'returns.valid_after', 'validUntil'],
  ...PLAN_REFUSED,
});

/** Refuses a day that does not exist or is in the future. */
export const mustNotBeInFuture = pastDayCheck('returns.in_future');
