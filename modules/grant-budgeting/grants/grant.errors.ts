/** Refusals when a grant is proposed or decided upon. */
import { constraintTranslator } from '../../platform/database/constraint-errors';
import { DomainError } from '../../platform/shared/domain.errors';

export const decidedAlready = () => new DomainError('conflict', 'grants.decided_already');
export const needsAnother = () => new DomainError('forbidden', 'grants.needs_another_person');
export const isNotYours = () => new DomainError('forbidden', 'grants.not_yours');
export const grantExists = (code: string) =>
  new DomainError('conflict', 'grants.exists', { code }, 'code');

export const translateGrantErrors = constraintTranslator({
  // Row-level security: written by finance and programme alone.
  '42501': ['forbidden', 'access.not_yours'],
  grant_is_decided_once: decidedAlready,
  grant_needs_another_person: needsAnother,
  grant_withdrawn_by_its_author: isNotYours,
});
