/** Refusals when money is committed, and the figures in their sentences. */
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { DomainError } from '../../platform/shared/domain.errors';

const refused = (
  kind: 'invalid' | 'conflict' | 'forbidden',
  code: string,
  params: Record<string, string | number> = {},
  field?: string,
) => new DomainError(kind, `budget.${code}`, params, field);

/** Read by sentences as money: "1250.00 USD". */
export const money = (amount: string, currency: string): string => `${amount} ${currency}`;

export const beyondTheLine = (figures: {
  line: string;
  needed: string;
  left: string;
  budget: string;
  committed: string;
  spent: string;
}) => refused('conflict', 'line_is_short', figures);
export const agreementBeyondTheLine = (params: { line: string; needed: string; left: string }) =>
  refused('conflict', 'agreement_beyond_line', params);
export const beyondTheRule = (figures: { over: string; limit: string; line: string }) =>
  refused('conflict', 'over_the_rule', figures);
export const outsideTheGrant = (params: { from: string; until: string }) =>
  refused('invalid', 'outside_grant', params, 'startsOn');
export const outsideTheAgreement = (params: { agreement: string; from: string; until: string }) =>
  refused('invalid', 'outside_agreement', params, 'agreementId');
export const agreementCountsNot = (agreement: string) =>
  refused('conflict', 'agreement_not_confirmed', { agreement }, 'agreementId');
export const agreementEnded = (params: { agreement: string; day: string }) =>
  refused('conflict', 'agreement_ended', params);
export const inClosedPeriod = (params: { day: string; until: string }) =>
  refused('invalid', 'day_closed', params, 'on');
export const tooMuch = (what: 'received' | 'invoiced' | 'paid' | 'cancelled', rest: string) =>
  refused('invalid', `too_much_${what}`, { rest }, 'amount');
export const needsAnother = () => refused('forbidden', 'needs_another_person');
export const roleMayNot = (amount: string) =>
  refused('forbidden', 'role_may_not_agree', { amount });
export const ofAPlan = () => refused('conflict', 'step_of_a_plan');
export const outOfTurn = () => refused('conflict', 'step_out_of_turn');
export const rateExpired = (params: {
  from: string;
  to: string;
  day: string;
  age: number;
  days: number;
}) => refused('conflict', 'rate_expired', params);

export const translateCommitmentErrors = constraintTranslator({
  commitment_step_in_turn: outOfTurn,
  commitment_needs_another_person: needsAnother,
  commitment_agreed_once_each: () => refused('conflict', 'agreed_already'),
  commitment_as_agreed: outOfTurn,
  commitment_invoice_is_paid: () => refused('conflict', 'invoice_is_paid'),
  commitment_invoiced_within_what_came: () => refused('conflict', 'received_is_invoiced'),
  commitment_received_within_the_order: outOfTurn,
  commitment_paid_within_the_invoices: outOfTurn,
  commitment_stays_within_the_line: () => refused('conflict', 'line_taken'),
  commitment_period_is_open: () => refused('conflict', 'step_day_closed', {}, 'on'),
  commitment_agency_month_is_open: () => refused('conflict', 'step_day_signed', {}, 'on'),
  commitment_day_within_the_grant: () => refused('invalid', 'step_outside_grant', {}, 'on'),
  commitment_within_the_grant: () => refused('invalid', 'step_outside_grant', {}, 'startsOn'),
  commitment_within_the_agreement: () => refused('conflict', 'step_outside_agreement'),
  grant_takes_no_costs: ['conflict', 'grants.takes_no_costs'],
  commitment_paid_after_its_invoice: () => refused('invalid', 'paid_before_invoice', {}, 'on'),
  commitment_steps_undoes_key: () => refused('conflict', 'undone_already'),
});
