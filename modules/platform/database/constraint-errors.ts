import { DomainError, type ErrorKind } from '../shared/domain.errors';
import { constraintOf, sqlState } from './transactions';

/**
 * Errors for constraint violations, by constraint name or SQLSTATE: kind of error, code of its message and form field,
 * or a function that makes the error.
 */
export type ConstraintErrors = Readonly<
  Record<string, readonly [ErrorKind, string, string?] | (() => DomainError)>
>;

/** The error that `errors` has for what the database refused; any other error as it is. */
function translateConstraintError(error: unknown, errors: ConstraintErrors): unknown {
  const known = errors[constraintOf(error) ?? ''] ?? errors[sqlState(error) ?? ''];
  if (!known) return error;
  if (typeof known === 'function') return known();
  const [kind, code, field] = known;
  return new DomainError(kind, code, {}, field);
}

/**
 * Makes a function that runs work and translates its constraint violations; `more` adds translations for one call.
 * Wrapped around a whole transaction it also covers deferred constraints checked at commit.
 */
export const constraintTranslator =
  (errors: ConstraintErrors) =>
  async <T>(work: Promise<T> | (() => Promise<T>), more: ConstraintErrors = {}): Promise<T> => {
    try {
      return await (typeof work === 'function' ? work() : work);
    } catch (error) {
      throw translateConstraintError(error, { ...errors, ...more });
    }
  };
