/** Which steps can be undone, and the consequences for nights, charges and access. */
import { contains, type CivilDate, type Nights } from '../../platform/shared/nights.rules';

export type Undoable = 'check_in' | 'exit' | 'move';

/** The last step of a booking, with the state before and after. */
export interface LastStep {
  readonly verb: string | null;
  readonly at: Date;
}

/** Only the last step of a booking is taken back; what followed it is taken back first. */
export function undoableOf({ verb }: LastStep): Undoable | null {
  if (verb === 'check_in') return 'check_in';
  if (verb === 'exit' || verb === 'day_visit') return 'exit';
  if (verb === 'move_in' || verb === 'move_out') return 'move';
  return null;
}

const DAY = 86_400_000;
export const isTooLate = ({ at }: LastStep, now: Date, days: number): boolean =>
  now.getTime() - at.getTime() > days * DAY;

export interface Change {
  readonly before: Nights | null;
  readonly after: Nights | null;
}

/** Closed nights whose charge is reversed, and closed nights that become charged. */
export function chargesOf(
  { before, after }: Change,
  closed: readonly CivilDate[],
): { reversed: CivilDate[]; charged: CivilDate[] } {
  const within = (nights: Nights | null, night: CivilDate) =>
    nights !== null && contains(nights, night);
  return {
    reversed: closed.filter((night) => within(before, night) && !within(after, night)),
    charged: closed.filter((night) => !within(before, night) && within(after, night)),
  };
}
