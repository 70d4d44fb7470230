/** The table that most counts are: an answer a row, people beside it, those of whom it is not known, all of them. */
import type { Block, Row } from '../document';
import type { Composer } from './context';

export interface Counted {
  readonly key: string;
  readonly title: string;
  /** Head of the column of answers. */
  readonly answer: string;
  /** Head of the column of numbers: people, unless said otherwise. */
  readonly counts?: string;
  readonly rows: readonly Answer[];
  /** Null: there is nobody of whom it could be unknown. */
  readonly unknown: { readonly label: string; readonly count: number } | null;
  readonly total: { readonly label: string; readonly count: number; readonly figure?: string };
  /** Each counts once: the rows add up to the total. */
  readonly additive: boolean;
  readonly denominator: string;
  readonly notes?: readonly string[];
}

export function countTable(to: Composer, counted: Counted): Block[] {
  const row = (key: string, label: string, count: number): Row => ({
    key,
    cells: { answer: label, people: count },
  });
  return [
    {
      ...{ kind: 'table', key: counted.key, title: counted.title },
      columns: [
        { key: 'answer', header: counted.answer, type: 'text' },
        {
          ...{ key: 'people', header: counted.counts ?? to.say('people.people'), type: 'integer' },
          disclosure: { role: 'count', additive: counted.additive },
        },
      ],
      rows: [
        ...counted.rows.map(({ key, label, count }) => row(key, label, count)),
        ...(counted.unknown
          ? [{ ...row('unknown', counted.unknown.label, counted.unknown.count), unknown: true }]
          : []),
      ],
      total: {
        ...row('total', counted.total.label, counted.total.count),
        ...(counted.total.figure !== undefined && { figures: { people: counted.total.figure } }),
      },
      ...(counted.unknown !== null && { breakdown: true }),
      denominator: counted.denominator,
      ...(counted.notes && { notes: counted.notes }),
    },
  ];
}

export interface Answer {
  readonly key: string;
  readonly label: string;
  readonly count: number;
}

/**
 * Of an answer without an end (places, nationalities) a row exists only where somebody is counted: a small one tells
 * that it is not nothing. For who is not of the programme the small ones are one row.
 */
export function rolledUp(to: Composer, rows: readonly Answer[]): Answer[] {
  const isSmall = ({ count }: Answer) => !to.view.inside && count < to.head.threshold;
  const small = rows.filter(isSmall);
  if (small.length === 0) return [...rows];
  const others = small.reduce((sum, { count }) => sum + count, 0);
  return [
    ...rows.filter((row) => !isSmall(row)),
    { key: 'others', label: to.say('others'), count: others },
  ];
}
