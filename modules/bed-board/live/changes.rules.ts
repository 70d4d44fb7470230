/** Notifications of calendar changes, and how several are merged. Shelters and nights, never a person. */
import { isCivilDate, type CivilDate } from '../../platform/shared/nights.rules';

/** Payload from PostgreSQL: no shelter where a request changed, no end where the nights are open-ended. */
export interface BoardChange {
  readonly shelter?: string;
  readonly from?: CivilDate;
  readonly until?: CivilDate;
}

/** Sent to a board: which shelters to reload (null: all), from which night to which. */
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

/** Several changes merged into one update, for a board of one shelter or of all; null where none concerns it. */
export function boardUpdateOf(
  changes: readonly (BoardChange | null)[],
  shelter: string | null,
): BoardUpdate | null {
  if (changes.includes(null)) return FULL_UPDATE;
  const known = changes as readonly BoardChange[];
  // Requests are shown on every board, whatever their shelter.
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
