/** What is proposed for a request over the whole network; a house that is only hidden opens where nothing else is left. */
import { Judging } from './candidate.rules';
import { proposeParty, type Proposal } from './party.rules';
import type { Placing } from './placing.assembly';
import type { BedFacts } from './placing.facts';

export interface Proposed {
  readonly proposals: readonly Proposal[];
  /** The beds as they were judged. */
  readonly beds: readonly BedFacts[];
  readonly judging: Judging;
}

export function proposeOver(
  { party, beds, settings }: Pick<Placing, 'party' | 'beds' | 'settings'>,
  limit: number,
): Proposed {
  const judging = new Judging(party, settings);
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
