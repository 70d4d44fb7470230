/** A table of seven ages by four forms of exploitation with its totals, the same from the same seed. */
import type { Figure, Line } from '../../../modules/disclosure';
import { numbersFrom, type RandomTable } from './random-tables';

const AGES = 7;
const FORMS = 4;

export function randomTableOf(seed: number): RandomTable {
  const random = numbersFrom(seed);
  const people = 100 + Math.floor(random() * 300);
  const ages = weights(AGES, random);
  const forms = weights(FORMS, random);
  const cells = ages.map(() => forms.map(() => 0));
  for (let person = 0; person < people; person += 1) {
    const age = pick(ages, random);
    cells[age]![pick(forms, random)]! += 1;
  }
  const figures: Figure[] = [];
  const figure = (id: string, value: number): string => {
    figures.push({ id, value, kind: 'count', places: ['t'] });
    return id;
  };
  const lines: Line[] = [];
  cells.forEach((row, age) => {
    const parts = row.map((value, form) => figure(`c${age}.${form}`, value));
    lines.push({ total: figure(`r${age}`, sum(row)), parts });
  });
  forms.forEach((_, form) => {
    const total = figure(`k${form}`, sum(cells.map((row) => row[form]!)));
    lines.push({ total, parts: cells.map((__, age) => `c${age}.${form}`) });
  });
  figure('t', people);
  lines.push({ total: 't', parts: ages.map((_, age) => `r${age}`) });
  lines.push({ total: 't', parts: forms.map((_, form) => `k${form}`) });
  return { figures, lines };
}

const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);

function weights(count: number, random: () => number): number[] {
  const drawn = Array.from({ length: count }, () => random() ** 2);
  return drawn.map((one) => one / sum(drawn));
}

function pick(shares: readonly number[], random: () => number): number {
  let left = random();
  const found = shares.findIndex((share) => (left -= share) < 0);
  return found === -1 ? shares.length - 1 : found;
}
