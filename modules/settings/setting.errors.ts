/** Refusals when a setting is proposed or decided upon. */
import { constraintTranslator } from '../platform/database/constraint-errors';
import { DomainError } from '../platform/shared/domain.errors';

export const dayHasPassed = () => new DomainError('invalid', 'settings.day_has_passed', {}, 'from');
export const onlyFromTomorrow = () =>
  new DomainError('invalid', 'settings.only_from_tomorrow', {}, 'from');
export const decidedAlready = () => new DomainError('conflict', 'settings.decided_already');
export const notYoursToDecide = () => new DomainError('forbidden', 'settings.not_yours');
export const needsAnother = () => new DomainError('forbidden', 'settings.needs_another_person');

export const translateSettingErrors = constraintTranslator({
  '42501': ['forbidden', 'access.not_yours'],
  setting_is_decided_once: decidedAlready,
  setting_needs_another_person: needsAnother,
  setting_not_yours: notYoursToDecide,
  setting_day_has_passed: dayHasPassed,
  setting_day_is_taken: ['conflict', 'settings.day_is_taken', 'from'],
  setting_is_removed: ['conflict', 'settings.removed_already'],
  setting_is_in_force: ['conflict', 'settings.in_force_already'],
  setting_cancels_a_plan: ['conflict', 'settings.not_planned'],
  role_requirements_of_administrators: ['invalid', 'settings.administrators_need_factor'],
  setting_value_fits: ['invalid', 'settings.does_not_fit'],
});
