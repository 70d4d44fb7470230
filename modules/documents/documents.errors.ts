/** Errors of refused files, shown at the field `file`. */
import { DomainError } from '../platform/shared/domain.errors';

export type DocumentRejection =
  | 'active'
  | 'archive'
  | 'bomb'
  | 'broken'
  | 'dishonest'
  | 'empty'
  | 'heic'
  | 'infected'
  | 'name_broken'
  | 'name_disagrees'
  | 'too_many_points'
  | 'type_refused';

export const rejectDocument = (why: DocumentRejection): DomainError =>
  new DomainError('invalid', `documents.${why}`, {}, 'file');
