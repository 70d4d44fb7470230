/** Whether the doors of a shelter are closed at the time of arrival. Times are local, as "23:10". */
import type { CivilDate } from '../../platform/shared/nights.rules';

export type WatchTime = string;

export interface DoorHours {
  readonly close: WatchTime;
  readonly open: WatchTime;
  /** Admits people after closing time. */
  readonly lateArrivals: boolean;
}

/** Who asks, and when. */
export interface ArrivalMoment {
  readonly urgency: string;
  readonly first: CivilDate;
  readonly tonight: CivilDate;
  readonly clock: WatchTime;
}

/** Closure on the night of arrival; later nights do not matter. */
export interface DoorClosure {
  readonly on: CivilDate;
  readonly since: WatchTime;
  readonly opens: WatchTime;
}

/** Closure for an arrival now; null for shelters that admit late arrivals or have no recorded hours. */
export function doorClosureFor(
  { urgency, first, tonight, clock }: ArrivalMoment,
  doors: DoorHours | null,
): DoorClosure | null {
  if (urgency !== 'tonight' || first !== tonight || !doors || doors.lateArrivals) return null;
  const isClosed = minutesSinceNoon(clock) >= minutesSinceNoon(doors.close);
  const isOpenAgain = minutesSinceNoon(clock) >= minutesSinceNoon(doors.open);
  return isClosed && !isOpenAgain ? { on: tonight, since: doors.close, opens: doors.open } : null;
}

/** Minutes since noon, when the night began: half past midnight is after eleven in the evening. */
export function minutesSinceNoon(time: WatchTime): number {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  return (hours * 60 + minutes + 720) % 1440;
}
