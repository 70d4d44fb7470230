/** Standard table of counts: one answer per row with people, then unknown, then the total. */
import type { Block, Row } from '../../report-documents';
import type { Composer } from './composer';

export interface CountTableInput {
  readonly key: string;
  readonly title: string;
  /** Head of the column of answers. */
  readonly answer: string;
  /** Heading of the number column; "people" by default. */
  readonly counts?: string;
  readonly rows: readonly AnswerCount[];
  /** Null: the answer cannot be unknown. */
  readonly unknown: { readonly label: string; readonly count: number } | null;
  readonly total: { readonly label: string; readonly count: number; readonly figure?: string };
  /** Each counts once: the rows add up to the total. */
  readonly additive: boolean;
  readonly denominator: string;
  readonly notes?: readonly string[];
}

export function countTable(to: Composer, counted: CountTableInput): Block[] {
  const row = (key: string, label: string, count: number): Row => ({
    key,
    cells: { answer: label, people: count },
  });
  const answer = ({ key, label, count, least, rolledUp: absent }: AnswerCount): Row => ({
    ...row(key, label, count),
    ...(least !== undefined && { least }),
    ...(absent && {
      rolledUp: {
        below: to.head.threshold,
        rows: absent.map((one) => ({ key: one.key, cells: { people: one.count } })),
      },
    }),
  });
  return [
    {
      kind: 'table',
      key: counted.key,
      title: counted.title,
      columns: [
        { key: 'answer', header: counted.answer, type: 'text' },
        {
          key: 'people',
          header: counted.counts ?? to.say('people.people'),
          type: 'integer',
          disclosure: { role: 'count', additive: counted.additive },
        },
      ],
      rows: [
        ...counted.rows.map(answer),
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

export interface AnswerCount {
  readonly key: string;
  readonly label: string;
  readonly count: number;
  /** Every reader knows that it is no fewer. */
  readonly least?: number;
  /** For closed lists: answers combined in this row. */
  readonly rolledUp?: readonly { readonly key: string; readonly count: number }[];
}

/**
 * Open-ended answers (places, nationalities) have a row only if somebody is counted, so that a row with a small count
 * discloses that it is not zero. For external readers the small ones are combined in one row. Where readers know all
 * possible answers (`every`, regions), they know that each missing row is small: those rows are planned as figures of
 * their own.
 */
export function rollUpSmallAnswers(
  to: Composer,
  rows: readonly AnswerCount[],
  every: readonly string[] = [],
): AnswerCount[] {
  if (to.view.inside) return [...rows];
  const { threshold } = to.head;
  const named = rows.filter(({ count }) => count >= threshold);
  const small = rows.filter(({ count }) => count < threshold);
  const nobody = every.filter((key) => !rows.some((row) => row.key === key));
  const shown = named.map((row) => ({ ...row, least: threshold }));
  if (small.length + nobody.length === 0) return shown;
  const absent = [...small, ...nobody.map((key) => ({ key, count: 0 }))];
  const others: AnswerCount = {
    key: 'others',
    label: to.say('others'),
    count: small.reduce((sum, { count }) => sum + count, 0),
  };
  return [
    ...shown,
    every.length > 0
      ? { ...others, rolledUp: absent.map(({ key, count }) => ({ key, count })) }
      : { ...others, least: 1 },
  ];
}
