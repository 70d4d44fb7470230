/** When a partner is to be checked on the spot, and which of its papers are looked at. */
import { addMonths, addDays, type CivilDate } from '../platform/shared/nights.rules';

export interface DueChecks {
  readonly perYear: number;
  /** In the twelve months up to today. */
  readonly done: number;
  /** When the next one is due at the latest; null where none is asked for. */
  readonly by: CivilDate | null;
  readonly overdue: boolean;
}

/** One is due each 12 ÷ n months after the last one, or after the agreement began. */
export function dueChecks({
  perYear,
  days,
  since,
  today,
}: {
  readonly perYear: number;
  readonly days: readonly CivilDate[];
  readonly since: CivilDate;
  readonly today: CivilDate;
}): DueChecks {
  const yearAgo = addDays(addMonths(today, -12), 1);
  const done = days.filter((day) => day >= yearAgo && day <= today).length;
  if (perYear === 0) return { perYear, done, by: null, overdue: false };
  const last = days.reduce((latest, day) => (day > latest ? day : latest), since);
  const by = addMonths(last, Math.floor(12 / perYear));
  return { perYear, done, by, overdue: by < today };
}

const SAMPLE = 10;

/** The ten dearest that nobody has looked at; those looked at least often follow. */
export const sampleOf = <T extends { readonly accepted: string; readonly checks: number }>(
  rows: readonly T[],
): T[] =>
  [...rows]
    .sort((a, b) => a.checks - b.checks || Number(b.accepted) - Number(a.accepted))
    .slice(0, SAMPLE);
