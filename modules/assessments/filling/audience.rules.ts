/** Audience of a form, by the age on a day. */
import type { Audience } from '../definition/conditions.rules';

export const MAJORITY = 18;

/** Completed years; a range where the day is not known, null where nothing is. */
export interface Age {
  readonly low: number | null;
  readonly high: number | null;
}

/** An age that leaves both possible is not known: what protects a child is then asked as well. */
export function audienceOf({ low, high }: Age): Audience {
  if (low === null) return 'unknown';
  if (low >= MAJORITY) return 'adult';
  return high !== null && high < MAJORITY ? 'child' : 'unknown';
}
