import type { CivilDate } from '../platform/shared/nights.rules';

/** Codes of a track: counselling, decisions, risks, travel documents. */
export const COUNSELLING_MODES = ['in_person', 'phone', 'video'] as const;
export const INTERPRETERS = ['not_needed', 'professional', 'staff', 'remote', 'relative'] as const;
export const UNDERSTANDING_LEVELS = ['yes', 'partly', 'no'] as const;

export const DECISIONS = ['go', 'wait', 'no'] as const;
export const DECIDERS = [
  'self',
  'parent',
  'relative',
  'legal_guardian',
  'ad_hoc',
  'authority',
] as const;
export type Decider = (typeof DECIDERS)[number];
export const CAPACITIES = ['not_in_doubt', 'assessed', 'lacking'] as const;
export const ASSENTS = ['given', 'refused', 'too_young'] as const;
export const PRESSURES = ['none', 'some', 'not_asked'] as const;

export const FAMILY_OUTCOMES = {
  assessment: ['safe', 'safe_with_help', 'unsafe', 'no_family', 'not_wished'],
  tracing: ['found', 'not_found', 'under_way', 'not_wished'],
} as const;
export const FAMILY_KINDS = ['assessment', 'tracing'] as const;
export type FamilyKind = (typeof FAMILY_KINDS)[number];

export const RISKS = ['retrafficking', 'family', 'debts', 'stigma', 'country'] as const;
export type Risk = (typeof RISKS)[number];
export const LEVELS = ['none', 'low', 'medium', 'high', 'unknown'] as const;
export type Level = (typeof LEVELS)[number];
export const RISK_DECISIONS = ['go', 'wait', 'do_not_go'] as const;

export const DOCUMENT_STATES = [
  'to_ask',
  'asked',
  'appointment',
  'issued',
  'refused',
  'lost',
] as const;
export const VERDICTS = ['fit', 'fit_escorted', 'not_yet', 'not_fit'] as const;
export const STOP_REASONS = ['do_not_go', 'other_way', 'unreachable', 'mistake'] as const;

export const ARRIVAL_SOURCES = ['person', 'escort', 'partner'] as const;
export const ARRIVAL_CHANNELS = ['phone', 'mail', 'message', 'visit'] as const;
export const RECEPTION_OUTCOMES = ['partner', 'authority', 'agency', 'family', 'nobody'] as const;
export const ONWARD_TRAVEL_STATES = ['arranged', 'own_way', 'not_needed', 'missing'] as const;
export const WELLBEING = ['well', 'needs_help', 'not_known'] as const;

/** An unknown risk counts as unsafe and needs a reason, like a high one. */
export const requiresReason = (levels: readonly Level[]): boolean =>
  levels.some((level) => level === 'high' || level === 'unknown');

export interface ReturnDecisionFacts {
  readonly asChild: boolean;
  readonly decider: Decider;
  readonly capacity: (typeof CAPACITIES)[number] | null;
  readonly assent: (typeof ASSENTS)[number] | null;
  readonly decision: (typeof DECISIONS)[number];
  readonly pressure: (typeof PRESSURES)[number];
}

export interface FieldRefusal {
  readonly code: string;
  readonly field: string;
}

/**
 * Steps of the preparation follow the first decision to go: formalities and the departure. A travel document and a
 * medical opinion may be older than the decision, counselling, family and risks come before it.
 */
export const isBeforeDecision = (day: CivilDate, firstGo: CivilDate | null): firstGo is CivilDate =>
  firstGo !== null && day < firstGo;

/** Who may decide so, in the order in which a form asks; the same is held by constraints. */
export function checkReturnDecision(given: ReturnDecisionFacts): FieldRefusal | null {
  const { asChild, decider, capacity, assent, decision, pressure } = given;
  if (asChild && decider === 'self') return { code: 'returns.child_not_alone', field: 'decider' };
  if (asChild && assent === null) return { code: 'returns.child_is_asked', field: 'assent' };
  if (!asChild && capacity === null) return { code: 'returns.capacity_asked', field: 'capacity' };
  if (!asChild && (capacity === 'lacking') !== (decider !== 'self'))
    return { code: 'returns.adult_decides', field: 'decider' };
  if (decision !== 'go') return null;
  if (assent === 'refused') return { code: 'returns.child_refuses', field: 'assent' };
  return pressure === 'none' ? null : { code: 'returns.not_free', field: 'pressure' };
}
