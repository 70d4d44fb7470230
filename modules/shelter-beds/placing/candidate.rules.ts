/** Verdicts of beds for people, with all reasons for and against. A barred bed discloses no reason. */
import { overlaps, type Nights } from '../../platform/shared/nights.rules';
import { PLACING_DEFAULTS, type PlacingSettings } from './age.rules';
import { HARD_RULES, type PlacementTerms } from './hard.rules';
import { memberFactsOf, type MemberFacts } from './member-facts.rules';
import {
  ease,
  verdictOf,
  type BedFacts,
  type Party,
  type Reason,
  type Verdict,
} from './placing.types';
import { SOFT_RULES } from './soft.rules';

export interface Candidate {
  readonly bedId: string;
  readonly verdict: Verdict;
  readonly score: number | null;
  readonly reasons: readonly Reason[];
  /** Party member whom the bed suits best. */
  readonly caseId: string | null;
}

/**
 * A barred bed and a bed that a neighbouring request holds get one answer. It is made before any
 * rule runs, so that no reason, score or order can distinguish them.
 */
export const isNotProposed = ({ barred, bookings }: BedFacts, nights: Nights): boolean =>
  barred ||
  bookings.some(
    ({ kind, nights: taken }) =>
      (kind === 'hold' || kind === 'promised') && overlaps(taken, nights),
  );

export const notProposed = (bedId: string): Candidate => ({
  bedId,
  verdict: 'not_proposed',
  score: null,
  reasons: [],
  caseId: null,
});

export function judge(who: MemberFacts, bed: BedFacts, asked: PlacementTerms): Candidate {
  if (isNotProposed(bed, asked.nights)) return notProposed(bed.bedId);
  const reasons: Reason[] = [];
  let score = 0;
  for (const rule of HARD_RULES) {
    const reason = rule(who, bed, asked);
    if (reason) reasons.push(ease(reason, asked.settings.relaxed, asked.accepted));
  }
  for (const rule of SOFT_RULES) {
    const reason = rule(who, bed, asked);
    if (!reason) continue;
    reasons.push(reason);
    score += reason.points;
  }
  const verdict = verdictOf(reasons);
  return { bedId: bed.bedId, verdict, score, reasons, caseId: who.member.caseId };
}

/** The verdict and what decides it, without what only weighs. */
export function judgeHard(
  who: MemberFacts,
  bed: BedFacts,
  asked: PlacementTerms,
): Pick<Candidate, 'verdict' | 'reasons'> {
  if (isNotProposed(bed, asked.nights)) return { verdict: 'not_proposed', reasons: [] };
  const reasons: Reason[] = [];
  for (const rule of HARD_RULES) {
    const reason = rule(who, bed, asked);
    if (reason) reasons.push(ease(reason, asked.settings.relaxed, asked.accepted));
  }
  return { verdict: verdictOf(reasons), reasons };
}

/** Caches verdicts: each bed is judged once per party member in a search. */
export class PartyEvaluation {
  readonly everyone: readonly MemberFacts[];
  readonly asked: PlacementTerms;
  private readonly known = new Map<BedFacts, readonly Candidate[]>();

  constructor(party: Party, settings: PlacingSettings) {
    this.everyone = memberFactsOf(party, settings);
    this.asked = { nights: party.nights, settings };
  }

  /** In the order of the party's members. */
  of(bed: BedFacts): readonly Candidate[] {
    let row = this.known.get(bed);
    if (!row) this.known.set(bed, (row = this.everyone.map((who) => judge(who, bed, this.asked))));
    return row;
  }
}

/** All beds with their verdicts, best first; for a party, the verdict of the member whom the bed suits best. */
export function rankBeds(
  party: Party,
  beds: readonly BedFacts[],
  settings: PlacingSettings = PLACING_DEFAULTS,
  judging = new PartyEvaluation(party, settings),
): Candidate[] {
  const labels = new Map(beds.map((bed) => [bed.bedId, bed.label]));
  const byLabel = (a: Candidate, b: Candidate) =>
    compareText(labels.get(a.bedId)!, labels.get(b.bedId)!) || compareText(a.bedId, b.bedId);
  return beds
    .map((bed) => judging.of(bed).reduce(better))
    .sort((a, b) => byMerit(a, b) || byLabel(a, b));
}

const RANK: Record<Verdict, number> = { fits: 0, ask: 1, no: 2, not_proposed: 3 };

export const byMerit = (a: Candidate, b: Candidate): number =>
  RANK[a.verdict] - RANK[b.verdict] || (b.score ?? 0) - (a.score ?? 0);

const better = (a: Candidate, b: Candidate): Candidate => (byMerit(b, a) < 0 ? b : a);

export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
