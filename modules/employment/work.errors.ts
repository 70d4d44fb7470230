/** Errors for violated constraints of work, each with its form field. */
import { constraintTranslator } from '../platform/database/constraint-errors';
import { pastDayCheck } from '../platform/shared/day-checks.rules';

export const translateWorkErrors = constraintTranslator({
  '42501': ['forbidden', 'access.not_yours'],
  work_vetting_has_happened: ['invalid', 'work.in_future', 'on'],
  work_vetting_in_order: ['invalid', 'work.before_last_look', 'on'],
  work_vetting_by_a_second: ['conflict', 'work.somebody_else_looks', 'result'],
  work_vettings_look_at_something: ['invalid', 'work.looked_at_what', 'lookedAt'],
  work_vettings_last_some_time: ['invalid', 'work.expires_when', 'expiresOn'],
  work_offers_hold_for_some_time: ['invalid', 'work.until_before_from', 'until'],
  work_employer_is_recognised: ['conflict', 'work.refused_stays', 'name'],
  work_offer_keeps_held_places: ['conflict', 'work.places_held', 'places'],
  work_offer_is_open: ['conflict', 'work.offer_over', 'offerId'],
  work_offer_has_a_place: ['conflict', 'work.offer_full', 'to'],
  work_seats_held_once: ['conflict', 'work.offer_full', 'to'],
  work_employer_is_vetted: ['conflict', 'work.not_vetted', 'employerId'],
  work_applications_once: ['conflict', 'work.applied_already', 'offerId'],
  work_application_led_on: ['conflict', 'work.led_on', 'to'],
  work_placement_of_its_application: ['invalid', 'work.which_application', 'applicationId'],
  work_placements_once: ['conflict', 'work.placed_already', 'applicationId'],
  work_is_old_enough: ['invalid', 'work.too_young', 'startsOn'],
  work_starts_soon: ['invalid', 'work.starts_soon', 'startsOn'],
  work_starts_on_its_day: ['invalid', 'work.starts_on_its_day', 'on'],
  work_unsafe_has_a_sign: ['conflict', 'work.unsafe_sign', 'reason'],
  work_floor_is_known: ['invalid', 'work.no_floor', 'startsOn'],
  work_wage_is_enough: ['invalid', 'work.under_floor', 'wage'],
  work_unwritten_says_why: ['invalid', 'work.unwritten_why', 'unwrittenReason'],
  work_apprentices_have_it_written: ['invalid', 'work.apprentice_written', 'contractForm'],
  work_papers_stay_with_the_worker: ['invalid', 'work.papers_sign', 'papersKeptBy'],
  work_workers_may_leave: ['invalid', 'work.leave_sign', 'freeToLeave'],
  work_step_follows: ['conflict', 'work.moved_on', 'to'],
  work_step_is_legal: ['invalid', 'work.no_such_step', 'to'],
  work_step_has_happened: ['invalid', 'work.in_future', 'on'],
  work_step_in_order: ['invalid', 'work.before_last', 'on'],
  work_of_an_open_case: ['conflict', 'work.case_closed'],
  work_follow_up_which: ['invalid', 'work.which_mark', 'months'],
  work_follow_up_opens: ['invalid', 'work.not_yet_asked', 'on'],
  work_follow_ups_reached_once: ['conflict', 'work.reached_already', 'months'],
  work_answer_to_a_sign: ['invalid', 'work.answer_after', 'on'],
  work_alerts_answered_once: ['conflict', 'work.answered_already'],
});

/** Refuses a day that does not exist or is in the future. */
export const mustNotBeInFuture = pastDayCheck('training.in_future');
