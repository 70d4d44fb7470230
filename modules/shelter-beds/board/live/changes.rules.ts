/** What is told of a change of the calendar, and how several become one. Shelters and nights, never a person. */
import { isCivilDate, type CivilDate } from '../../../platform/shared/nights.rules';

/** As PostgreSQL tells it: no shelter where a request changed, no end where the nights are open. */
export interface BoardChange {
  readonly shelter?: string;
  readonly from?: CivilDate;
  readonly until?: CivilDate;
}

/** What a board is told: which shelters to look at anew (null: all), from which night to which. */
export interface BoardUpdate {
  readonly shelters: readonly string[] | null;
  readonly from: CivilDate | null;
  readonly until: CivilDate | null;
}

export const FULL_UPDATE: BoardUpdate = { shelters: null, from: null, until: null };

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Whatever else could be in a payload is left out; what cannot be read means everything. */
export function readChange(payload: string | null): BoardChange | null {
  try {
    const { shelter, from, until } = JSON.parse(payload ?? '') as Record<string, unknown>;
    return {
      ...(typeof shelter === 'string' && UUID.test(shelter) && { shelter }),
      ...(isCivilDate(from) && { from }),
      ...(isCivilDate(until) && { until }),
    };
  } catch {
    return null;
  }
}

/** Several changes told once, for a board of one shelter or of all; null where it is none of its business. */
export function boardUpdateOf(
  changes: readonly (BoardChange | null)[],
  shelter: string | null,
): BoardUpdate | null {
  if (changes.includes(null)) return FULL_UPDATE;
  const known = changes as readonly BoardChange[];
  // A request stands above every board, whatever its shelter.
  const mine = known.filter((one) => !one.shelter || !shelter || one.shelter === shelter);
  if (mine.length === 0) return null;
  const nights = mine.filter((one) => one.shelter !== undefined);
  const froms = nights.map(({ from }) => from);
  const untils = nights.map(({ until }) => until);
  return {
    shelters: [...new Set(nights.map((one) => one.shelter!))].sort(),
    from: froms.every(isCivilDate) ? (froms.sort()[0] ?? null) : null,
    until: untils.every(isCivilDate) ? (untils.sort().at(-1) ?? null) : null,
  };
}
