/** A survey as a wheel of three sectors, each as far out as its score; the rim is one. */
import { type Dimension, DIMENSIONS } from './survey.rules';

const RADIUS = 46;
const MIDDLE = 50;

export interface Wheel {
  readonly size: number;
  readonly rings: readonly { readonly r: number }[];
  readonly sectors: readonly {
    readonly dimension: Dimension;
    readonly d: string;
    readonly x: number;
    readonly y: number;
  }[];
}

/** `rings`: scores at which a ring is drawn. */
export function wheelOf(
  scores: Readonly<Record<Dimension, string | null>>,
  rings: readonly number[],
): Wheel {
  return {
    size: 2 * MIDDLE,
    rings: [...rings, 1].map((score) => ({ r: rounded(score * RADIUS) })),
    sectors: DIMENSIONS.map((dimension, at) => {
      const [from, to] = [at * 120 - 90, (at + 1) * 120 - 90];
      const r = Number(scores[dimension] ?? 0) * RADIUS;
      const [start, end, label] = [point(from, r), point(to, r), point(from + 60, RADIUS * 0.62)];
      return {
        dimension,
        d: `M${MIDDLE} ${MIDDLE}L${start.x} ${start.y}A${rounded(r)} ${rounded(r)} 0 0 1 ${end.x} ${end.y}Z`,
        ...label,
      };
    }),
  };
}

const point = (degrees: number, radius: number) => ({
  x: rounded(MIDDLE + radius * Math.cos((degrees * Math.PI) / 180)),
  y: rounded(MIDDLE + radius * Math.sin((degrees * Math.PI) / 180)),
});
const rounded = (value: number): number => Math.round(value * 100) / 100;
