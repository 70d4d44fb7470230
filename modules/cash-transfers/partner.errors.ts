/** Refusals about a partner's money, and the figures in their sentences. */
import { constraintTranslator } from '../platform/database/constraint-errors';
import { DomainError } from '../platform/shared/domain.errors';

const refused = (
  kind: 'invalid' | 'conflict' | 'forbidden',
  code: string,
  params: Record<string, string | number> = {},
  field?: string,
) => new DomainError(kind, `budget.${code}`, params, field);

export const wrong = (code: string, field: string, params: Record<string, string | number> = {}) =>
  new DomainError('invalid', code, params, field);

export const doesNotCount = (agreement: string) =>
  refused('conflict', 'agreement_not_confirmed', { agreement });
export const hasNoAmount = (agreement: string) =>
  refused('conflict', 'agreement_without_amount', { agreement });
export const linesDoNotAddUp = (params: { sum: string; amount: string }) =>
  refused('invalid', 'agreement_lines_sum', params, 'amount');
export const liquidateFirst = (params: {
  share: string;
  last: string;
  lastSettled: string;
  needed: string;
  earlier: string;
  earlierSettled: string;
}) => refused('conflict', 'liquidate_first', params);
export const beyondTheAgreement = (params: { amount: string; rest: string }) =>
  refused('conflict', 'beyond_agreement', params, 'amount');
export const beyondTheRequest = (
  params: { line: string; agreed: string; asked: string },
  field: string,
) => refused('invalid', 'more_than_asked', params, field);
export const saysWhy = (field: string) => refused('invalid', 'less_without_reason', {}, field);
export const saysWhyNotSupported = (field: string) =>
  refused('invalid', 'unsupported_without_finding', {}, field);
export const supportsMore = (accepted: string, field: string) =>
  refused('invalid', 'supports_more', { accepted }, field);
export const beyondTheAdvance = (params: { amount: string; outstanding: string }) =>
  refused('conflict', 'beyond_advance', params, 'amount');
export const beyondWhatWaits = (params: { amount: string; outstanding: string; waiting: string }) =>
  refused('conflict', 'beyond_advance_with_waiting', params, 'amount');
export const beyondTheShare = (params: { line: string; amount: string; rest: string }) =>
  refused('conflict', 'beyond_agreement_line', params);
export const outsideItsDays = (
  params: { agreement: string; from: string; until: string },
  field: string,
) => refused('invalid', 'outside_partner_agreement', params, field);
export const outOfTurn = () => refused('conflict', 'partner_step_out_of_turn');

export const translatePartnerErrors = constraintTranslator({
  partner_step_in_turn: outOfTurn,
  partner_undone_once: outOfTurn,
  partner_needs_another_person: () => refused('forbidden', 'partner_needs_another'),
  agreement_needs_another_person: () => refused('forbidden', 'partner_needs_another'),
  agreement_confirmations_pkey: () => refused('conflict', 'agreement_confirmed_already'),
  agreement_lines_add_up: () => refused('invalid', 'agreement_lines_differ', {}, 'amount'),
  partner_agreement_counts: () => refused('conflict', 'agreement_counts_not'),
  partner_agreed_within_what_was_asked: () => refused('invalid', 'more_than_was_asked'),
  partner_holds_no_less_than_nothing: () => refused('conflict', 'holds_less_than_that'),
  partner_reimbursed_within_the_claims: () => refused('conflict', 'reimbursed_already'),
  partner_liquidates_first: () => refused('conflict', 'liquidate_first_taken'),
  partner_one_advance_at_a_time: () => refused('conflict', 'one_advance_at_a_time'),
  partner_within_the_amount: () => refused('conflict', 'agreement_taken'),
  agreement_stays_within_the_line: () => refused('conflict', 'agreement_line_holds_less'),
  agreement_closes_with_nothing_open: () => refused('conflict', 'agreement_has_open'),
  agreement_closings_pkey: () => refused('conflict', 'agreement_closed_already'),
  agreement_is_not_closed: () => refused('conflict', 'agreement_closed'),
  spot_check_needs_another_person: () => refused('forbidden', 'spot_check_by_another'),
  spot_check_of_accepted_rows: () => refused('conflict', 'not_an_accepted_row'),
  partner_within_the_line: () => refused('conflict', 'agreement_line_taken'),
  partner_within_the_agreement: () => refused('invalid', 'step_outside_partner_agreement'),
  partner_period_is_open: () => refused('conflict', 'step_day_closed', {}, 'on'),
  partner_agency_month_is_open: () => refused('conflict', 'step_day_signed', {}, 'on'),
  partner_paid_as_agreed: () => refused('conflict', 'paid_as_agreed', {}, 'amount'),
  partner_paper_row_once_a_line: () => refused('invalid', 'line_twice'),
  partner_row_on_a_line_of_the_agreement: () => refused('invalid', 'line_not_of_agreement'),
  partner_month_of_the_report: () => refused('invalid', 'month_not_of_report'),
  // A submission that one sees and did not make: a policy of its steps.
  '42501': ['forbidden', 'access.not_yours'],
});
