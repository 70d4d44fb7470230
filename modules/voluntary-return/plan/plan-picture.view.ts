/** The instalments of a plan on a line of days, and its money as bars. */
import { addDays, type CivilDate, daysBetween } from '../../platform/shared/nights.rules';
import type { Money, InstalmentStatus } from './plan.rules';

export const AXIS = { width: 640, height: 92, ground: 56, edge: 24, mark: 7, gap: 18 } as const;

export interface AxisMark {
  readonly dueOn: CivilDate;
  readonly standing: InstalmentStatus;
  readonly description: string;
}

/** From the first due day or today to the last; days run as one reads. */
export function axisOf(all: readonly AxisMark[], today: CivilDate, mirrored: boolean) {
  const days = [...all.map(({ dueOn }) => dueOn), today].sort();
  const [from, until] = [addDays(days[0]!, -3), addDays(days.at(-1)!, 3)];
  const span = daysBetween(from, until);
  const xOf = (day: CivilDate) => {
    const along = AXIS.edge + (daysBetween(from, day) / span) * (AXIS.width - 2 * AXIS.edge);
    return Math.round(mirrored ? AXIS.width - along : along);
  };
  // Marks that would overlap are drawn one row higher.
  const taken: { x: number; row: number }[] = [];
  const marks = all.map((one) => {
    const x = xOf(one.dueOn);
    let row = 0;
    while (taken.some((other) => other.row === row && Math.abs(other.x - x) < 2 * AXIS.mark + 2))
      row += 1;
    taken.push({ x, row });
    return { ...one, x, row };
  });
  const rows = 1 + Math.max(0, ...taken.map(({ row }) => row));
  const ground = AXIS.ground + (rows - 1) * AXIS.gap;
  const months = monthsBetween(from, until);
  const every = Math.ceil(months.length / 8);
  return {
    width: AXIS.width,
    height: ground + 36,
    ground,
    today: xOf(today),
    tickEnd: ground + 6,
    labelY: ground + 20,
    nameX: Math.min(AXIS.width - 40, Math.max(40, xOf(today))),
    marks: marks.map(({ x, row, standing, description }) => ({
      x,
      y: ground - 14 - row * AXIS.gap,
      standing,
      description,
    })),
    ticks: months.filter((_, place) => place % every === 0).map((day) => ({ day, x: xOf(day) })),
  };
}

function monthsBetween(from: CivilDate, until: CivilDate): CivilDate[] {
  const firsts: CivilDate[] = [];
  let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))];
  for (;;) {
    month += 1;
    if (month > 12) [year, month] = [year + 1, 1];
    const day = `${year}-${String(month).padStart(2, '0')}-01`;
    if (day > until) return firsts;
    firsts.push(day);
  }
}

/** Bars in per cent of the plan: paid over committed over planned. */
export function barsOf({ planned, committed, paid }: Money) {
  const whole = Math.max(Number(planned), Number(committed), Number(paid), 0.01);
  const share = (amount: string) => Math.round((1000 * Number(amount)) / whole) / 10;
  return { planned: share(planned), committed: share(committed), paid: share(paid) };
}
