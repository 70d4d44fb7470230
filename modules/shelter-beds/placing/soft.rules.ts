/** The rules that only weigh: points for what suits, points off for what a better bed would spare. */
import { daysBetween } from '../../platform/shared/nights.rules';
import type { PlacingSettings } from './age.rules';
import type { PlacementTerms } from './hard.rules';
import type { MemberFacts } from './member-facts.rules';
import { soft, type BedFacts, type Params, type Reason } from './placing.types';
import type { SoftRuleName, SoftSentence } from './rule-set.rules';

type SoftRule = (who: MemberFacts, bed: BedFacts, asked: PlacementTerms) => Reason | null;

/** Applies the points of the rule set; no reason if the rule does not apply or has no points. */
export function weigh(
  { weighs, points }: PlacingSettings,
  rule: SoftRuleName,
  code: SoftSentence,
  params?: Params,
  times = 1,
): Reason | null {
  const worth = points[code] * times;
  return worth !== 0 && weighs.has(rule) ? soft(worth, rule, code, params) : null;
}

const language: SoftRule = ({ member }, { languagesSpoken }, { settings }) =>
  member.language && languagesSpoken.includes(member.language)
    ? weigh(settings, 'language', 'same_language')
    : null;

const stepFreeKept: SoftRule = ({ member }, { stepFree }, { settings }) =>
  stepFree && member.accessNeed === 'none'
    ? weigh(settings, 'step_free_kept', 'step_free_kept')
    : null;

const calm: SoftRule = (_who, { roommates }, { settings }) => {
  const strangers = roommates.filter(({ related }) => !related).length;
  return strangers === 0
    ? weigh(settings, 'calm', 'calm_room')
    : weigh(settings, 'calm', 'shared_room', { n: strangers }, Math.min(strangers, 3));
};

/** The calendar distinguishes only minors and adults: a minor beside minors, and nobody else's age. */
const sameAge: SoftRule = ({ minor }, { roommates }, { settings }) => {
  const strangers = roommates.filter(({ related }) => !related);
  if (minor !== 'pass' || strangers.length === 0) return null;
  return strangers.every(({ sign }) => sign === 'girl' || sign === 'boy')
    ? weigh(settings, 'same_age', 'same_age_room')
    : null;
};

const longEnough: SoftRule = (_who, { freeUntil }, { nights, settings }) => {
  if (freeUntil === undefined || nights.until === null) return null;
  const spare = freeUntil === null ? Infinity : daysBetween(nights.until, freeUntil);
  if (spare >= settings.spareNights) return weigh(settings, 'long_enough', 'can_be_prolonged');
  if (spare < 0) return null;
  return weigh(settings, 'long_enough', 'short_after', { until: freeUntil! });
};

const lowBed: SoftRule = ({ stages, member }, { kind }, { settings }) => {
  if (kind !== 'bunk_lower' && kind !== 'single') return null;
  if (stages[0]!.low >= settings.olderFrom) return weigh(settings, 'low_bed', 'low_bed_older');
  return member.accessNeed === 'no_climbing' ? weigh(settings, 'low_bed', 'low_bed') : null;
};

const cotForInfant: SoftRule = (who, { kind }, { settings }) => {
  if (!who.infant) return null;
  return kind === 'cot'
    ? weigh(settings, 'cot', 'cot_for_infant')
    : weigh(settings, 'cot', 'cot_would_be_better');
};

const overflow: SoftRule = (_who, { kind }, { settings }) =>
  kind === 'overflow' ? weigh(settings, 'overflow', 'overflow_bed') : null;

/** Prefers shelters with more free beds, to spread people. */
const balance: SoftRule = (_who, { freeShare }, { settings }) => {
  if (freeShare === undefined) return null;
  if (freeShare >= settings.roomyFrom) return weigh(settings, 'balance', 'house_has_room');
  if (freeShare < settings.nearlyFullUnder) {
    return weigh(settings, 'balance', 'house_nearly_full');
  }
  return null;
};

const familyRoom: SoftRule = ({ familySize }, { roomMix }, { settings }) => {
  if (roomMix !== 'family') return null;
  return familySize > 1
    ? weigh(settings, 'family_room', 'family_room_suits')
    : weigh(settings, 'family_room', 'family_room_kept');
};

/** A region and no more: how far a house is from anywhere nobody shall read off a bed. */
const near: SoftRule = ({ near: place }, { region }, { settings }) => {
  if (!place) return null;
  return region === place
    ? weigh(settings, 'near', 'near_place')
    : weigh(settings, 'near', 'far_from_place');
};

export const SOFT_RULES: readonly SoftRule[] = [
  cotForInfant,
  familyRoom,
  language,
  calm,
  sameAge,
  lowBed,
  longEnough,
  stepFreeKept,
  overflow,
  balance,
  near,
];
