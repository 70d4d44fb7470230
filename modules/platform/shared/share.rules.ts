/** A part of a whole, so exact that rounding it later is the only rounding. */
import { Decimal } from 'decimal.js';

const DECIMALS = 12;
/** Cuts, and holds every digit of the largest amounts and counts besides. */
const Cutting = Decimal.clone({ precision: 60, rounding: Decimal.ROUND_DOWN });

/**
 * Part ÷ whole with twelve decimals that are cut off and not rounded; null where there is no whole. Whether half
 * is rounded up depends on the next digit alone, which cutting leaves as it was: whoever rounds this to fewer
 * than twelve decimals gets what rounding the exact share gives. A share that is rounded to be kept is not like
 * that: 1,153.73 of 467,289.72 is 0.2469 %, kept as 0.0025, and would be written as 0.3 %.
 */
export const shareOf = (part: Decimal.Value, whole: Decimal.Value): string | null => {
  if (new Cutting(whole).isZero()) return null;
  return new Cutting(part).dividedBy(whole).toDecimalPlaces(DECIMALS).toFixed();
};
