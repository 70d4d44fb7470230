/** Spending and its forecast range as shapes for the server's SVG; numbers here are coordinates, not money. */
import { addDays, daysBetween, type CivilDate } from '../../platform/shared/nights.rules';
import type { GrantQuarter } from '../plan/plan.rules';

export interface FanFacts {
  readonly budget: string;
  readonly spent: string;
  readonly expected: string;
  readonly low: string;
  readonly high: string;
  readonly planned: readonly string[];
  readonly actual: readonly string[];
}

export interface Fan {
  readonly width: number;
  readonly height: number;
  readonly ground: number;
  readonly left: number;
  readonly right: number;
  /** Points of lines and of the fan, as SVG writes them. */
  readonly planned: string;
  readonly actual: string;
  readonly fan: string;
  readonly expected: string;
  readonly budgetY: number;
  readonly todayX: number;
  readonly hasFan: boolean;
  readonly years: readonly { readonly x: number; readonly year: string }[];
  /** Where the words of the end stand: high, expected and low, apart enough to be read. */
  readonly ends: {
    readonly x: number;
    readonly anchor: 'start' | 'end';
    readonly expectedY: number;
  };
}

const SIZE = { width: 900, height: 320, top: 30, ground: 280, side: 20, words: 150 } as const;

export function fanPicture(
  facts: FanFacts,
  quarters: readonly GrantQuarter[],
  { startsOn, endsOn, today }: { startsOn: CivilDate; endsOn: CivilDate; today: CivilDate },
  mirrored: boolean,
): Fan {
  const own = quarters.filter(({ days }) => days > 0);
  const total = sumOf(facts.planned);
  const most =
    Math.max(1, Number(facts.budget), Number(facts.high), Number(facts.spent), total) * 1.05;
  const span = daysBetween(startsOn, endsOn) + 1;
  const place = (days: number) => {
    const share = Math.min(1, Math.max(0, days / span));
    const x = SIZE.side + share * (SIZE.width - SIZE.side - SIZE.words);
    return round(mirrored ? SIZE.width - x : x);
  };
  const high = (amount: number) =>
    round(SIZE.ground - (Math.max(0, amount) / most) * (SIZE.ground - SIZE.top));
  const at = (days: number, amount: number) => `${place(days)},${high(amount)}`;
  const gone = Math.min(span, Math.max(0, daysBetween(startsOn, today) + 1));

  const ends = own.map(({ to }) => daysBetween(startsOn, to) + 1);
  const upTo = (amounts: readonly string[], count: number) => sumOf(amounts.slice(0, count));
  const past = ends
    .filter((days) => days < gone)
    .map((days, done) => at(days, upTo(facts.actual, done + 1)));
  const now = at(gone, Number(facts.spent));
  return {
    width: SIZE.width,
    height: SIZE.height,
    ground: SIZE.ground,
    left: Math.min(place(0), place(span)),
    right: Math.max(place(0), place(span)),
    planned: [at(0, 0), ...ends.map((days, done) => at(days, upTo(facts.planned, done + 1)))].join(
      ' ',
    ),
    actual: [at(0, 0), ...past, now].join(' '),
    fan: [now, at(span, Number(facts.high)), at(span, Number(facts.low))].join(' '),
    expected: [now, at(span, Number(facts.expected))].join(' '),
    budgetY: high(Number(facts.budget)),
    todayX: place(gone),
    hasFan: gone > 0 && gone < span,
    years: yearsOf(startsOn, endsOn).map((year) => ({
      x: place(Math.max(0, daysBetween(startsOn, `${year}-01-01`))),
      year,
    })),
    ends: {
      x: round(mirrored ? SIZE.words - 10 : SIZE.width - SIZE.words + 10),
      anchor: mirrored ? 'end' : 'start',
      expectedY: high(Number(facts.expected)) + 5,
    },
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
const sumOf = (amounts: readonly string[]): number =>
  amounts.reduce((sum, amount) => sum + Number(amount), 0);

function yearsOf(startsOn: CivilDate, endsOn: CivilDate): string[] {
  const [first, last] = [Number(startsOn.slice(0, 4)), Number(addDays(endsOn, 0).slice(0, 4))];
  return Array.from({ length: last - first + 1 }, (_, at) => String(first + at));
}
