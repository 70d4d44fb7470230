/** Errors for violated constraints of referrals. */
import { constraintTranslator } from '../platform/database/constraint-errors';
import { DomainError } from '../platform/shared/domain.errors';

const NO_PLACE = ['conflict', 'referrals.no_place', 'partnerId'] as const;
const translate = constraintTranslator({
  referrals_need_a_place: NO_PLACE,
  partner_places_are_given_once: NO_PLACE,
  referrals_need_known_places: ['conflict', 'referrals.places_unknown', 'partnerId'],
  referrals_once_at_a_time: ['conflict', 'referrals.already_there', 'partnerId'],
  referral_steps_by_the_table: ['conflict', 'referrals.not_now'],
  referral_steps_enough: ['conflict', 'referrals.enough_said'],
});

/** The errors of constraints, and of a share that needs a consent, as those of the referral. */
export const translateReferralErrors = <T>(work: Promise<T>): Promise<T> =>
  translate(work).catch((error: unknown) => {
    throw error instanceof DomainError && error.code === 'consents.no_live_consent'
      ? new DomainError('conflict', 'referrals.no_consent', {}, 'partnerId')
      : error;
  });
