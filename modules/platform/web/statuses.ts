import type { ErrorKind } from '../shared/domain.errors';

export const STATUS_OF_KIND: Record<ErrorKind, number> = {
  invalid: 422,
  bad_request: 400,
  not_found: 404,
  forbidden: 403,
  unauthenticated: 401,
  conflict: 409,
  too_large: 413,
  too_many: 429,
  unavailable: 503,
};
