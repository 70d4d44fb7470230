/** A programme's events over four quarters, and the tables of them that are handed out one after the other. */
import type { Figure, Line } from '../../../modules/disclosure';

export interface Event {
  readonly quarter: number;
  readonly a: string;
  readonly b: string;
}

export interface PeriodOfTable {
  readonly code: string;
  readonly quarters: readonly number[];
  readonly from: string;
  readonly until: string;
}

const START = ['2025-01-01', '2025-04-01', '2025-07-01', '2025-10-01', '2026-01-01'];
const over = (code: string, first: number, last: number): PeriodOfTable => ({
  code,
  quarters: [0, 1, 2, 3].slice(first, last),
  from: START[first]!,
  until: START[last]!,
});
export const PERIODS = [
  over('Q1', 0, 1),
  over('Q2', 1, 2),
  over('Q3', 2, 3),
  over('Q4', 3, 4),
  over('H1', 0, 2),
  over('H2', 2, 4),
  over('Y', 0, 4),
];
/** Which periods make up which. */
export const SUMS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  H1: [['Q1', 'Q2']],
  H2: [['Q3', 'Q4']],
  Y: [
    ['H1', 'H2'],
    ['Q1', 'Q2', 'Q3', 'Q4'],
    ['H1', 'Q3', 'Q4'],
    ['Q1', 'Q2', 'H2'],
  ],
};

export type Shape = 'a' | 'b' | 'both';

export class Programme {
  readonly events: Event[] = [];
  readonly as: string[];
  readonly bs: string[];

  constructor(private readonly random: () => number) {
    this.as = Array.from({ length: this.whole(2, 5) }, (_, i) => `a${i}`);
    this.bs = Array.from({ length: this.whole(2, 4) }, (_, i) => `b${i}`);
    this.add(this.whole(20, 300));
  }

  whole(low: number, high: number): number {
    return low + Math.floor(this.random() * (high - low + 1));
  }

  add(count: number): void {
    const skewed = (keys: readonly string[]) => keys[Math.floor(this.random() ** 2 * keys.length)]!;
    for (let n = 0; n < count; n += 1)
      this.events.push({ quarter: this.whole(0, 3), a: skewed(this.as), b: skewed(this.bs) });
  }

  remove(count: number): void {
    this.events.splice(this.whole(0, this.events.length - 1), count);
  }

  /** The same number has the same name in each shape. */
  table(period: PeriodOfTable, shape: Shape): { figures: Figure[]; lines: Line[] } {
    const here = this.events.filter(({ quarter }) => period.quarters.includes(quarter));
    const figures: Figure[] = [];
    const lines: Line[] = [];
    const tell = (id: string, holds: (event: Event) => boolean): string => {
      if (!figures.some((figure) => figure.id === id))
        figures.push({ id, value: here.filter(holds).length, kind: 'count', places: [shape] });
      return id;
    };
    const all = tell('all', () => true);
    const ofA = () => this.as.map((a) => tell(`a/${a}`, (event) => event.a === a));
    const ofB = () => this.bs.map((b) => tell(`b/${b}`, (event) => event.b === b));
    if (shape !== 'b') lines.push({ total: all, parts: ofA() });
    if (shape !== 'a') lines.push({ total: all, parts: ofB() });
    if (shape === 'both') {
      const cell = (a: string, b: string) =>
        tell(`both/${a}/${b}`, (event) => event.a === a && event.b === b);
      for (const a of this.as)
        lines.push({ total: `a/${a}`, parts: this.bs.map((b) => cell(a, b)) });
      for (const b of this.bs)
        lines.push({ total: `b/${b}`, parts: this.as.map((a) => cell(a, b)) });
    }
    return { figures, lines };
  }
}
