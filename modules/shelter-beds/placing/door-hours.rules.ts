/** Whether somebody who comes now finds the doors of a house shut. Times are of the programme, as "23:10". */
import type { CivilDate } from '../../platform/shared/nights.rules';

export type WatchTime = string;

export interface DoorHours {
  readonly close: WatchTime;
  readonly open: WatchTime;
  /** Somebody who comes after they have closed is taken in all the same. */
  readonly lateArrivals: boolean;
}

/** Who asks, and when. */
export interface ArrivalMoment {
  readonly urgency: string;
  readonly first: CivilDate;
  readonly tonight: CivilDate;
  readonly clock: WatchTime;
}

/** For somebody who comes on this night, and on no other. */
export interface DoorClosure {
  readonly on: CivilDate;
  readonly since: WatchTime;
  readonly opens: WatchTime;
}

/** A house that takes late arrivals, or of which nobody has said anything, is not shut to anyone. */
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
