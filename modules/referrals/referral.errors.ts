/** What the constraints of a referral say, in words. */
import { constraintOf } from '../../src/database/transactions';
import { DomainError } from '../../src/shared/domain-error';

const refused = (code: string, field?: string): DomainError =>
  new DomainError('conflict', `referrals.${code}`, {}, field);

const OF_CONSTRAINT: Readonly<Record<string, () => DomainError>> = {
  referrals_need_a_place: () => refused('no_place', 'partnerId'),
  partner_places_are_given_once: () => refused('no_place', 'partnerId'),
  referrals_need_known_places: () => refused('places_unknown', 'partnerId'),
  referrals_once_at_a_time: () => refused('already_there', 'partnerId'),
  referral_steps_by_the_table: () => refused('not_now'),
};

/** Anything else is thrown on. */
export async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const known = OF_CONSTRAINT[constraintOf(error) ?? ''];
    if (known) throw known();
    if (error instanceof DomainError && error.code === 'consents.no_live_consent') {
      throw refused('no_consent', 'partnerId');
    }
    throw error;
  }
}
