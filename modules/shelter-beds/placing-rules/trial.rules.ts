/** One made-up party, two rule sets: which beds change their answer, and which reasons make the change. */
import type { PlacingSettings } from '../placing/age.rules';
import { PartyEvaluation, rankBeds, type Candidate } from '../placing/candidate.rules';
import type { BedFacts, Party, Reason, Verdict } from '../placing/placing.types';

export interface BedComparison {
  readonly bedId: string;
  readonly before: Candidate;
  readonly after: Candidate;
  /** The rules answer otherwise; else only the points differ, or nothing does. */
  readonly change: 'verdict' | 'points' | null;
  /** Reasons given by one edition only. */
  readonly gone: readonly Reason[];
  readonly added: readonly Reason[];
}

/** Those that change first, then as the new rules rank them. */
export function compareRules(
  party: Party,
  beds: readonly BedFacts[],
  before: PlacingSettings,
  after: PlacingSettings,
): BedComparison[] {
  const [was, now] = [new PartyEvaluation(party, before), new PartyEvaluation(party, after)];
  const known = new Map(beds.map((bed) => [bed.bedId, bed]));
  return rankBeds(party, beds, after, now)
    .map(({ bedId, caseId }) => {
      const bed = known.get(bedId)!;
      const [old, young] = [was.of(bed), now.of(bed)];
      const pairs = young.map((one, index) => compare(old[index]!, one));
      // Shows each bed for the party member for whom its verdict changes, or else for whom it suits best.
      return (
        pairs.find(({ change }) => change === 'verdict') ??
        pairs.find(({ change }) => change === 'points') ??
        pairs.find((one) => one.after.caseId === caseId) ??
        pairs[0]!
      );
    })
    .sort((a, b) => CHANGE[a.change ?? 'none'] - CHANGE[b.change ?? 'none']);
}

const CHANGE = { verdict: 0, points: 1, none: 2 };

function compare(before: Candidate, after: Candidate): BedComparison {
  const only = (these: Candidate, those: Candidate) => {
    const known = new Set(those.reasons.map(signature));
    return these.reasons.filter((one) => !known.has(signature(one)));
  };
  const change =
    before.verdict !== after.verdict ? 'verdict' : before.score !== after.score ? 'points' : null;
  const [gone, added] = [only(before, after), only(after, before)];
  return { bedId: after.bedId, before, after, change, gone, added };
}

const signature = ({ code, sign, points, params }: Reason): string =>
  JSON.stringify([code, sign, points, params]);

export const countChanges = (
  tried: readonly BedComparison[],
): {
  verdicts: number;
  points: number;
  counts: Record<Verdict, { before: number; after: number }>;
} => {
  const counts = {
    fits: { before: 0, after: 0 },
    ask: { before: 0, after: 0 },
    no: { before: 0, after: 0 },
    not_proposed: { before: 0, after: 0 },
  };
  for (const { before, after } of tried) {
    counts[before.verdict].before += 1;
    counts[after.verdict].after += 1;
  }
  return {
    verdicts: tried.filter(({ change }) => change === 'verdict').length,
    points: tried.filter(({ change }) => change === 'points').length,
    counts,
  };
};
