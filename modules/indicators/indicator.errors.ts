import { constraintTranslator } from '../platform/database/constraint-errors';

export const translateIndicatorErrors = constraintTranslator({
  indicators_codes: ['conflict', 'indicators.code_taken', 'code'],
  indicators_editions: ['conflict', 'indicators.edition_meanwhile'],
  indicator_edition_in_turn: ['conflict', 'indicators.edition_meanwhile'],
  indicator_stays_itself: ['invalid', 'indicators.stays_itself', 'unit'],
  indicators_in_hundredths: ['invalid', 'indicators.over_hundred', 'number'],
  indicator_in_whole_numbers: ['invalid', 'indicators.whole', 'number'],
  indicator_counts_itself: ['conflict', 'indicators.counts_itself'],
  indicator_value_has_begun: ['invalid', 'indicators.not_begun', 'quarter'],
  indicator_target_moves_with_a_reason: ['invalid', 'indicators.moved_why', 'reason'],
  indicator_somebody_else_looks: ['conflict', 'indicators.somebody_else'],
  indicator_value_is_reviewed_once: ['conflict', 'indicators.looked_already'],
});
