/** Charts of a partner's advances for the server's SVG; numbers are coordinates, not amounts. */
import { Decimal } from 'decimal.js';
import { addMonths, addDays, daysBetween, type CivilDate } from '../platform/shared/nights.rules';
import type { PartnerTotals } from './partner.rules';
import type { SubmissionSummary, PartnerRow } from './partners.queries';

export interface Piece {
  readonly kind: string;
  readonly x: number;
  readonly width: number;
  readonly amount: string;
}

/** Bar of advances: liquidated, refunded, and outstanding by age. */
export function barOfPartner({
  advanced,
  liquidated,
  refunded,
  ages,
}: Pick<PartnerTotals, 'advanced' | 'liquidated' | 'refunded'> &
  Pick<PartnerRow, 'ages'>): Piece[] {
  const whole = new Decimal(advanced);
  if (whole.isZero()) return [];
  const parts: [string, string][] = [
    ['liquidated', liquidated],
    ['refunded', refunded],
    ...ages.map(({ amount }, band): [string, string] => [`age-${band}`, amount]).reverse(),
  ];
  let at = new Decimal(0);
  return parts
    .map(([kind, amount]) => {
      const x = at.dividedBy(whole).times(100).toDecimalPlaces(2).toNumber();
      at = at.plus(amount);
      const width = new Decimal(amount).dividedBy(whole).times(100).toDecimalPlaces(2).toNumber();
      return { kind, x, width, amount };
    })
    .filter(({ width }) => width > 0);
}

const WIDTH = 900;
const EDGE = 30;
export const LANES = { advance: 46, report: 96, refund: 146 } as const;
export const TIMELINE = { width: WIDTH, height: 196, ground: 172 } as const;

export interface Mark {
  readonly id: string;
  readonly kind: SubmissionSummary['kind'];
  readonly state: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly middle: number;
  /** Base line of the words above. */
  readonly above: number;
  readonly amount: string;
  readonly on: CivilDate;
}

/** Advances on the day of payment, reports over their months, refunds on their day; mirrored for right to left. */
export function timelineOf(
  { startsOn, endsOn }: { startsOn: CivilDate; endsOn: CivilDate },
  papers: readonly SubmissionSummary[],
  { today, mirrored }: { today: CivilDate; mirrored: boolean },
) {
  const from = `${startsOn.slice(0, 7)}-01`;
  const last = endsOn > today ? endsOn : today;
  const days = Math.max(1, daysBetween(from, last) + 1);
  const place = (day: CivilDate) => {
    const share = Math.min(1, Math.max(0, daysBetween(from, day) / days));
    const x = EDGE + share * (WIDTH - 2 * EDGE);
    return Math.round((mirrored ? WIDTH - x : x) * 10) / 10;
  };
  const marks = papers.flatMap((paper): Mark[] => {
    const { id, kind, state } = paper;
    if (['withdrawn', 'refused', 'returned', 'undone'].includes(state)) return [];
    const begins = paper.fromMonth ?? paper.on ?? paper.quarter;
    if (!begins) return [];
    const ends = paper.untilMonth ? addDays(addMonths(paper.untilMonth, 1), -1) : begins;
    const [one, other] = [place(begins), place(ends)];
    const x = Math.min(one, other);
    const width = Math.max(8, Math.abs(other - one));
    const y = LANES[kind];
    const amount = paper.agreed ?? paper.asked;
    return [
      { id, kind, state, x, y, width, amount, on: begins, middle: x + width / 2, above: y - 12 },
    ];
  });
  const months: { x: number; day: CivilDate }[] = [];
  for (let day = from; day <= last; day = addMonths(day, days > 800 ? 6 : days > 400 ? 3 : 1)) {
    months.push({ x: place(day), day });
  }
  return { ...TIMELINE, marks, months, today: place(today), lanes: LANES };
}
