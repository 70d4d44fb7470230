/** Refusals when a budget is revised, and the figures in their sentences. */
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { DomainError } from '../../platform/shared/domain.errors';

const refused = (
  kind: 'invalid' | 'conflict' | 'forbidden',
  code: string,
  params: Record<string, string | number> = {},
  field?: string,
) => new DomainError(kind, `revisions.${code}`, params, field);

export const doesNotSumToZero = (params: { more: string; less: string; sum: string }) =>
  refused('invalid', 'not_zero', params);
export const needsTwoLines = () => refused('invalid', 'two_lines');
export const leavesTooLittle = (
  params: { line: string; after: string; taken: string; spent: string; committed: string },
  field?: string,
) => refused(field ? 'invalid' : 'conflict', 'line_is_taken', params, field);
export const leavesItsAgency = (params: { agency: string; change: string }) =>
  refused('invalid', 'leaves_agency', params, 'betweenAgencies');
export const supportDiffers = () => refused('invalid', 'support_differs', {}, 'betweenAgencies');
export const needsPriorApproval = (params: { cumulated: string; limit: string; total: string }) =>
  refused('conflict', 'needs_prior_approval', params);
export const movesBetweenAgencies = () => refused('conflict', 'agencies_need_approval');
export const needsAnother = () => refused('forbidden', 'needs_another_person');
export const decidedAlready = () => refused('conflict', 'decided_already');
export const isNotYours = () => refused('forbidden', 'not_yours');
export const approvedLater = () => refused('invalid', 'approved_in_future', {}, 'approvedOn');
export const lineTwice = (field: string) => refused('invalid', 'line_twice', {}, field);

export const translateRevisionErrors = constraintTranslator({
  revision_is_decided_once: decidedAlready,
  revision_needs_another_person: needsAnother,
  revision_withdrawn_by_its_author: isNotYours,
  revision_leaves_what_is_taken: () => refused('conflict', 'taken_meanwhile'),
  revision_needs_prior_approval: () => refused('conflict', 'approval_meanwhile'),
  revision_stays_within_the_agency: () => refused('conflict', 'agencies_need_approval'),
  revision_keeps_the_award: supportDiffers,
});
