import { constraintOf } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';

const REFUSED: Readonly<Record<string, () => DomainError>> = {
  report_publications_once: () =>
    new DomainError('conflict', 'hand-out.published_already', {}, 'organisationIds'),
  report_publications_frozen: () => notFrozen(),
  report_publications_suit: () =>
    new DomainError('invalid', 'hand-out.not_for_them', {}, 'organisationIds'),
  report_withdrawals_once: () => new DomainError('conflict', 'hand-out.withdrawn_already'),
  report_links_published: () =>
    new DomainError('conflict', 'hand-out.not_published', {}, 'publicationId'),
  report_links_end_in_time: () => new DomainError('invalid', 'hand-out.too_long', {}, 'days'),
};

export const notFrozen = (): DomainError => new DomainError('conflict', 'hand-out.not_frozen');

/** Wrong, run out, revoked, used up, withdrawn: one and the same answer. */
export const linkOver = (): DomainError => new DomainError('not_found', 'hand-out.link_over');

/** What the database refuses, in a sentence beside the field that it is about. */
export async function translateConstraintError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const sentence = REFUSED[constraintOf(error) ?? ''];
    throw sentence ? sentence() : error;
  }
}
