import { DomainError, type ErrorKind } from '../shared/domain.errors';
import { constraintOf, sqlState } from './transactions';

/**
 * What a person reads where the database refuses a row, by the name of the constraint or by SQLSTATE: the kind of error,
 * the code of its sentence and the field that it stands beside, or a function that makes the error.
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
 * Runs work whose constraint errors have sentences; `more` has those that say something of this very work. Around a
 * whole transaction it covers the errors of its commit too.
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
