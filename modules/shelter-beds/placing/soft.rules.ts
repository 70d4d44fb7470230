/** The rules that only weigh: points for what suits, points off for what a better bed would spare. */
import { daysBetween } from '../../../src/shared/nights';
import type { Asked } from './hard.rules';
import type { Who } from './member.facts';
import { soft, type BedFacts, type Reason } from './placing.facts';

type SoftRule = (who: Who, bed: BedFacts, asked: Asked) => Reason | null;

const language: SoftRule = ({ member }, { languagesSpoken }) =>
  member.language && languagesSpoken.includes(member.language)
    ? soft(3, 'language', 'same_language')
    : null;

const stepFreeKept: SoftRule = ({ member }, { stepFree }) =>
  stepFree && member.accessNeed === 'none' ? soft(-3, 'step_free_kept', 'step_free_kept') : null;

const calm: SoftRule = (_who, { roommates }) => {
  const strangers = roommates.filter(({ related }) => !related).length;
  return strangers === 0
    ? soft(2, 'calm', 'calm_room')
    : soft(-Math.min(strangers, 3), 'calm', 'shared_room', { n: strangers });
};

const longEnough: SoftRule = (_who, { freeUntil }, { nights, settings }) => {
  if (freeUntil === undefined || nights.until === null) return null;
  const spare = freeUntil === null ? Infinity : daysBetween(nights.until, freeUntil);
  if (spare >= settings.spareNights) return soft(2, 'long_enough', 'can_be_prolonged');
  return spare < 0 ? null : soft(-1, 'long_enough', 'short_after', { until: freeUntil! });
};

const lowBed: SoftRule = ({ stages, member }, { kind }, { settings }) => {
  if (kind !== 'bunk_lower' && kind !== 'single') return null;
  if (stages[0]!.low >= settings.olderFrom) return soft(2, 'low_bed', 'low_bed_older');
  return member.accessNeed === 'no_climbing' ? soft(1, 'low_bed', 'low_bed') : null;
};

const cotForInfant: SoftRule = (who, { kind }) => {
  if (!who.infant) return null;
  return kind === 'cot' ? soft(4, 'cot', 'cot_for_infant') : soft(-2, 'cot', 'cot_would_be_better');
};

const overflow: SoftRule = (_who, { kind }) =>
  kind === 'overflow' ? soft(-4, 'overflow', 'overflow_bed') : null;

const familyRoom: SoftRule = ({ familySize }, { roomMix }) => {
  if (roomMix !== 'family') return null;
  return familySize > 1
    ? soft(3, 'family_room', 'family_room_suits')
    : soft(-4, 'family_room', 'family_room_kept');
};

export const SOFT_RULES: readonly SoftRule[] = [
  cotForInfant,
  familyRoom,
  language,
  calm,
  lowBed,
  longEnough,
  stepFreeKept,
  overflow,
];
