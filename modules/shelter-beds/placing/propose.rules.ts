/**
 * Proposals for a request over the whole network. A shelter excluded only by its group is proposed if no other bed is
 * left.
 */
import { PartyEvaluation } from './candidate.rules';
import { proposeParty, type Proposal } from './party.rules';
import type { PlacementInput } from './placing-assembly.rules';
import type { BedFacts } from './placing.types';

export interface PlacementProposals {
  readonly proposals: readonly Proposal[];
  /** The beds as they were judged. */
  readonly beds: readonly BedFacts[];
  readonly judging: PartyEvaluation;
}

export function proposeOver(
  { party, beds, settings }: Pick<PlacementInput, 'party' | 'beds' | 'settings'>,
  limit: number,
): PlacementProposals {
  const judging = new PartyEvaluation(party, settings);
  const proposals = proposeParty(party, beds, settings, limit, judging);
  if (proposals.length > 0 || !beds.some(({ reserve }) => reserve)) {
    return { proposals, beds, judging };
  }
  const opened = withReserve(beds);
  return {
    proposals: proposeParty(party, opened, settings, limit, judging),
    beds: opened,
    judging,
  };
}

export const withReserve = (beds: readonly BedFacts[]): BedFacts[] =>
  beds.map((bed) => (bed.reserve ? { ...bed, barred: false } : bed));
