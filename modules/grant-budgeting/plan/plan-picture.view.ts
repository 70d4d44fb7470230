/** Plan and actual of one row, quarter by quarter, as shapes for the server's SVG. */
import type { PlanCells } from './plan.queries';

export interface QuarterBars {
  readonly planX: number;
  readonly planY: number;
  readonly planHeight: number;
  readonly actualX: number;
  readonly actualY: number;
  readonly actualHeight: number;
}

export interface PlanPicture {
  readonly width: number;
  readonly height: number;
  readonly bars: readonly QuarterBars[];
  /** Where the quarter that runs begins; null before and after the grant. */
  readonly nowX: number | null;
}

const STEP = 18;
const HEIGHT = 36;

/** Each row has its own height: a small line is read as well as a large one. */
export function planPicture(
  { planned, actual }: PlanCells,
  running: number,
  mirrored: boolean,
): PlanPicture {
  const most = Math.max(1, ...[...planned, ...actual].map(Number));
  const width = planned.length * STEP;
  const high = (amount: string) =>
    Math.round((Math.max(0, Number(amount)) / most) * HEIGHT * 10) / 10;
  const bars = planned.map((plan, at): QuarterBars => {
    const x = (mirrored ? planned.length - 1 - at : at) * STEP;
    const [planHeight, actualHeight] = [high(plan), high(actual[at]!)];
    return {
      planX: x + 2,
      planY: HEIGHT - planHeight,
      planHeight,
      actualX: x + 5,
      actualY: HEIGHT - actualHeight,
      actualHeight,
    };
  });
  const nowX = running < 0 ? null : (mirrored ? planned.length - running : running) * STEP;
  return { width, height: HEIGHT, bars, nowX };
}
