/** The path of one person as a picture: orientation, then training or recognition, then work or business. */
import type { CivilDate } from '../../platform/shared/nights.rules';

export const STATIONS = ['orientation', 'training', 'recognition', 'work', 'project'] as const;
export type Station = (typeof STATIONS)[number];

/** Latest state at a station. */
export interface StationRecord {
  readonly station: Station;
  /** State of the latest step; null for orientations. */
  readonly state: string | null;
  readonly on: CivilDate;
}
export type StationState = 'ahead' | 'now' | 'done' | 'end';

/** Reached: what it is for is there. Left: it ended before. */
const REACHED_STATES: Readonly<Record<Station, readonly string[]>> = {
  orientation: [],
  training: ['completed', 'certified'],
  recognition: ['certified_full', 'certified_partial'],
  work: ['started'],
  project: ['running'],
};
const ENDED_STATES: Readonly<Record<Station, readonly string[]>> = {
  orientation: [],
  training: ['dropped_out', 'withdrawn', 'cancelled'],
  recognition: ['not_eligible', 'closed', 'withdrawn'],
  work: ['ended', 'declined', 'withdrawn'],
  project: ['refused', 'ended', 'withdrawn'],
};

export function stationStateAt(station: Station, stood: readonly StationRecord[]): StationState {
  const last = stood.find((one) => one.station === station);
  if (!last) return 'ahead';
  if (last.state === null || REACHED_STATES[station].includes(last.state)) return 'done';
  return ENDED_STATES[station].includes(last.state) ? 'end' : 'now';
}
