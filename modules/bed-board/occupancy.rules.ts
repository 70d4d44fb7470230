/** How full beds are, night after night: each bed counts once a night, a bed out of service not at all. */
import { daysBetween, type CivilDate, type Nights } from '../platform/shared/nights.rules';

export interface Share {
  readonly used: number;
  readonly available: number;
}
export interface BedServiceNights {
  readonly service: Nights;
  readonly taken: readonly { readonly nights: Nights; readonly blocks: boolean }[];
}

const ABSENT = 0;
const FREE = 1;
const USED = 2;
const BLOCKED = 3;

/** Occupation of a bed on each night; of two bookings on one night the earlier one counts. */
export function nightsOf(bed: BedServiceNights, from: CivilDate, count: number): Uint8Array {
  const nights = new Uint8Array(count);
  fill(nights, bed.service, from, FREE, ABSENT);
  for (const { nights: range, blocks } of bed.taken) {
    fill(nights, range, from, blocks ? BLOCKED : USED, FREE);
  }
  return nights;
}

function fill(
  nights: Uint8Array,
  { from, until }: Nights,
  first: CivilDate,
  as: number,
  over: number,
): void {
  const start = Math.max(0, daysBetween(first, from));
  const end = until === null ? nights.length : Math.min(nights.length, daysBetween(first, until));
  for (let night = start; night < end; night += 1) if (nights[night] === over) nights[night] = as;
}

export const isFreeOn = (nights: Uint8Array, night: number): boolean => nights[night] === FREE;

/** Sums over several beds, by night. */
export function sharesOf(beds: readonly Uint8Array[], count: number): Share[] {
  const used = new Array<number>(count).fill(0);
  const available = new Array<number>(count).fill(0);
  for (const nights of beds) {
    for (let night = 0; night < count; night += 1) {
      const state = nights[night];
      if (state === USED) used[night]! += 1;
      if (state === USED || state === FREE) available[night]! += 1;
    }
  }
  return used.map((beds, night) => ({ used: beds, available: available[night]! }));
}

/** The stretches of nights on which no bed is left, as columns from 0; `until` is not full any more. */
export function fullStretches(
  strip: readonly Share[],
): { readonly from: number; readonly until: number }[] {
  const stretches: { from: number; until: number }[] = [];
  strip.forEach(({ used, available }, night) => {
    if (used < available) return;
    const last = stretches.at(-1);
    if (last?.until === night) last.until += 1;
    else stretches.push({ from: night, until: night + 1 });
  });
  return stretches;
}
