/** Errors for violated constraints of trainings, each with its form field. */
import { constraintTranslator } from '../platform/database/constraint-errors';
import { pastDayCheck } from '../platform/shared/day-checks.rules';

export const translateCapacityErrors = constraintTranslator({
  capacity_trainings_end_after_they_begin: ['invalid', 'capacity.too_long', 'days'],
  capacity_trainings_are_somewhere: ['invalid', 'capacity.where', 'region'],
  capacity_days_pkey: ['invalid', 'capacity.day_twice', 'days'],
  capacity_step_follows: ['conflict', 'capacity.moved_on', 'to'],
  capacity_step_is_legal: ['invalid', 'capacity.no_such_step', 'to'],
  capacity_has_happened: ['invalid', 'capacity.in_future', 'on'],
  capacity_held_to_its_end: ['invalid', 'capacity.goes_on', 'on'],
  capacity_steps_cancelled_why: ['invalid', 'capacity.why', 'reason'],
  capacity_agenda_lasts: ['invalid', 'capacity.ends_before', 'until'],
  capacity_agenda_on_a_day: ['invalid', 'capacity.no_day_of_it', 'on'],
  capacity_takes_place: ['conflict', 'capacity.cancelled'],
  capacity_has_a_place: ['conflict', 'capacity.full', 'name'],
  capacity_participants_once: ['conflict', 'capacity.there_already', 'name'],
  capacity_learners_once: ['conflict', 'capacity.known_by_now', 'email'],
  capacity_learner_stands: ['conflict', 'capacity.joined_by_now', 'learner'],
  capacity_marks_on_a_day: ['invalid', 'capacity.no_day_of_it', 'on'],
  capacity_attends: ['conflict', 'capacity.not_there'],
  capacity_merge_in_one_training: ['conflict', 'capacity.merge_in_one_training', 'goneNumber'],
  capacity_merged_once: ['conflict', 'capacity.merged_already', 'goneNumber'],
  capacity_certificate_rests: ['conflict', 'capacity.not_completed', 'on'],
  capacity_certificates_once: ['conflict', 'capacity.certified_already'],
});

/** Refuses a day that does not exist or is in the future. */
export const mustNotBeInFuture = pastDayCheck('capacity.in_future');
