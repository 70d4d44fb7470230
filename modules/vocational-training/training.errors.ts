import { constraintTranslator } from '../platform/database/constraint-errors';
import { pastDayCheck } from '../platform/shared/day-checks.rules';

/** Errors for violated constraints, each with its form field. */
export const translateTrainingErrors = constraintTranslator({
  '42501': ['forbidden', 'access.not_yours'],
  training_courses_agreed_for_some_time: ['invalid', 'training.agreed_backwards', 'agreedUntil'],
  training_courses_trade_of_the_field: ['invalid', 'training.trade_of_field', 'trade'],
  training_courses_pay_from_a_line: ['invalid', 'training.which_line', 'lineId'],
  training_course_has_begun: ['conflict', 'training.course_has_begun'],
  training_course_covers_its_sessions: [
    'conflict',
    'training.agreement_of_sessions',
    'agreedUntil',
  ],
  training_session_of_the_catalogue: ['conflict', 'training.course_withdrawn'],
  training_sessions_end_after_they_begin: ['invalid', 'training.ends_before', 'endsOn'],
  training_session_within_the_agreement: ['invalid', 'training.outside_agreement', 'startsOn'],
  training_session_has_days: ['invalid', 'training.no_day', 'weekdays'],
  training_cancellations_pkey: ['conflict', 'training.cancelled_already'],
  training_cancellations_name_nobody: ['invalid', 'training.remark_names', 'remark'],
  training_cancellation_before_its_end: ['conflict', 'training.over_not_cancelled'],
  training_cancellation_from_a_day: ['invalid', 'training.cancelled_from', 'from'],
  training_cancellation_after_the_register: ['conflict', 'training.held_later', 'from'],
  training_session_is_held: ['conflict', 'training.session_cancelled', 'sessionId'],
  training_enrolments_once: ['conflict', 'training.enrolled_already', 'sessionId'],
  training_services_of_who_comes: ['conflict', 'training.no_services'],
  training_step_follows: ['conflict', 'training.moved_on', 'to'],
  training_step_is_legal: ['invalid', 'training.no_such_step', 'to'],
  training_step_has_happened: ['invalid', 'training.in_future', 'on'],
  training_step_after_the_register: ['invalid', 'training.there_later', 'on'],
  training_step_in_order: ['invalid', 'training.before_last', 'on'],
  training_session_is_over: ['conflict', 'training.session_over', 'sessionId'],
  training_of_an_open_case: ['conflict', 'training.case_closed'],
  training_starts_within_the_session: ['invalid', 'training.starts_within', 'on'],
  training_completes_who_was_there: ['conflict', 'training.never_there', 'to'],
  training_certifies_who_passed: ['conflict', 'training.not_passed'],
  training_offers_in_turn: ['conflict', 'training.in_turn', 'to'],
  training_has_a_place: ['conflict', 'training.full', 'to'],
  training_steps_end_with_a_reason: ['invalid', 'training.why', 'reason'],
  training_attendance_on_a_day_of_the_session: ['invalid', 'training.no_session_that_day', 'on'],
  training_mark_has_happened: ['invalid', 'training.in_future', 'on'],
  training_mark_of_a_day_held: ['invalid', 'training.no_session_that_day', 'on'],
  training_mark_of_who_attends: ['invalid', 'training.not_attending'],
  training_allowance_is_earned: ['invalid', 'training.not_earned'],
  training_certificates_once: ['conflict', 'training.certified_already'],
  training_certificate_rests: ['conflict', 'training.not_passed'],
  training_taken_back_once: ['conflict', 'training.withdrawn_already'],
});

/** Refuses a day that does not exist or is in the future. */
export const mustNotBeInFuture = pastDayCheck('training.in_future');
