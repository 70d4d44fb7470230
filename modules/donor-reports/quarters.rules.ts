/** The quarters that a grant reports on, and the day a report is due. */
import { addDays, type CivilDate } from '../../src/shared/nights';
import { nextQuarter, type Quarter, quarterOf } from '../../src/shared/quarters';

/** Counted from the last day of the period. */
export const dueOn = (until: CivilDate, days: number): CivilDate => addDays(until, days - 1);

/** The quarters that are over on `today`, of a grant that runs from one day to another. */
export function quartersOver(startsOn: CivilDate, endsOn: CivilDate, today: CivilDate): Quarter[] {
  const over: Quarter[] = [];
  let next = quarterOf(startsOn);
  while (next.until <= today && next.from <= endsOn) {
    over.push(next);
    next = nextQuarter(next);
  }
  return over;
}
