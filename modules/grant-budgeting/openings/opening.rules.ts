/** Whether the balances of a file may be brought in: whole months of the grant before Mawa, each line within what it holds. */
import { DomainError } from '../../platform/shared/domain.errors';
import type { CivilDate } from '../../platform/shared/nights.rules';
import type { OpeningRow } from '../grants/grant-definition.types';
import { sumOf, toCent, written } from '../money.rules';

export interface OpeningLine {
  /** What the line holds beyond what is spent and committed on it. */
  readonly left: string;
  /** Spent on it so far, which a negative row lowers. */
  readonly spent: string;
  /** The last day that its agency signed. */
  readonly signedUntil: CivilDate | null;
}

/** The grant as the rows meet it. Months are their first days. */
export interface OpeningFacts {
  readonly currency: string;
  readonly startsOn: CivilDate;
  readonly endsOn: CivilDate;
  readonly today: CivilDate;
  readonly closedUntil: CivilDate | null;
  /** The first month with costs of Mawa, and with money received that finance entered. */
  readonly costsFrom: CivilDate | null;
  readonly receivedFrom: CivilDate | null;
  /** The award less what was received: what the donor can still have sent. */
  readonly toReceive: string;
  readonly suspensions: readonly { readonly from: CivilDate; readonly until: CivilDate | null }[];
  readonly lines: Readonly<Record<string, OpeningLine>>;
  /** `<line>/<month>`, with an empty line of money received. */
  readonly broughtIn: ReadonlySet<string>;
}

export interface RefusedRow {
  readonly row: number;
  readonly error: DomainError;
}

interface NumberedOpening extends OpeningRow {
  readonly row: number;
}

const keyOf = ({ line, month }: OpeningRow): string => `${line ?? ''}/${month}`;
const wrong = (code: string, field: string, params: Record<string, string | number> = {}) =>
  new DomainError('invalid', `opening.${code}`, params, field);

/** The day on which a month is booked: its last one, or the last of the grant. */
export function openingDay(month: CivilDate, endsOn: CivilDate): CivilDate {
  const [year, number] = month.split('-').map(Number) as [number, number];
  const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10);
  return last < endsOn ? last : endsOn;
}

/** All that stands against the rows, in their order; none where they may be proposed. */
export function openingErrors(rows: readonly NumberedOpening[], facts: OpeningFacts): RefusedRow[] {
  const first = new Map<string, number>();
  const refused = rows.flatMap((opening): RefusedRow[] => {
    const { row, line } = opening;
    const before = first.get(keyOf(opening));
    first.set(keyOf(opening), before ?? row);
    const errors = [
      ...(line !== null && !facts.lines[line] ? [wrong('unknown_line', 'line', { line })] : []),
      ...monthErrors(opening, facts),
      ...(before === undefined ? [] : [wrong('twice', 'month', { first: before })]),
    ];
    return errors.map((error) => ({ row, error }));
  });
  return [...refused, ...amountErrors(rows, facts)].sort((a, b) => a.row - b.row);
}

function monthErrors(opening: OpeningRow, facts: OpeningFacts): DomainError[] {
  const { line, month } = opening;
  const { startsOn, endsOn, today, closedUntil } = facts;
  const day = openingDay(month, endsOn);
  if (day < startsOn || month > endsOn) {
    return [wrong('outside_the_grant', 'month', { from: startsOn, until: endsOn })];
  }
  if (day >= today) return [wrong('not_over', 'month')];
  const own = line === null ? facts.receivedFrom : facts.costsFrom;
  const signedUntil = (line !== null && facts.lines[line]?.signedUntil) || null;
  return [
    ...(closedUntil !== null && day <= closedUntil
      ? [wrong('closed', 'month', { until: closedUntil })]
      : []),
    ...(signedUntil !== null && day <= signedUntil
      ? [wrong('signed', 'month', { until: signedUntil })]
      : []),
    ...(own !== null && month >= own ? [wrong('in_mawa', 'month', { from: own })] : []),
    ...(facts.broughtIn.has(keyOf(opening)) ? [wrong('brought_before', 'month')] : []),
    ...(line !== null && isSuspended(day, facts) ? [wrong('suspended', 'month')] : []),
  ];
}

const isSuspended = (day: CivilDate, { suspensions }: OpeningFacts): boolean =>
  suspensions.some(({ from, until }) => from <= day && (until === null || day < until));

/** Each line from 0 up to what it holds, and what was received within the award; said at the row that goes beyond. */
function amountErrors(rows: readonly NumberedOpening[], facts: OpeningFacts): RefusedRow[] {
  const { currency } = facts;
  const groups = new Map<string | null, NumberedOpening[]>();
  for (const opening of rows)
    groups.set(opening.line, [...(groups.get(opening.line) ?? []), opening]);
  return [...groups].flatMap(([line, own]): RefusedRow[] => {
    const of = line === null ? null : facts.lines[line];
    if (of === undefined) return [];
    const limit = of === null ? facts.toReceive : of.left;
    const sum = sumOf(own.map(({ amount }) => amount));
    const last = own.at(-1)!.row;
    const params = { sum: `${written(sum)} ${currency}`, left: `${limit} ${currency}` };
    if (line === null) {
      const error = wrong('above_the_award', 'amount', params);
      return sum.greaterThan(toCent(limit)) ? [{ row: last, error }] : [];
    }
    if (sum.plus(toCent(of!.spent)).isNegative()) {
      return [{ row: last, error: wrong('negative', 'amount', { line, sum: params.sum }) }];
    }
    const error = wrong('above_the_line', 'amount', { line, ...params });
    return sum.greaterThan(toCent(limit)) ? [{ row: last, error }] : [];
  });
}
