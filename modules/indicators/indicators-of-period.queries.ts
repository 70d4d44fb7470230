/** The indicators over any period: what was reached in it, up to its end, and what was aimed at. */
import { Decimal } from 'decimal.js';
import type { Tx } from '../platform/database/transactions';
import type { CivilDate } from '../platform/shared/nights.rules';
import { quarterOf } from '../platform/shared/quarters.rules';
import type { PastChoice } from '../platform/shared/past-choice.rules';
import type { Period } from '../platform/shared/periods.rules';
import { grows, type IndicatorStatus, indicatorStatusOf, type Unit } from './indicator.rules';
import { type IndicatorRow, indicatorsIn } from './indicators.queries';
import { countsPast, type MeasuredValue, measureIndicators } from './indicator-measures.figures';

type PrintedField =
  | 'id'
  | 'framework'
  | 'code'
  | 'level'
  | 'title'
  | 'unit'
  | 'baseline'
  | 'measure'
  | 'edition';

export interface IndicatorOfPeriod extends Pick<IndicatorRow, PrintedField>, MeasuredValue {
  /** Quarters of the period, what grows added up, shares and rates the last of them; null where one is missing. */
  readonly target: string | null;
  readonly standing: IndicatorStatus;
  /** From the first day of the grant to the last of the period. */
  readonly toDate: string | null;
  /** Only where what was brought in from before Mawa is counted: whether this figure counts it. */
  readonly pastCounted?: boolean;
}

/** Targets, and accepted values counted by hand, each with its quarter. */
interface QuarterNumber {
  readonly id: string;
  readonly what: 'target' | 'value';
  readonly from: CivilDate;
  readonly number: string;
  readonly women: string | null;
}

const LAST_WORDS = `
  SELECT DISTINCT ON (root_id, from_day) root_id AS id, 'target' AS what, from_day::text AS "from",
         trim_scale(target)::text AS number, NULL AS women
    FROM indicator_targets WHERE from_day >= $1 AND from_day < $2 ORDER BY root_id, from_day, place DESC`;
const LAST_COUNTS = `
  SELECT DISTINCT ON (v.root_id, v.from_day) v.root_id AS id, 'value' AS what, v.from_day::text AS "from",
         trim_scale(v.value)::text AS number, trim_scale(v.women)::text AS women
    FROM indicator_values v JOIN indicator_value_reviews l ON l.value_id = v.id AND l.stands
   WHERE v.from_day >= $1 AND v.from_day < $2 ORDER BY v.root_id, v.from_day, v.place DESC`;

export async function indicatorsOfPeriod(
  tx: Tx,
  period: Period,
  grant: { readonly startsOn: CivilDate; readonly endsOn: CivilDate },
  past: PastChoice = 'without',
): Promise<IndicatorOfPeriod[]> {
  const rows = await indicatorsIn(tx);
  const names = rows.flatMap(({ measure }) => measure ?? []);
  const figures = await measureIndicators(tx, names, period, past);
  const first = grant.startsOn < period.from ? grant.startsOn : period.from;
  const quarters = quartersIn(period, grant);
  const earliest = quarterOf(first).from;
  const toDate = await measureIndicators(tx, names, { from: first, until: period.until }, past);
  const ofQuarters = await tx.query<QuarterNumber>(`(${LAST_WORDS}) UNION ALL (${LAST_COUNTS})`, [
    earliest,
    period.until,
  ]);
  // Values counted by hand cover the time since Mawa only.
  const byHand = (own: readonly QuarterNumber[], unit: Unit): MeasuredValue =>
    past === 'alone' ? { value: null } : countedIn(own, unit);
  return rows.map((row) => {
    const own = ofQuarters.filter(({ id }) => id === row.id);
    const within = own.filter(({ from }) => quarters.includes(from));
    const figure = row.measure
      ? (figures.get(row.measure) ?? { value: null })
      : byHand(within, row.unit);
    // Targets refer to records entered in Mawa.
    const target = past === 'alone' ? null : targetIn(within, row.unit, quarters);
    const exact = exactOf(figure);
    const standing = indicatorStatusOf(exact, target, row.direction, {
      isOver: period.until <= tx.today,
      grows: grows(row.unit),
    });
    const { id, framework, code, level, title, unit, baseline, measure, edition } = row;
    return {
      id,
      framework,
      code,
      level,
      title,
      unit,
      baseline,
      measure,
      edition,
      ...figure,
      target,
      standing,
      toDate: row.measure
        ? (toDate.get(row.measure)?.value ?? null)
        : (byHand(own, row.unit).value ?? null),
      ...(past !== 'without' && { pastCounted: countsPast(measure) }),
    };
  });
}

function countedIn(own: readonly QuarterNumber[], unit: Unit): MeasuredValue {
  const values = own.filter(({ what }) => what === 'value');
  const women = values.every((one) => one.women !== null) && values.length > 0;
  return {
    value: together(values, unit),
    ...(women && { bySex: { female: values.reduce((sum, one) => sum + Number(one.women), 0) } }),
  };
}

/** Target of the period; null unless each quarter has one, since the sum would be too small. */
function targetIn(
  own: readonly QuarterNumber[],
  unit: Unit,
  quarters: readonly CivilDate[],
): string | null {
  const targets = own.filter(({ what }) => what === 'target');
  return quarters.length > 0 && quarters.every((first) => targets.some((one) => one.from === first))
    ? together(targets, unit)
    : null;
}

/** The quarters of the grant that lie in a period; one in which the grant begins or ends is whole for it. */
export function quartersIn(
  { from, until }: Period,
  grant: { readonly startsOn: CivilDate; readonly endsOn: CivilDate },
): CivilDate[] {
  const firsts: CivilDate[] = [];
  const begins = grant.startsOn > from ? grant.startsOn : from;
  for (
    let one = quarterOf(begins);
    one.from < until && one.from <= grant.endsOn;
    one = quarterOf(one.until)
  ) {
    const isCutBefore = one.from < from && from > grant.startsOn;
    const isCutAfter = one.until > until && until <= grant.endsOn;
    if (!isCutBefore && !isCutAfter) firsts.push(one.from);
  }
  return firsts;
}

/** Counts are summed; of shares and rates the last quarter is used. */
function together(quarters: readonly QuarterNumber[], unit: Unit): string | null {
  const numbers = [...quarters].sort((a, b) => (a.from < b.from ? -1 : 1));
  if (numbers.length === 0) return null;
  return grows(unit)
    ? Decimal.sum(...numbers.map(({ number }) => number)).toString()
    : numbers.at(-1)!.number;
}

/** A share is judged as it is, not as it is rounded to be shown. */
const exactOf = ({ value, of }: MeasuredValue): string | null =>
  of && of.whole > 0 ? new Decimal(of.part).times(100).div(of.whole).toString() : value;
