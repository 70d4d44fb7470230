import { constraintOf } from '../../platform/database/transactions';
import { DomainError } from '../../platform/shared/domain.errors';

const REFUSED: Readonly<Record<string, () => DomainError>> = {
  public_releases_once: () => new DomainError('conflict', 'public-page.released_already'),
  public_releases_one_address: () => new DomainError('conflict', 'public-page.same_period'),
  public_releases_frozen: () => new DomainError('conflict', 'hand-out.not_frozen'),
  public_releases_for_all: () => new DomainError('invalid', 'public-page.not_for_all'),
  public_withdrawals_once: () => new DomainError('conflict', 'hand-out.withdrawn_already'),
};

/** What the database refuses, in a sentence. */
export async function translateConstraintError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const sentence = REFUSED[constraintOf(error) ?? ''];
    throw sentence ? sentence() : error;
  }
}
