import type { PlacingSettings } from '../../modules/shelter-beds/placing/age.rules';
import type { Group } from '../../modules/shelter-beds/groups/group.types';

export interface NightSize {
  readonly people: number;
  readonly beds: number;
  readonly settings: PlacingSettings;
  readonly seed?: number;
  /** Of ten beds, how many somebody sleeps in already. */
  readonly taken?: number;
}
/** Synthetic people freed on one night, and a network that is partly full. */
export function groupNight(size: NightSize): Group;
