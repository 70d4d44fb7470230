import { Injectable } from '@nestjs/common';
import { Transactions, type Tx } from '../../../src/database/transactions';
import type { Actor, Language } from '../../../src/shared/actor';
import type { CivilDate } from '../../../src/shared/nights';
import { rankBeds } from './candidate.rules';
import { proposeParty, whatLacks, type Proposal } from './party.rules';
import { assemble } from './placing.assembly';
import type { BedFacts, Verdict } from './placing.facts';
import { readPlacingFacts } from './placing.queries';
import { tell, tellLack, tellVerdict, type Told } from './reasons';

export interface ToldPlace {
  readonly caseId: string;
  readonly bedId: string;
  readonly label: string;
  readonly roomName: string;
  readonly verdict: Verdict;
  readonly reasons: readonly Told[];
}
export interface ToldProposal {
  readonly rank: number;
  readonly verdict: Verdict;
  readonly verdictText: string;
  readonly score: number;
  readonly shelterId: string;
  readonly codeName: string;
  readonly rooms: number;
  readonly places: readonly ToldPlace[];
  readonly reasons: readonly Told[];
}
export interface ToldBed {
  readonly bedId: string;
  readonly label: string;
  readonly roomId: string;
  readonly roomName: string;
  readonly shelterId: string;
  readonly codeName: string;
  readonly verdict: Verdict;
  readonly verdictText: string;
  readonly score: number | null;
  /** Whom of the party it suits best. */
  readonly caseId: string | null;
  readonly reasons: readonly Told[];
}
export interface Candidates {
  readonly requestId: string;
  readonly from: CivilDate;
  readonly until: CivilDate | null;
  /** For the whole party, best first. */
  readonly proposals: readonly ToldProposal[];
  /** Why there is no proposal. */
  readonly lacks: readonly string[];
  /** Each bed with its answer, best first. */
  readonly beds: readonly ToldBed[];
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
    const { party, beds, settings } = assemble(facts);
    const language = tx.actor.language;
    const proposals = proposeParty(party, beds, settings);
    const known = new Map(beds.map((bed) => [bed.bedId, bed]));
    return {
      requestId,
      ...party.nights,
      proposals: proposals.map((one, index) => toldProposal(one, index + 1, language)),
      lacks: proposals.length
        ? []
        : whatLacks(party, beds, settings).map((one) => tellLack(one, language)),
      beds: rankBeds(party, beds, settings).map(({ bedId, reasons, ...answer }) => ({
        bedId,
        ...whereIs(known.get(bedId)!),
        ...answer,
        verdictText: tellVerdict(answer.verdict, language),
        reasons: reasons.map((one) => tell(one, language)),
      })),
    };
  }
}

const whereIs = ({ label, roomId, roomName, shelterId, codeName }: BedFacts) => ({
  label,
  roomId,
  roomName,
  shelterId,
  codeName,
});

const toldProposal = (
  { verdict, score, shelterId, codeName, rooms, places, reasons }: Proposal,
  rank: number,
  language: Language,
): ToldProposal => ({
  rank,
  verdict,
  verdictText: tellVerdict(verdict, language),
  score,
  shelterId,
  codeName,
  rooms,
  places: places.map(({ caseId, bedId, label, roomName, ...place }) => ({
    ...{ caseId, bedId, label, roomName, verdict: place.verdict },
    reasons: place.reasons.map((one) => tell(one, language)),
  })),
  reasons: reasons.map((one) => tell(one, language)),
});
