/** People who change beds from one night on: what their old beds keep, what their new ones take, what undoing gives back. */
import { DomainError } from '../../platform/shared/domain.errors';
import { addDays, type CivilDate, type Nights } from '../../platform/shared/nights.rules';

export interface Mover {
  readonly bookingId: string;
  readonly from: { readonly bedId: string; readonly nights: Nights };
  readonly to: string;
}

/** Entered at most as late as an arrival: what lies further back is history. */
export const LATEST_MOVE_DAYS = 31;

/** Two or more who take each other's beds swap; anything else is a transfer. */
export function kindOfMove(movers: readonly Mover[]): 'transfer' | 'swap' {
  const left = new Set(movers.map(({ from }) => from.bedId));
  return movers.length > 1 && movers.every(({ to }) => left.has(to)) ? 'swap' : 'transfer';
}

/** Name of the form field of one of the people who move, for errors; undefined if the form has none. */
export type FieldOfMove = (index: number) => string | undefined;
export const FIELD_OF_MOVE: FieldOfMove = (index) => `moves.${index}.bedId`;

/** Each person once, each to a bed of their own that is not the one they have. */
export function mustBeOneMove(
  movers: readonly Mover[],
  fieldOf: FieldOfMove = FIELD_OF_MOVE,
): void {
  const again = movers.findIndex(({ bookingId, to }, index) =>
    movers.slice(0, index).some((one) => one.bookingId === bookingId || one.to === to),
  );
  if (again >= 0) throw new DomainError('invalid', 'stays.one_bed_each', {}, fieldOf(again));
  const same = movers.findIndex(({ from, to }) => from.bedId === to);
  if (same >= 0) throw new DomainError('invalid', 'stays.same_bed', {}, fieldOf(same));
}

/** Whatever is refused of one of several names the field of that one. */
export async function refusedAt<T>(field: string | undefined, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof DomainError) || field === undefined) throw error;
    if (error.field !== undefined && error.field !== 'bedId') throw error;
    throw new DomainError(error.kind, error.code, error.params, field);
  }
}

/** Tonight, or a past night of the stay; future moves are planned by other means. */
export function mustBeANightOf(stay: Nights, night: CivilDate, tonight: CivilDate): void {
  if (night > tonight) throw new DomainError('invalid', 'stays.move_not_yet', { night }, 'night');
  if (night < addDays(tonight, -LATEST_MOVE_DAYS)) {
    throw new DomainError('invalid', 'beds.too_long_ago', {}, 'night');
  }
  if (night < stay.from) {
    throw new DomainError('invalid', 'stays.before_the_stay', { from: stay.from }, 'night');
  }
}

export interface Split {
  /** Nights slept in the old bed; null if the person moves on the first night. */
  readonly kept: Nights | null;
  readonly taken: Nights;
}

/** Splits a stay at a night. A planned exit in the past no longer counts: the stay becomes open-ended. */
export function splitAt(stay: Nights, night: CivilDate): Split {
  const { from, until } = stay;
  return {
    kept: night > from ? { from, until: night } : null,
    taken: { from: night, until: until !== null && until > night ? until : null },
  };
}

/** Past nights are facts and are not checked by the rules; that the bed was free then is a constraint. */
export const nightsToCheck = (taken: Nights, tonight: CivilDate): Nights =>
  taken.from < tonight && (taken.until === null || taken.until > tonight)
    ? { from: tonight, until: taken.until }
    : taken;

/** The old stay again, ending when the new one would have ended. */
export const joinedAgain = (old: Nights, fresh: Nights): Nights => ({
  from: old.from,
  until: fresh.until,
});
