/** For a party that has no bed: the bed that lacks least, and what would have to change for it to fit. */
import type { Tx } from '../../platform/database/transactions';
import { PartyEvaluation, rankBeds } from '../placing/candidate.rules';
import { assemblePlacement } from '../placing/placing-assembly.rules';
import type { BedFacts } from '../placing/placing.types';
import { readPlacingFacts } from '../placing/placing.queries';
import { WhatIfSearch, type WhatIf } from '../placing/what-if.rules';
import { mayAllocate } from '../placing/may-allocate.rules';

export interface NearestBed {
  readonly bed: BedFacts;
  readonly whatIf: WhatIf;
}

/** Among the beds that the actor may give; null where no small change helps. */
export async function nearestBed(tx: Tx, requestId: string): Promise<NearestBed | null> {
  const { party, beds, settings } = assemblePlacement(await readPlacingFacts(tx, requestId, null));
  const own = beds.filter(({ shelterId }) => mayAllocate(tx.actor, shelterId));
  const known = new Map(own.map((bed) => [bed.bedId, bed]));
  const whatIfs = new WhatIfSearch(party, settings);
  let nearest: NearestBed | null = null;
  for (const answer of rankBeds(party, own, settings, new PartyEvaluation(party, settings))) {
    const bed = known.get(answer.bedId)!;
    const [whatIf] = whatIfs.of(answer, bed);
    if (whatIf && (!nearest || whatIf.flips.length < nearest.whatIf.flips.length)) {
      nearest = { bed, whatIf };
    }
  }
  return nearest;
}
