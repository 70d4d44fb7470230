/**
 * Which sessions fill a gap: those in the field of the standard, ranked as every proposal is (ranking.rules.ts) with
 * that field in place of the person's wishes; what else she needs and where she does not go counts as ever.
 */
import { type Offer, type Proposal, rankOffers, type Wishes } from '../../vocational-training';

export const proposalsForGap = <O extends Offer>(
  wishes: Wishes,
  field: string,
  offers: readonly O[],
): Proposal<O>[] =>
  rankOffers(
    { ...wishes, interests: [field], trades: [] },
    offers.filter((offer) => offer.field === field),
  );
