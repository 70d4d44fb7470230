/** Rank on the waiting list: points for urgency and risk, each with its reason, by configurable weights. */
import type { MedicalNeed, Risk, Urgency } from '../beds.data';

export interface Weights {
  readonly urgency: Readonly<Record<Urgency, number>>;
  readonly risk: Readonly<Record<Risk, number>>;
  readonly medical: Readonly<Record<MedicalNeed, number>>;
  /** Somebody under two. */
  readonly infant: number;
  /** Somebody under eighteen beside an adult, and nobody under two. */
  readonly children: number;
  /** Minors without an adult. Versions before 24 November 2026 have no such points: `children` counts. */
  readonly unaccompanied?: number;
  readonly eachDay: number;
  readonly daysMost: number;
}

export interface WaitingRequestFacts {
  readonly id: string;
  readonly urgency: Urgency;
  readonly risk: Risk | null;
  readonly medical: MedicalNeed | null;
  readonly waitingDays: number;
  /** The lowest age that is possible for each; null is not known. */
  readonly ages: readonly (number | null)[];
  readonly createdAt: Date;
}

export type ScorePartName =
  | 'risk'
  | 'urgency'
  | 'medical'
  | 'infant'
  | 'children'
  | 'unaccompanied'
  | 'days';
export interface ScorePart {
  readonly name: ScorePartName;
  readonly points: number;
  /** Which degree, or how many days. */
  readonly of: string | number | null;
}
export interface WaitingRank {
  readonly id: string;
  readonly rank: number;
  readonly score: number;
  readonly parts: readonly ScorePart[];
  /** Criteria not asked; they count zero and are shown as such. */
  readonly notAsked: readonly ('risk' | 'medical')[];
}

const INFANT_UNDER = 2;
const CHILD_UNDER = 18;

export function scorePartsOf(waiting: WaitingRequestFacts, weights: Weights): ScorePart[] {
  const { risk, medical, urgency, ages, waitingDays } = waiting;
  const known = ages.filter((age) => age !== null);
  const infant = known.some((age) => age < INFANT_UNDER);
  const child = known.some((age) => age < CHILD_UNDER);
  const unaccompanied = areUnaccompanied(ages);
  const parts: ScorePart[] = [
    { name: 'risk', points: risk ? weights.risk[risk] : 0, of: risk },
    { name: 'urgency', points: weights.urgency[urgency], of: urgency },
    { name: 'medical', points: medical ? weights.medical[medical] : 0, of: medical },
    { name: 'infant', points: infant ? weights.infant : 0, of: null },
    {
      name: 'children',
      points: child && !infant && !unaccompanied ? weights.children : 0,
      of: null,
    },
    { name: 'unaccompanied', points: unaccompanied ? unaccompaniedPoints(weights) : 0, of: null },
    {
      name: 'days',
      points: Math.min(weights.daysMost, waitingDays * weights.eachDay),
      of: waitingDays,
    },
  ];
  return parts.filter(({ points }) => points > 0);
}

/** Nobody of them is for certain of age; somebody whose age is not known may be the adult. */
export const areUnaccompanied = (ages: WaitingRequestFacts['ages']): boolean =>
  ages.length > 0 && ages.every((age) => age !== null && age < CHILD_UNDER);

export const unaccompaniedPoints = ({ unaccompanied, children }: Weights): number =>
  unaccompanied ?? children;

/** Most points first, then the earliest request, then the id, so that all readers see the same order. */
export function rankWaitingRequests(
  all: readonly WaitingRequestFacts[],
  weights: Weights,
): WaitingRank[] {
  return all
    .map((waiting) => {
      const parts = scorePartsOf(waiting, weights);
      return { waiting, parts, score: parts.reduce((sum, { points }) => sum + points, 0) };
    })
    .sort(
      (a, b) =>
        b.score - a.score ||
        +a.waiting.createdAt - +b.waiting.createdAt ||
        (a.waiting.id < b.waiting.id ? -1 : 1),
    )
    .map(({ waiting, parts, score }, index) => ({
      id: waiting.id,
      rank: index + 1,
      score,
      parts,
      notAsked: (['risk', 'medical'] as const).filter((name) => waiting[name] === null),
    }));
}
