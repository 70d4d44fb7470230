/** A journey leg by leg: from here to the country of the track, each where the last one ended. */
import type { CivilDate } from '../platform/shared/nights.rules';

export const MODES = ['air', 'road', 'sea', 'rail'] as const;
export const ESCORTS = ['none', 'staff', 'medical', 'relative', 'agency'] as const;
export const JOURNEY_NEEDS = [
  'wheelchair',
  'medicine',
  'infant',
  'food',
  'interpreter',
  'apart',
] as const;
export const ALLOWANCES = ['pocket', 'onward', 'baggage', 'reception'] as const;
export const CONTACTS = ['partner', 'authority', 'agency', 'family'] as const;
export const MOST_LEGS = 6;

export interface Leg {
  readonly mode: (typeof MODES)[number];
  readonly from: string;
  readonly to: string;
  readonly leavesOn: CivilDate;
  /** By the clock of the place. */
  readonly leavesAt?: string | null;
  readonly reachesOn: CivilDate;
}

export interface BrokenLeg {
  readonly leg: number;
  readonly code: string;
  readonly field: 'from' | 'to' | 'leavesOn' | 'reachesOn';
}

/** The first thing that is wrong, with its place; the database holds the same. */
export function brokenLeg(legs: readonly Leg[], country: string): BrokenLeg | null {
  for (const [leg, { from, to, leavesOn, reachesOn }] of legs.entries()) {
    const before = legs[leg - 1];
    if (from !== (before?.to ?? 'MA')) {
      return { leg, code: before ? 'returns.leg_from' : 'returns.leg_from_here', field: 'from' };
    }
    if (before && leavesOn < before.reachesOn) {
      return { leg, code: 'returns.leg_too_early', field: 'leavesOn' };
    }
    if (reachesOn < leavesOn) return { leg, code: 'returns.leg_backwards', field: 'reachesOn' };
    if (leg === legs.length - 1 && to !== country) {
      return { leg, code: 'returns.leg_elsewhere', field: 'to' };
    }
  }
  return null;
}

/** Whether a formality is required for returns to this country: `all_…`, or the country code. */
export const isAskedOf = (item: string, country: string): boolean =>
  item.startsWith('all_') || item.startsWith(`${country.toLowerCase()}_`);
