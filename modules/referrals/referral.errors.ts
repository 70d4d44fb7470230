/** What the constraints of a referral say, in words. */
import { constraintOf } from '../platform/database/transactions';
import { DomainError } from '../platform/shared/domain.errors';

interface Refusal {
  readonly code: string;
  readonly field?: string;
}

const NO_PLACE: Refusal = { code: 'referrals.no_place', field: 'partnerId' };
const NO_CONSENT: Refusal = { code: 'referrals.no_consent', field: 'partnerId' };
const OF_CONSTRAINT: Readonly<Record<string, Refusal>> = {
  referrals_need_a_place: NO_PLACE,
  partner_places_are_given_once: NO_PLACE,
  referrals_need_known_places: { code: 'referrals.places_unknown', field: 'partnerId' },
  referrals_once_at_a_time: { code: 'referrals.already_there', field: 'partnerId' },
  referral_steps_by_the_table: { code: 'referrals.not_now' },
};

function refusalOf(error: unknown): Refusal | undefined {
  if (error instanceof DomainError) {
    return error.code === 'consents.no_live_consent' ? NO_CONSENT : undefined;
  }
  return OF_CONSTRAINT[constraintOf(error) ?? ''];
}

/** Anything else is thrown on. */
export async function translateConstraintError<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const refused = refusalOf(error);
    throw refused ? new DomainError('conflict', refused.code, {}, refused.field) : error;
  }
}
