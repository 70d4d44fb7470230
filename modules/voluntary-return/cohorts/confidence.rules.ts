/** How sure a figure of a few dozen people is: intervals at 95 %. */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

const Z = 1.959964;
/** Student's t at 97.5 % by degrees of freedom 1 to 30; beyond that the normal value is close enough. */
const T = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145,
  2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048,
  2.045, 2.042,
];

/** Wilson's interval of a share, right for few people and for shares near nought and one; null without anybody. */
export function shareInterval(some: number, all: number): Interval | null {
  if (all === 0) return null;
  const share = some / all;
  const square = Z ** 2;
  const middle = share + square / (2 * all);
  const half = Z * Math.sqrt((share * (1 - share)) / all + square / (4 * all ** 2));
  const whole = 1 + square / all;
  return { low: Math.max(0, (middle - half) / whole), high: Math.min(1, (middle + half) / whole) };
}

/** Confidence interval of a mean from the sample standard deviation, limited to 0…1; null for fewer than two values. */
export function meanInterval(mean: number, deviation: number, count: number): Interval | null {
  if (count < 2) return null;
  const half = ((T[count - 2] ?? Z) * deviation) / Math.sqrt(count);
  return { low: Math.max(0, mean - half), high: Math.min(1, mean + half) };
}
