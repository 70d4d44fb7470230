/** Refusals when an agency's ledger is compared with ours, and the figures in their sentences. */
import { constraintTranslator } from '../platform/database/constraint-errors';
import { DomainError } from '../platform/shared/domain.errors';

const refused = (
  kind: 'invalid' | 'conflict' | 'forbidden',
  code: string,
  params: Record<string, string | number> = {},
  field?: string,
) => new DomainError(kind, `reconcile.${code}`, params, field);

type RowParams = Record<string, string | number>;

export const unknownAgency = (value: string) =>
  refused('invalid', 'unknown_agency', { value }, 'agency');
export const namesItsGrant = (value: string) =>
  refused('invalid', 'names_its_grant', { value }, 'grant');
export const ofAnotherMonth = (params: RowParams) =>
  refused('invalid', 'other_month', params, 'date');
export const inAnotherCurrency = (params: RowParams) =>
  refused('invalid', 'other_currency', params, 'currency');
export const onAnotherLine = (params: RowParams) =>
  refused('invalid', 'other_line', params, 'line');
export const knownAlready = (params: RowParams) =>
  refused('conflict', 'row_known', params, 'reference');
export const isLocked = (params: RowParams) => refused('conflict', 'month_locked', params, 'month');

export const namesTwoItems = () => refused('invalid', 'one_side', {}, 'items');
export const saysWhy = (params: RowParams) => refused('invalid', 'says_why', params, 'reason');
export const nothingDiffers = () => refused('invalid', 'nothing_differs', {}, 'reason');
export const notOfThisSide = () => refused('invalid', 'not_of_this_side', {}, 'reason');
export const isTaken = () => refused('conflict', 'matched_meanwhile');
export const nothingIsSure = () => refused('conflict', 'nothing_sure');
export const unexplained = (params: RowParams) => refused('conflict', 'unexplained', params);
export const signsAnother = () => refused('forbidden', 'another_signs');
export const preparesFinance = () => refused('forbidden', 'finance_prepares');
export const saysWhyItIsOpened = () => refused('invalid', 'opens_for_a_reason', {}, 'reason');

export const translateReconciliationErrors = constraintTranslator({
  entry_is_matched_once: isTaken,
  row_is_matched_once: isTaken,
  match_adds_up: isTaken,
  match_is_parted_once: () => refused('conflict', 'parted_already'),
  match_is_not_signed: () => refused('conflict', 'match_signed'),
  agency_file_withdrawn_once: () => refused('conflict', 'withdrawn_already'),
  agency_file_is_free: () => refused('conflict', 'file_matched'),
  agency_month_is_open: () => refused('conflict', 'month_signed'),
  agency_month_step_in_turn: () => refused('conflict', 'out_of_turn'),
  agency_month_needs_another_person: signsAnother,
  agency_month_is_over: () => refused('conflict', 'month_not_over'),
  agency_months_in_order: () => refused('conflict', 'months_in_order'),
  agency_month_is_explained: () => refused('conflict', 'unexplained_meanwhile'),
  agency_month_as_prepared: () => refused('conflict', 'changed_since_prepared'),
  reason_of_its_side: notOfThisSide,
});
