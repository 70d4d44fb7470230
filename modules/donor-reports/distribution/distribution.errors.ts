import { constraintTranslator } from '../../platform/database/constraint-errors';
import { DomainError } from '../../platform/shared/domain.errors';

export const translateDistributionErrors = constraintTranslator({
  report_publications_once: ['conflict', 'hand-out.published_already', 'organisationIds'],
  report_publications_frozen: () => notFrozen(),
  report_publications_suit: ['invalid', 'hand-out.not_for_them', 'organisationIds'],
  report_withdrawals_once: ['conflict', 'hand-out.withdrawn_already'],
  report_links_published: ['conflict', 'hand-out.not_published', 'publicationId'],
  report_links_end_in_time: ['invalid', 'hand-out.too_long', 'days'],
});

export const notFrozen = (): DomainError => new DomainError('conflict', 'hand-out.not_frozen');

/** Wrong, run out, revoked, used up, withdrawn: one and the same answer. */
export const linkOver = (): DomainError => new DomainError('not_found', 'hand-out.link_over');
