/** Refusals when a grant is proposed or decided upon. */
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { DomainError } from '../../platform/shared/domain.errors';

export const decidedAlready = () => new DomainError('conflict', 'grants.decided_already');
export const needsAnother = () => new DomainError('forbidden', 'grants.needs_another_person');
export const isNotYours = () => new DomainError('forbidden', 'grants.not_yours');
export const grantExists = (code: string) =>
  new DomainError('conflict', 'grants.exists', { code }, 'code');

export const unknownGrant = (code: string) =>
  new DomainError('invalid', 'grants.unknown_grant', { code }, 'file');
export const closedAlready = (day: string) =>
  new DomainError('conflict', 'grants.closed_already', { day });
export const suspendedAlready = (day: string) =>
  new DomainError('conflict', 'grants.suspended_already', { day });
export const notSuspended = () => new DomainError('conflict', 'grants.not_suspended');
export const outsideThePeriod = (params: { from: string; until: string }) =>
  new DomainError('invalid', 'grants.outside_period', params, 'effectiveOn');
export const beforeItsCosts = (day: string) =>
  new DomainError('conflict', 'grants.before_its_costs', { day }, 'effectiveOn');

export const translateGrantErrors = constraintTranslator({
  // Row-level security: written by finance and programme alone.
  '42501': ['forbidden', 'access.not_yours'],
  grant_is_decided_once: decidedAlready,
  grant_needs_another_person: needsAnother,
  grant_withdrawn_by_its_author: isNotYours,
  grant_changed_since_proposed: ['conflict', 'grants.changed_since_proposed'],
  grant_change_from_its_day: ['conflict', 'grants.not_its_day'],
  // What follows was in order when it was proposed; between then and the confirmation something was booked or changed.
  grant_change_after_its_close: ['conflict', 'grants.changed_since_proposed'],
  grant_change_in_turn: ['conflict', 'grants.changed_since_proposed'],
  grant_change_within_its_period: ['conflict', 'grants.changed_since_proposed'],
  grant_change_after_its_costs: ['conflict', 'grants.booked_since_proposed'],
  amendment_keeps_the_award: ['conflict', 'grants.changed_since_proposed'],
  amendment_keeps_its_lines: ['conflict', 'grants.changed_since_proposed'],
  amendment_adds_up: ['conflict', 'grants.changed_since_proposed'],
  amendment_keeps_its_costs: ['conflict', 'grants.booked_since_proposed'],
  amendment_leaves_what_is_taken: ['conflict', 'grants.booked_since_proposed'],
  amendment_covers_what_was_received: ['conflict', 'grants.booked_since_proposed'],
  opening_line_is_known: ['conflict', 'grants.changed_since_proposed'],
  opening_within_the_grant: ['conflict', 'grants.changed_since_proposed'],
  opening_before_mawa: ['conflict', 'grants.booked_since_proposed'],
  opening_within_the_line: ['conflict', 'grants.booked_since_proposed'],
  opening_once: ['conflict', 'opening.confirmed_before'],
  opening_taken_back_once: ['conflict', 'opening.taken_back_already'],
  ledger_period_is_open: ['conflict', 'opening.closed_since'],
  ledger_agency_month_is_open: ['conflict', 'opening.closed_since'],
  donor_money_period_is_open: ['conflict', 'opening.closed_since'],
  donor_money_within_the_award: ['conflict', 'grants.booked_since_proposed'],
  donor_money_returned_within_received: ['conflict', 'grants.booked_since_proposed'],
  grant_takes_no_costs: ['conflict', 'grants.takes_no_costs'],
});
