import { addDays, type CivilDate, daysBetween } from './nights.rules';
import type { Period } from './periods.rules';

const months = (day: CivilDate): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
const dayOne = (count: number): CivilDate =>
  `${Math.floor((count - 1) / 12)}-${String(((count - 1) % 12) + 1).padStart(2, '0')}-01`;

/** The period before: as many months for whole months, otherwise as many days. */
export function periodBefore({ from, until }: Period): Period {
  if (from.endsWith('-01') && until.endsWith('-01')) {
    return { from: dayOne(2 * months(from) - months(until)), until: from };
  }
  return { from: addDays(from, -daysBetween(from, until)), until: from };
}
