import { constraintTranslator } from '../platform/database/constraint-errors';
import { pastDayCheck } from '../platform/shared/day-checks.rules';

/** Errors for violated constraints, each with its form field. */
export const translateLegalErrors = constraintTranslator({
  legal_step_follows: ['conflict', 'legal.moved_on', 'to'],
  legal_step_is_legal: ['invalid', 'legal.no_such_step', 'to'],
  measure_end_is_later: ['invalid', 'legal.end_not_later', 'untilOn'],
  legal_step_has_happened: ['invalid', 'legal.in_future', 'on'],
  hearing_at_the_weekend: ['invalid', 'legal.court_weekend', 'day'],
  hearing_on_a_closed_day: ['invalid', 'legal.court_closed_day', 'day'],
  hearing_at_a_court: ['invalid', 'legal.unknown_court', 'courtId'],
  hearings_once: ['conflict', 'legal.hearing_twice', 'time'],
  hearings_adjourned_once: ['conflict', 'legal.moved_on', 'to'],
  compensation_in_one_currency: ['invalid', 'legal.one_currency', 'currency'],
  compensation_paid_was_awarded: ['invalid', 'legal.paid_more', 'amount'],
  accused_counts_pkey: ['conflict', 'legal.saved_by_another'],
  courts_by_name: ['conflict', 'legal.court_known', 'fr'],
  hearing_feeds_one_each: ['conflict', 'legal.feed_known'],
});

/** Refuses a day that does not exist or is in the future. */
export const mustNotBeInFuture = pastDayCheck('legal.in_future');
