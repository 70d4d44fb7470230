import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../platform/database/transactions';
import type { Actor, Language } from '../../platform/shared/actor';
import type { CivilDate } from '../../platform/shared/nights.rules';
import { rankBeds } from './candidate.rules';
import { findShortfalls, proposeParty, type Proposal } from './party.rules';
import { assemblePlacement, oncePrepared, type PlacementInput } from './placing-assembly.rules';
import { checksOf, mayBeSetAside, type Check, type CheckedRule } from './checks.rules';
import type { BedFacts, Reason, Verdict } from './placing.types';
import { readPlacingFacts } from './placing.queries';
import { mayAllocate } from './may-allocate.rules';
import { proposeOver } from './propose.rules';
import {
  reasonFormatter,
  formatShortfall,
  formatVerdict,
  whatIfFormatter,
  type FormattedReason,
} from './reasons.words';
import { formatUnknownFacts } from './unknown-facts.words';
import { WhatIfSearch, type WhatIf } from './what-if.rules';

export interface ProposedBedView {
  readonly caseId: string;
  readonly bedId: string;
  readonly label: string;
  readonly roomName: string;
  readonly verdict: Verdict;
  readonly reasons: readonly FormattedReason[];
}
export interface ProposalView {
  readonly rank: number;
  readonly verdict: Verdict;
  readonly verdictText: string;
  readonly score: number;
  readonly shelterId: string;
  readonly codeName: string;
  readonly rooms: number;
  readonly places: readonly ProposedBedView[];
  readonly reasons: readonly FormattedReason[];
  /** Facts to be asked first, in words; null if nothing is open. */
  readonly unknown: string | null;
}
export interface BedCandidate {
  readonly bedId: string;
  readonly label: string;
  readonly roomId: string;
  readonly roomName: string;
  readonly shelterId: string;
  readonly codeName: string;
  readonly verdict: Verdict;
  readonly verdictText: string;
  readonly score: number | null;
  /** Party member whom the bed suits best. */
  readonly caseId: string | null;
  readonly reasons: readonly FormattedReason[];
  /** Each hard rule: pass, unknown or fail; nothing of a bed that is not proposed. */
  readonly checks: Readonly<Record<CheckedRule, Check>> | null;
  /** The smallest changes that would make it fit. */
  readonly whatIfs: readonly WhatIfView[];
  /** Only rules forbid it that somebody may set aside with a second person. */
  readonly mayBeSetAside: boolean;
}
export interface PreparableProposal {
  readonly verdict: Verdict;
  readonly beds: readonly Pick<
    BedCandidate,
    'bedId' | 'label' | 'roomName' | 'shelterId' | 'codeName'
  >[];
}
export interface WhatIfView extends WhatIf {
  readonly text: string;
}
export interface Candidates {
  readonly requestId: string;
  readonly from: CivilDate;
  readonly until: CivilDate | null;
  /** The version of the rules that judged. */
  readonly ruleSet: number;
  /** For the whole party, best first. */
  readonly proposals: readonly ProposalView[];
  /** Where the reader can place nobody now: in their houses, once beds that somebody has just left are prepared. */
  readonly oncePrepared: readonly PreparableProposal[];
  /** Why there is no proposal. */
  readonly lacks: readonly string[];
  /** Each bed with its answer, best first. */
  readonly beds: readonly BedCandidate[];
}

/** Which beds take everybody, and why the others do not. */
@Injectable()
export class FindCandidates {
  constructor(private readonly transactions: Transactions) {}

  forRequest(actor: Actor, requestId: string): Promise<Candidates> {
    return this.transactions.run(actor, (tx) => this.forRequestIn(tx, requestId));
  }

  async forRequestIn(tx: Tx, requestId: string): Promise<Candidates> {
    const facts = await readPlacingFacts(tx, requestId, null);
    const placing = assemblePlacement(facts);
    const { party, settings, ruleSet } = placing;
    const language = tx.actor.language;
    const { proposals, beds, judging } = proposeOver(placing, MOST_PROPOSALS);
    const known = new Map(beds.map((bed) => [bed.bedId, bed]));
    const format = reasonFormatter(language);
    const whatIfs = new WhatIfSearch(party, settings);
    const would = whatIfFormatter(language);
    const verdictText = VERDICTS.map((one) => [one, formatVerdict(one, language)] as const);
    const verdicts = Object.fromEntries(verdictText) as Record<Verdict, string>;
    return {
      requestId,
      ...party.nights,
      ruleSet,
      proposals: proposals.map((one, index) => proposalView(one, index + 1, language, format)),
      oncePrepared: proposedOncePrepared(tx.actor, { party, beds, settings }, proposals),
      lacks: proposals.length
        ? []
        : findShortfalls(party, beds, settings, judging).map((one) =>
            formatShortfall(one, language),
          ),
      beds: rankBeds(party, beds, settings, judging).map((answer) => {
        const bed = known.get(answer.bedId)!;
        const { bedId, verdict, score, caseId, reasons } = answer;
        return {
          bedId,
          ...whereIs(bed),
          verdict,
          score,
          caseId,
          verdictText: verdicts[verdict],
          reasons: reasons.map(format),
          checks: verdict === 'not_proposed' ? null : checksOf(reasons),
          whatIfs: whatIfs.of(answer, bed).map((one) => ({ ...one, text: would(one) })),
          mayBeSetAside: mayBeSetAside(reasons),
        };
      }),
    };
  }
}

/** Limits proposals to the beds that still have to be prepared. */
function proposedOncePrepared(
  actor: Actor,
  {
    party,
    beds,
    settings,
  }: Pick<PlacementInput, 'party' | 'settings'> & { readonly beds: readonly BedFacts[] },
  proposals: readonly Proposal[],
): PreparableProposal[] {
  if (proposals.some(({ shelterId }) => mayAllocate(actor, shelterId))) return [];
  const own = beds.filter(({ shelterId }) => mayAllocate(actor, shelterId));
  const known = new Map(own.map((bed) => [bed.bedId, bed]));
  const prepared = own.map(oncePrepared);
  if (prepared.every((bed) => known.get(bed.bedId) === bed)) return [];
  return proposeParty(party, prepared, settings, MOST_TO_PREPARE)
    .map(({ verdict, places }) => ({
      verdict,
      beds: places
        .map(({ bedId }) => known.get(bedId)!)
        .filter((bed) => oncePrepared(bed) !== bed)
        .map((bed) => ({ bedId: bed.bedId, ...whereIs(bed) })),
    }))
    .filter((one) => one.beds.length > 0);
}

const MOST_TO_PREPARE = 3;
const MOST_PROPOSALS = 10;
const VERDICTS = ['fits', 'ask', 'no', 'not_proposed'] as const;

const whereIs = ({ label, roomId, roomName, shelterId, codeName }: BedFacts) => ({
  label,
  roomId,
  roomName,
  shelterId,
  codeName,
});

const proposalView = (
  { verdict, score, shelterId, codeName, rooms, places, reasons }: Proposal,
  rank: number,
  language: Language,
  format: (reason: Reason) => FormattedReason,
): ProposalView => ({
  rank,
  verdict,
  verdictText: formatVerdict(verdict, language),
  score,
  shelterId,
  codeName,
  rooms,
  places: places.map(({ caseId, bedId, label, roomName, ...place }) => ({
    caseId,
    bedId,
    label,
    roomName,
    verdict: place.verdict,
    reasons: place.reasons.map(format),
  })),
  reasons: reasons.map(format),
  unknown:
    verdict === 'ask'
      ? formatUnknownFacts([...reasons, ...places.flatMap((place) => place.reasons)], language)
      : null,
});
