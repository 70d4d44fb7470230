/** How people found what they were given: means of several people, never of one or two. */
import { Decimal } from 'decimal.js';

/** Fewest ratings of a released average: an average of two lets each of them compute the other's rating. */
export const FEW = 3;

export interface RatedType<Name = string> {
  readonly typeCode: string;
  readonly name: Name;
  /** Distinct people who gave a rating. */
  readonly people: number;
  readonly answers: number;
  /** Sum of the ratings. */
  readonly sum: number;
  readonly declined: number;
}

export interface Satisfaction<Name = string> {
  readonly byType: readonly {
    readonly typeCode: string;
    readonly name: Name;
    readonly answers: number;
    readonly declined: number;
    /** "4.2". */
    readonly mean: string;
  }[];
  /** Kinds of which fewer than three people spoke: how many kinds, and no mean. */
  readonly others: { readonly types: number } | null;
  /** Over the types that are shown: otherwise the hidden ones could be computed from the difference. */
  readonly mean: string | null;
  readonly answers: number;
}

const meanOf = (rows: readonly Pick<RatedType, 'answers' | 'sum'>[]): string | null => {
  const answers = rows.reduce((total, row) => total + row.answers, 0);
  const sum = rows.reduce((total, row) => total + row.sum, 0);
  return answers === 0
    ? null
    : new Decimal(sum).dividedBy(answers).toDecimalPlaces(1, Decimal.ROUND_HALF_UP).toFixed(1);
};

export function satisfactionOf<Name>(rows: readonly RatedType<Name>[]): Satisfaction<Name> {
  const shown = rows.filter(({ people }) => people >= FEW);
  const few = rows.filter(({ people }) => people < FEW);
  return {
    byType: shown.map(({ typeCode, name, answers, declined, ...row }) => ({
      typeCode,
      name,
      answers,
      declined,
      mean: meanOf([{ answers, sum: row.sum }])!,
    })),
    others: few.length === 0 ? null : { types: few.length },
    mean: meanOf(shown),
    answers: shown.reduce((total, { answers }) => total + answers, 0),
  };
}
