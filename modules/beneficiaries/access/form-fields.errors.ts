import { DomainError } from '../../platform/shared/domain.errors';

/** A refusal names the field of the use case; the page that posted calls it otherwise. */
export async function renameErrorField<T>(
  names: Readonly<Record<string, string>>,
  act: () => Promise<T>,
): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const field = error instanceof DomainError && error.field && names[error.field];
    if (!field) throw error;
    throw new DomainError(error.kind, error.code, error.params, field);
  }
}
