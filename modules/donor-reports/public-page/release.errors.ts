import { constraintTranslator } from '../../platform/database/constraint-errors';

export const translateReleaseErrors = constraintTranslator({
  public_releases_once: ['conflict', 'public-page.released_already'],
  public_releases_one_address: ['conflict', 'public-page.same_period'],
  public_releases_frozen: ['conflict', 'hand-out.not_frozen'],
  public_releases_for_all: ['invalid', 'public-page.not_for_all'],
  public_withdrawals_once: ['conflict', 'hand-out.withdrawn_already'],
});
